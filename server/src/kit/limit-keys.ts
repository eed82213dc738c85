import { minutes } from './duration.ts'
import { hashToken } from './tokens.ts'

/** How often one address may be tried with a password, from devices that are not known; whether an account has it or not. */
export const SIGN_INS_PER_ADDRESS = { points: 10, windowMs: minutes(15) }

/**
 * Who an address is to a limit: its hash. A device that has signed in before has a count of its own, so that strangers
 * cannot use up its owner's. A made-up device token gains nothing: the pause in Postgres knows only real ones.
 */
export const addressLimitKey = (canonical: string, device?: string): string =>
  hashToken(device ? `${canonical} ${device}` : canonical).toString('base64url')
