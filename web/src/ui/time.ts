import type { Language } from '../strings/catalogue.ts'

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies [Intl.RelativeTimeFormatUnit, number][]

/** How days and times are written where the person is, if they speak the page's language there: `en-GB`, not `en`. */
const localeOf = (language: Language): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language

/** `3 hours ago`, in the page's language. */
export function ago(language: Language, at: Date, nowMs = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  const seconds = Math.round((at.getTime() - nowMs) / 1_000)
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit)
  }
  // A clock that is ahead of the server's would otherwise show the future.
  return format.format(0, 'second')
}

/** Day and time to the minute, where the person is. */
export const dayAndTime = (language: Language, at: Date): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'short' }).format(at)

/** The same to the second. */
export const exactTime = (language: Language, at: Date): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(at)

/** A day of the server's, which counts them by UTC: `24 Nov`. */
export const shortDay = (language: Language, day: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

export const day = (language: Language, at: Date): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long' }).format(at)

/** The browser's list of time zones, with UTC and the one that is set, which it may not know. */
export function timeZones(present: string): string[] {
  return [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])].sort()
}
