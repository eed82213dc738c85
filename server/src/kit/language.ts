/** The languages that mails, pages and problem titles speak. The first is the one used when none fits. */
export const languages = ['en', 'de'] as const

export type Language = (typeof languages)[number]

/** The language of ours that a BCP 47 tag asks for (`de-AT` is `de`); undefined when we do not speak it. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.split('-', 1)[0]?.toLowerCase()
  return languages.find((language) => language === primary)
}

/** The first of the wanted tags that we speak; English when there is none. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = languageOf(tag)
    if (language) return language
  }
  return languages[0]
}
