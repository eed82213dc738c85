import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a token is for, told by its first characters; a token of one kind is refused where another is due. */
export type TokenPrefix =
  | 'vfy_'
  | 'rst_'
  | 'chg_'
  | 'und_'
  | 'inv_'
  | 'mlk_'
  | 'mfa_'
  | 'rt_'
  | 'gk_'
  | 'dev_'

/** 256 random bits in base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** A new secret behind the prefix that names its purpose. */
export const newToken = (prefix: TokenPrefix): string => prefix + newSecret()

/** SHA-256 of a token: what is stored. The token has 256 bits of its own, so no salt is needed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Compares two byte strings without telling by time where they differ. */
export function constantTimeEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
