import { randomBytes } from 'node:crypto'

/** Crockford's base32 in lower case: no letter that could be read as another or as a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 12
const GROUP = /.{4}(?=.)/g

/** A new code: 60 random bits, in three groups of four (SECURITY M6 asks for 50). */
export function newRecoveryCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31])
  return letters.join('').replace(GROUP, '$&-')
}

/** A code as it was typed, brought to one form: case and dashes do not matter, and letters that look like digits are those. */
export function canonicalCode(typed: string): string {
  return typed.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')
}
