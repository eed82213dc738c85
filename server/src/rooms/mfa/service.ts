import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import {
  type Admission,
  admit,
  type Challenge,
  challengeOwner,
  consumeChallenge,
  type Delivery,
  forgetMfaFailures,
  getChallenge,
  judgeFactor,
  lockAccount,
  type SignInResult,
  toResult,
} from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { type Assertion, finishAssertion, reportCopiedPasskey } from '../passkeys/index.ts'
import { acceptRecoveryCode, judgeRecoveryCode } from '../recovery-codes/index.ts'
import { acceptTotp, judgeTotp } from '../totp/index.ts'
import { recordUnjudged, recordWrongFactor } from './failures.ts'

export type Verification = { challengeToken: string; delivery: Delivery } & (
  | { method: 'totp' | 'recovery_code'; code: string }
  | { method: 'passkey'; assertion: Assertion }
)

/** A second factor that was right, and how it is used up in the transaction of the session that it opens. */
interface RightFactor {
  amr: string[]
  use(inTx: Context): Promise<boolean>
}

/**
 * Finishes a sign-in, or a step up, with the second factor. The challenge and the factor are used up with the session
 * they open, in one transaction.
 *
 * @throws {IdentityError} `mfa.challenge_expired` when the challenge is unknown, over, or of another browser;
 *   `mfa.code_invalid`; `auth.too_many_attempts` while paused; what the gate refuses with.
 */
export async function verifySecondFactor(ctx: Context, input: Verification): Promise<SignInResult> {
  const { method } = input
  const challenge = await getChallenge(ctx, input.challengeToken).catch(async (error: unknown) => {
    await recordUnjudged(ctx, await challengeOwner(ctx, input.challengeToken), { method, error })
    throw error
  })
  const { userId } = challenge
  const judged = await judgeFactor(ctx, { userId, challenge }, () => judge(ctx, challenge, input)).catch(
    async (error: unknown) => {
      await recordUnjudged(ctx, userId, { method, error })
      throw error
    },
  )
  if (judged.verdict === 'wrong') throw await recordWrongFactor(ctx, userId, input.method, judged.beganPause)
  const admission = await ctx.db.transaction((tx) =>
    admitWithBoth({ ...ctx, db: tx }, challenge, { ...judged.value, ...input }),
  )
  if (admission === undefined) throw await recordWrongFactor(ctx, userId, input.method, false)
  return toResult(ctx, admission, input.delivery)
}

async function judge(
  ctx: Context,
  challenge: Challenge,
  input: Verification,
): Promise<RightFactor | undefined> {
  const { userId } = challenge
  if (input.method === 'passkey') return judgePasskey(ctx, challenge, input.assertion)
  if (input.method === 'totp') {
    const step = await judgeTotp(ctx, userId, input.code)
    return step === undefined ? undefined : { amr: ['otp'], use: (inTx) => acceptTotp(inTx, userId, step) }
  }
  const mac = await judgeRecoveryCode(ctx, userId, input.code)
  return mac && { amr: ['recovery'], use: (inTx) => acceptRecoveryCode(inTx, userId, mac) }
}

/** Its challenge and its counter are used up as it is judged. */
async function judgePasskey(
  ctx: Context,
  { userId, tokenHash }: Challenge,
  assertion: Assertion,
): Promise<RightFactor | undefined> {
  const wanted = { purpose: 'second_factor' as const, userId, boundTo: tokenHash }
  const proven = await finishAssertion(ctx, assertion, wanted)
  if (!('refusal' in proven)) return { amr: proven.amr, use: async () => true }
  if (proven.refusal === 'copied')
    await ctx.db.transaction((tx) => reportCopiedPasskey({ ...ctx, db: tx }, userId))
  return undefined
}

/** Undefined, and nothing happened, when the code was used meanwhile. */
async function admitWithBoth(
  inTx: Context,
  challenge: Challenge,
  right: RightFactor & Pick<Verification, 'method' | 'delivery'>,
): Promise<Admission | undefined> {
  const { userId, replacesSessionId, deviceToken } = challenge
  // The account first, as whoever changes factors does: two that meet wait for each other instead of deadlocking.
  const account = await lockAccount(inTx.db, userId)
  if (!account || !(await right.use(inTx))) return undefined
  if (!(await consumeChallenge(inTx, challenge))) throw new IdentityError('mfa.challenge_expired')
  await forgetMfaFailures(inTx.db, userId)
  if (right.method === 'recovery_code') {
    await queueNotice(inTx, account, 'recovery_code_used')
  }
  return admit(inTx, userId, {
    amr: [...new Set([...challenge.amr, ...right.amr, 'mfa'])],
    delivery: right.delivery,
    deviceToken: deviceToken ?? inTx.cookies.get('device'),
    act: replacesSessionId === undefined ? 'sign_in.succeeded' : 'step_up.succeeded',
    replacesSessionId,
  })
}
