import type { Context } from '../../context.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import { getAccount } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import type { MfaMethod } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'

/** Records a wrong second factor, tells the owner of the pause it led to, and gives the error to throw. */
export async function recordWrongFactor(
  ctx: Context,
  userId: string,
  method: MfaMethod,
  beganPause: boolean,
): Promise<IdentityError> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    if (beganPause) {
      const account = await getAccount(inTx, userId)
      await queueNotice(inTx, account, 'mfa_paused')
    }
    await recordAudit(inTx, {
      action: 'mfa.failed',
      outcome: 'failure',
      target: { type: 'user', id: userId },
      details: { method, reason: beganPause ? 'paused' : 'wrong_code' },
    })
  })
  return new IdentityError('mfa.code_invalid')
}

/**
 * Records a second factor that was not judged, since its challenge has run out or the person is paused: who wonders why
 * their sign-in came to nothing is told so. Says nothing of a challenge that nobody was given.
 */
export async function recordUnjudged(
  ctx: Context,
  userId: string | undefined,
  facts: { method: MfaMethod; error: unknown },
): Promise<void> {
  const { method, error } = facts
  const reason = error instanceof IdentityError ? UNJUDGED[error.code] : undefined
  if (userId === undefined || reason === undefined) return
  await ctx.db.transaction((tx) =>
    recordAudit(
      { ...ctx, db: tx },
      {
        action: 'mfa.failed',
        outcome: 'failure',
        target: { type: 'user', id: userId },
        details: { method, reason },
      },
    ),
  )
}

const UNJUDGED: Partial<Record<ErrorCode, string>> = {
  'mfa.challenge_expired': 'challenge_expired',
  'auth.too_many_attempts': 'still_paused',
}
