import { days, hours } from '../../kit/duration.ts'
import { hashToken, newToken } from '../../kit/tokens.ts'

/** How long a link lives (SECURITY T4, I2). */
export const INVITATION_TTL_MS = days(7)

/** How long an address that has declined is left in peace by the organization (SECURITY I4). */
export const DECLINED_FOR_MS = days(30)

/** How long it is kept who was invited, once the link has run out. */
export const KEPT_MS = days(90)

/** How many invitations an organization may mail in an hour, however they are made (SECURITY L5). */
export const PER_ORGANIZATION = { points: 50, windowMs: hours(1) }

/** How many of them may go to one mailbox in an hour, whichever organization they are of. */
export const PER_MAILBOX = { points: 10, windowMs: hours(1) }

const TOKEN = /^inv_[A-Za-z0-9_-]{43}$/

export const newInvitationToken = (): string => newToken('inv_')

/** What to look an invitation up by; undefined when the token cannot be one, which spares the database. */
export const invitationLookupHash = (token: string): Buffer | undefined =>
  TOKEN.test(token) ? hashToken(token) : undefined
