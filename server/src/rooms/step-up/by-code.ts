import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import {
  admit,
  type Delivery,
  forgetMfaFailures,
  judgeFactor,
  lockAccount,
  type SignInResult,
  toResult,
} from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { acceptTotp, judgeTotp } from '../totp/index.ts'

/**
 * As `reauthenticate`, with a code of the authenticator app. The session has shown the first factor, so with the code
 * both are shown.
 *
 * @throws {IdentityError} `auth.invalid_credentials`, also where no app is in use; `auth.too_many_attempts`.
 */
export async function reauthenticateByCode(
  ctx: UserContext,
  input: { totpCode: string; delivery: Delivery },
): Promise<SignInResult> {
  const { userId, sessionId, amr } = ctx.actor
  const judged = await judgeFactor(ctx, { userId }, () => judgeTotp(ctx, userId, input.totpCode))
  if (judged.verdict === 'wrong') throw await recordWrongCode(ctx, judged.beganPause)
  const admission = await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    await lockAccount(tx, userId)
    if (!(await acceptTotp(inTx, userId, judged.value))) return undefined
    await forgetMfaFailures(tx, userId)
    return admit(inTx, userId, {
      amr: [...new Set([...amr, 'otp', 'mfa'])],
      delivery: input.delivery,
      deviceToken: undefined,
      act: 'step_up.succeeded',
      replacesSessionId: sessionId,
    })
  })
  if (admission === undefined) throw await recordWrongCode(ctx, false)
  return toResult(ctx, admission, input.delivery)
}

/** Records a wrong code, tells the owner of the pause it led to, and gives the error to throw. */
async function recordWrongCode(ctx: UserContext, beganPause: boolean): Promise<IdentityError> {
  const { account, sessionId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    if (beganPause) await queueNotice(inTx, account, 'mfa_paused')
    await recordAudit(inTx, {
      action: 'step_up.failed',
      outcome: 'failure',
      target: { type: 'session', id: sessionId },
      details: { method: 'totp', reason: beganPause ? 'paused' : 'wrong_code' },
    })
  })
  return new IdentityError('auth.invalid_credentials')
}
