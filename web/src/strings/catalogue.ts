import type { en } from './en.ts'

/** The words of one language. English is the list of keys: a language that lacks one does not compile. */
export type Catalogue = typeof en

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** What each language calls itself, for the switcher, which must be readable in any of them. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' }

export const isLanguage = (tag: string): tag is Language => languages.some((language) => language === tag)

/** The language of ours that a BCP 47 tag asks for: `de` for `de-AT`. */
export function languageOf(tag: string): Language | undefined {
  const base = tag.split('-')[0]!.toLowerCase()
  return isLanguage(base) ? base : undefined
}

/** Fetches one language; the others never travel. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return language === 'de' ? (await import('./de.ts')).de : (await import('./en.ts')).en
}
