import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
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
