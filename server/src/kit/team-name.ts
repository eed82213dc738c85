import { randomInt } from 'node:crypto'
import { isPlainText } from './plain-text.ts'

/** What is made of names, and names themselves, in characters. */
export const MAX_NAME_LENGTH = 64

/** What mail programs and chats turn into a link: a scheme, `www.`, or a word with a dot and letters behind it. */
const WEB_ADDRESS = /[\p{L}\p{N}]:\/\/|www\.|[\p{L}\p{N}_-]\.\p{L}{2,}/iu

/**
 * Whether a text may be the name of an organization or of a role: it shows as what it is, and stands in mails to strangers
 * without turning into a link (SECURITY G7).
 */
export const isTeamName = (text: string): boolean =>
  text.trim() === text && text.length > 0 && isPlainText(text) && !WEB_ADDRESS.test(text)

/** Lower-case letters, digits and single hyphens between them: the one canonical form, so that equal is equal. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/** The short form of a name, of at most `maxLength` characters; empty when nothing of it is Latin. */
export function slugOf(name: string, maxLength = MAX_NAME_LENGTH): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, maxLength)
    .replace(/-+$/, '')
}

const SUFFIX_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const SUFFIX_LENGTH = 6

/** The same short form with six random characters: for the second of a name, and for a name without any. */
export function suffixed(slug: string, instead: string): string {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)],
  ).join('')
  return `${(slug || instead).slice(0, MAX_NAME_LENGTH - SUFFIX_LENGTH - 1).replace(/-+$/, '')}-${suffix}`
}
