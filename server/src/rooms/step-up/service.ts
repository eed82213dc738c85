import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { admit, type Delivery, type SignInResult, toResult } from '../gate/index.ts'
import { getCredentials, judgePassword, settleRightPassword } from '../passwords/index.ts'

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
): Promise<SignInResult> {
  const { userId, sessionId } = ctx.actor
  const { passwordHash } = await getCredentials(ctx, userId)
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
  const admission = await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    if (!(await settleRightPassword(inTx, userId, judgement.judgedHash))) return undefined
    return admit(inTx, userId, {
      amr: ['pwd'],
      delivery: input.delivery,
      deviceToken: undefined,
      act: 'step_up.succeeded',
      replacesSessionId: sessionId,
    })
  })
  if (admission === undefined) throw new IdentityError('auth.invalid_credentials')
  return toResult(ctx, admission, input.delivery)
}
