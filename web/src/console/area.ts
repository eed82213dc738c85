import { createArea } from '../area/words.tsx'

/** The console of the platform's staff. */
export const consoleArea = createArea(async (language) =>
  language === 'de'
    ? (await import('../strings/de/console.ts')).console
    : (await import('../strings/en/console.ts')).console,
)

export const useConsole = consoleArea.useArea

/** The words of the console, with those that all pages share. */
export type ConsoleStrings = ReturnType<typeof useConsole>['strings']
