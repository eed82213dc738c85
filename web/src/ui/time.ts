import type { Language } from '../strings/catalogue.ts'

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies [Intl.RelativeTimeFormatUnit, number][]

/** `3 hours ago`, in the page's language. */
export function ago(language: Language, at: Date, nowMs = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const seconds = Math.round((at.getTime() - nowMs) / 1_000)
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit)
  }
  // A clock that is ahead of the server's would otherwise show the future.
  return format.format(0, 'second')
}

/** Day and time to the minute, where the person is. */
export const dayAndTime = (language: Language, at: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at)

export const day = (language: Language, at: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at)

/** The browser's list of time zones, with UTC and the one that is set, which it may not know. */
export function timeZones(present: string): string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])].sort()
}
