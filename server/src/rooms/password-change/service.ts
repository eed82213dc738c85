import type { UserContext } from '../../context.ts'
import { localPartOf } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { forgetDevices } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { lockCaller, voidChallenges } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import {
  checkNewPassword,
  getCredentials,
  judgePassword,
  setPassword,
  settleRightPassword,
} from '../passwords/index.ts'
import { endAllSessions } from '../sessions/index.ts'

interface Change {
  currentPassword?: string | undefined
  newPassword: string
  keepOtherSessions?: boolean | undefined
}

/**
 * Sets a new password for a person who is signed in, and signs their other devices out unless they ask not to.
 * Links that were still out are void from then on, and the owner is told by mail.
 *
 * @throws {IdentityError} `request.invalid` when the account has a password and `currentPassword` is missing;
 *   `auth.invalid_credentials` when it is wrong; `auth.too_many_attempts`; the codes of the password policy.
 */
export async function changePassword(ctx: UserContext, input: Change): Promise<void> {
  const { userId, sessionId, account } = ctx.actor
  await checkNewPassword(ctx, input.newPassword, [localPartOf(account.email), account.displayName])
  const judgedHash = await judgeCurrent(ctx, input.currentPassword)
  const newHash = await ctx.passwords.hash(input.newPassword)

  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    // Somebody changed it between the check and now: what was proven is no longer true.
    if (judgedHash !== undefined && !(await settleRightPassword(inTx, userId, judgedHash))) {
      throw new IdentityError('auth.invalid_credentials')
    }
    await setPassword(inTx, userId, newHash)
    // After the credentials, as signing in takes the two: those who meet wait for each other instead of deadlocking.
    await lockCaller(inTx)
    await voidTokens(inTx, userId)
    await voidChallenges(inTx, userId)
    let sessionsEnded = 0
    if (!input.keepOtherSessions) {
      sessionsEnded = await endAllSessions(inTx, userId, 'password_changed', { except: sessionId })
      await forgetDevices(inTx, userId)
    }
    await recordAudit(inTx, {
      action: 'password.changed',
      target: { type: 'user', id: userId },
      details: { sessionsEnded },
    })
    await queueNotice(inTx, account, 'password_changed')
  })
}

/** The hash the current password was right for; undefined for an account that has none. */
async function judgeCurrent(
  ctx: UserContext,
  currentPassword: string | undefined,
): Promise<string | undefined> {
  const { userId } = ctx.actor
  const { passwordHash } = await getCredentials(ctx, userId)
  if (passwordHash === null) return undefined
  if (currentPassword === undefined) {
    throw new IdentityError('request.invalid', {
      errors: [
        {
          pointer: '/currentPassword',
          code: 'required',
          message: 'The account has a password: send it too.',
        },
      ],
    })
  }
  const judgement = await judgePassword(
    ctx,
    { kind: 'account', userId, passwordHash, exempt: false },
    currentPassword,
  )
  if (judgement.verdict === 'paused') {
    throw new IdentityError('auth.too_many_attempts', { retryAfterSeconds: judgement.retryAfterSeconds })
  }
  if (judgement.verdict === 'wrong') {
    await recordAudit(ctx, {
      action: 'step_up.failed',
      outcome: 'failure',
      target: { type: 'user', id: userId },
      details: { method: 'password', reason: 'wrong_password' },
    })
    throw new IdentityError('auth.invalid_credentials')
  }
  return judgement.judgedHash
}
