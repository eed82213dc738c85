import { randomInt } from 'node:crypto'
import { hashToken, newToken } from '../../kit/tokens.ts'
import type { Purpose } from './tables.ts'

const prefixes = {
  email_verification: 'vfy_',
  password_reset: 'rst_',
  email_change: 'chg_',
} as const satisfies Record<Purpose, string>

/** Of the link that signs in; its row is that of a mailed sign-in. */
const SIGN_IN_PREFIX = 'mlk_'

/** What follows the prefix: 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** A new token of that purpose: 256 random bits behind the prefix that tells what it is for. */
export function newTokenFor(purpose: Purpose): string {
  return newToken(prefixes[purpose])
}

/** What to look a token up by; undefined when it cannot be one of that purpose, which spares the database. */
export function lookupHash(purpose: Purpose, token: string): Buffer | undefined {
  return hashBehind(prefixes[purpose], token)
}

export const newSignInToken = (): string => newToken(SIGN_IN_PREFIX)

/** As `lookupHash`, for the link of a mailed sign-in. */
export const signInLookupHash = (token: string): Buffer | undefined => hashBehind(SIGN_IN_PREFIX, token)

function hashBehind(prefix: string, token: string): Buffer | undefined {
  if (!token.startsWith(prefix) || !SECRET.test(token.slice(prefix.length))) return undefined
  return hashToken(token)
}

/** Six digits, each as likely as the other, to be read off a mail and typed. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')
