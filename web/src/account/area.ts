import { createArea } from '../area/words.tsx'

/** The area of the person's own account. */
export const accountArea = createArea(async (language) =>
  language === 'de'
    ? (await import('../strings/de/account-area.ts')).accountArea
    : (await import('../strings/en/account-area.ts')).accountArea,
)

export const useAccount = accountArea.useArea

/** The words of this area, with those that all pages share. */
export type AccountWords = ReturnType<typeof useAccount>['strings']
