import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { addressLimitKey } from '../../kit/limit-keys.ts'
import { type Account, markVerified } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { forgetMfaFailures, voidChallenges } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import { mailResetLink } from '../password-reset/index.ts'
import { demandNewPassword, forgetFailures, getCredentials } from '../passwords/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import type { ActNeeds } from '../staff/index.ts'

/**
 * Forgets wrong passwords and wrong second factors, and ends the pauses they led to; also the count of sign-ins to the
 * address, which is used up with ten of them and would make the person wait all the same.
 */
export async function unlock(
  inTx: ActNeeds & Pick<Context, 'limiter'>,
  { id, emailCanonical }: Account,
): Promise<void> {
  const { failedLoginAttempts, lockoutUntil } = await getCredentials(inTx, id)
  await forgetFailures(inTx, id)
  await forgetMfaFailures(inTx.db, id)
  await inTx.limiter.forget({ limiter: 'auth.login:email', key: addressLimitKey(emailCanonical) })
  await recordAudit(inTx, {
    action: 'admin.user_unlocked',
    target: { type: 'user', id },
    details: { before: { failedSignIns: failedLoginAttempts, pausedUntil: lockoutUntil } },
  })
}

/**
 * Takes an address as proven on an administrator's word. Whoever reads its mail is told, since the account may have been
 * made by somebody else.
 */
export async function verifyAddress(inTx: ActNeeds, person: Account): Promise<void> {
  const isNews = await markVerified(inTx, person.id)
  if (isNews) {
    await voidTokens(inTx, person.id, 'email_verification')
    await queueNotice(inTx, person, 'address_verified')
  }
  await recordAudit(inTx, {
    action: 'admin.user_verified',
    target: { type: 'user', id: person.id },
    details: { before: { isVerified: person.isVerified }, after: { isVerified: true } },
  })
}

/**
 * Makes the present password open nothing, signs every device out and mails a link to set another one: for a password
 * that somebody else may know. Nobody but the person chooses the new one (SECURITY P9).
 *
 * @throws {IdentityError} `admin.user_disabled`
 */
export async function requirePasswordReset(inTx: ActNeeds, person: Account): Promise<void> {
  if (person.disabledAt !== null) throw new IdentityError('admin.user_disabled')
  const { changeRequired } = await getCredentials(inTx, person.id)
  await demandNewPassword(inTx, person.id)
  const sessionsEnded = await endAllSessions(inTx, person.id, 'ended_by_staff')
  await voidTokens(inTx, person.id)
  await voidChallenges(inTx, person.id)
  await mailResetLink(inTx, person)
  await recordAudit(inTx, {
    action: 'admin.password_reset_required',
    target: { type: 'user', id: person.id },
    details: { sessionsEnded, before: { passwordChangeRequired: changeRequired } },
  })
}

/** Signs every device of a person out. */
export async function revokeSessions(inTx: ActNeeds, { id }: Account): Promise<void> {
  const sessionsEnded = await endAllSessions(inTx, id, 'ended_by_staff')
  await voidChallenges(inTx, id)
  await recordAudit(inTx, {
    action: 'admin.sessions_revoked',
    target: { type: 'user', id },
    details: { sessionsEnded },
  })
}
