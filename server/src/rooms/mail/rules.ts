import { hours, minutes, seconds } from '../../kit/duration.ts'

/** How often a mail is tried, and for how long, before it is given up (SECURITY F4). */
export const MAX_ATTEMPTS = 12
export const MAX_AGE_MS = hours(24)

/** The recipient of what is never sent. */
export const NOBODY = ''

const FIRST_DELAY_MS = seconds(5)
/** With its quarter of jitter on top this makes 15 minutes. */
const LONGEST_BASE_MS = minutes(12)

/**
 * How long to wait after the given attempt (1 is the first): doubling from 5 s, never over 15 min. Up to a quarter
 * is added at random, so that what failed together does not come back together.
 */
export function retryDelayMs(attempt: number, random: number = Math.random()): number {
  const base = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_BASE_MS)
  return Math.round(base * (1 + random / 4))
}

/** Characters that browsers read as the dot of a host name, and the letters that follow one in a domain. */
const DOMAIN_DOT = /([\p{L}\p{N}])[.\u3002\uff0e\uff61](?=[\p{L}\p{N}-]{2}|\p{N})/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/**
 * A person's chosen name, harmless in a mail: one line, 64 characters, and nothing a mail program would turn into a
 * link. A name is the one thing a stranger can put into a mail we send to someone else (SECURITY X2).
 */
export function harmlessName(name: string): string {
  const line = oneLine(name)
    .replace(/:(?=\/)/g, '[:]')
    .replace(DOMAIN_DOT, '$1[.]')
    .replace(/@/g, '[at]')
  return [...line].slice(0, 64).join('')
}

/** The text without line breaks and other control characters: nothing in it can start another mail header. */
export function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim()
}

/** What went wrong, in one line, for the log and the row. The root cause: what wraps it quotes statements and values. */
export function reasonOf(error: unknown): string {
  let root = error
  while (root instanceof Error && root.cause instanceof Error) root = root.cause
  return oneLine(root instanceof Error ? root.message : String(root)).slice(0, 500)
}
