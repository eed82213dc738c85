import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { type Delivery, openSession, type SignedIn, toSignedIn } from '../gate/index.ts'
import { getCredentials, judgePassword, settleRightPassword } from '../passwords/index.ts'
import { endSession } from '../sessions/index.ts'

/**
 * Proves again that the person is at the device, for changes that need a sign-in of the last five minutes. Ends in
 * a new session that takes the place of this one: an id that somebody learned before is worth nothing afterwards
 * (SECURITY S2). Attempts count as those of a sign-in do, so that a stolen session is no way to guess the password.
 *
 * @throws {IdentityError} `auth.invalid_credentials`; `auth.too_many_attempts` while paused.
 */
export async function reauthenticate(
  ctx: UserContext,
  input: { password: string; delivery: Delivery },
): Promise<SignedIn> {
  const { userId, sessionId } = ctx.actor
  const { passwordHash, changeRequired } = await getCredentials(ctx, userId)
  const judgement = await judgePassword(
    ctx,
    { kind: 'account', userId, passwordHash, exempt: false },
    input.password,
  )
  if (judgement.verdict !== 'right') {
    await recordAudit(ctx, {
      action: 'step_up.failed',
      outcome: 'failure',
      target: { type: 'session', id: sessionId },
      details: { method: 'password', reason: judgement.verdict === 'paused' ? 'paused' : 'wrong_password' },
    })
    throw judgement.verdict === 'paused'
      ? new IdentityError('auth.too_many_attempts', { retryAfterSeconds: judgement.retryAfterSeconds })
      : new IdentityError('auth.invalid_credentials')
  }
  const opened = await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    if (!(await settleRightPassword(inTx, userId, judgement.judgedHash))) {
      throw new IdentityError('auth.invalid_credentials')
    }
    // Whoever lost a race against the end of this session must not get a new one out of it.
    if (!(await endSession(inTx, { sessionId, userId }, 'replaced')))
      throw new IdentityError('auth.unauthenticated')
    const standing = { hasPassword: true, passwordChangeRequired: changeRequired, signedInBefore: true }
    return openSession(inTx, userId, standing, {
      ...input,
      amr: ['pwd'],
      deviceToken: undefined,
      act: 'step_up.succeeded',
    })
  })
  return toSignedIn(ctx, opened, input.delivery)
}
