import type { ErrorCode } from '@gatehouse/sdk/errors'
import type { en } from './en.ts'

/** The words of one language. English is the list of keys: a language that lacks one does not compile. */
export type Catalogue = Omit<typeof en, 'errors'> & {
  /** Those of the areas are there in the areas only. */
  errors: typeof en.errors & Partial<Record<ErrorCode, string>>
}

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

/** Fetches what only people behind the sign-in are refused with. */
export async function loadAreaErrors(
  language: Language,
): Promise<typeof import('./en/area-errors.ts').areaErrors> {
  const { areaErrors } =
    language === 'de' ? await import('./de/area-errors.ts') : await import('./en/area-errors.ts')
  return areaErrors
}
