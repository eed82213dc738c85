import { hashToken, newToken } from '../../kit/tokens.ts'
import type { Purpose } from './tables.ts'

const prefixes = {
  email_verification: 'vfy_',
  password_reset: 'rst_',
  email_change: 'chg_',
} as const satisfies Record<Purpose, string>

/** What follows the prefix: 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** A new token of that purpose: 256 random bits behind the prefix that tells what it is for. */
export function newTokenFor(purpose: Purpose): string {
  return newToken(prefixes[purpose])
}

/** What to look a token up by; undefined when it cannot be one of that purpose, which spares the database. */
export function lookupHash(purpose: Purpose, token: string): Buffer | undefined {
  const prefix = prefixes[purpose]
  if (!token.startsWith(prefix) || !SECRET.test(token.slice(prefix.length))) return undefined
  return hashToken(token)
}
