import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'

/** A password may have this many code points; longer ones are refused before they are hashed, never cut. */
export const MAX_PASSWORD_LENGTH = 256

/** The shortest context word that counts: shorter ones would refuse passwords by chance. */
const MIN_CONTEXT_WORD = 4

/** What any procedure that sets a password may answer. */
export const passwordPolicyErrors = [
  'password.too_short',
  'password.too_long',
  'password.too_common',
  'password.contains_context',
] as const satisfies readonly ErrorCode[]

/** How many characters a person would count: code points of the NFC form, as it is hashed. */
export function passwordLength(password: string): number {
  let length = 0
  for (const _ of password.normalize('NFC')) length += 1
  return length
}

/**
 * Refuses a password by its length or because it holds a word that others know of the person: parts of the address,
 * of the name, of this service's name. No rules on which characters it must have (NIST SP 800-63B-4 section 3.1.1.2).
 *
 * @throws {IdentityError} `password.too_short`, `password.too_long`, `password.contains_context`.
 */
export function checkLengthAndContext(password: string, minLength: number, context: readonly string[]): void {
  const length = passwordLength(password)
  if (length < minLength) {
    throw new IdentityError('password.too_short', { detail: `At least ${minLength} characters.` })
  }
  if (length > MAX_PASSWORD_LENGTH) {
    throw new IdentityError('password.too_long', { detail: `At most ${MAX_PASSWORD_LENGTH} characters.` })
  }
  const folded = fold(password)
  for (const word of contextWords(context)) {
    if (folded.includes(word)) throw new IdentityError('password.contains_context')
  }
}

/** Each phrase as a whole without its separators, and each of its parts: "Ada Lovelace" gives adalovelace, lovelace. */
function contextWords(phrases: readonly string[]): Set<string> {
  const words = new Set<string>()
  for (const phrase of phrases) {
    const parts = fold(phrase).split(/[^\p{L}\p{N}]+/u)
    for (const word of [...parts, parts.join('')]) {
      if ([...word].length >= MIN_CONTEXT_WORD) words.add(word)
    }
  }
  return words
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()
