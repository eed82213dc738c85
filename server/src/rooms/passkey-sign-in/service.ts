import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { admit, type Delivery, getChallenge, type SignInResult, toResult } from '../gate/index.ts'
import {
  type Assertion,
  type AssertionRefusal,
  beginAssertion,
  finishAssertion,
  type RequestOptions,
  reportCopiedPasskey,
} from '../passkeys/index.ts'

/**
 * What the browser needs to ask for a passkey: of anybody for a sign-in, of one person for the second factor of a
 * sign-in that is under way.
 *
 * @throws {IdentityError} `mfa.challenge_expired` for a challenge that is unknown, over, or of another browser.
 */
export async function loginOptions(
  ctx: Context,
  challengeToken: string | undefined,
): Promise<{ options: RequestOptions }> {
  if (challengeToken === undefined) return { options: await beginAssertion(ctx, { purpose: 'sign_in' }) }
  const { userId, tokenHash } = await getChallenge(ctx, challengeToken)
  return { options: await beginAssertion(ctx, { purpose: 'second_factor', userId, boundTo: tokenHash }) }
}

interface Login {
  response: Assertion
  delivery: Delivery
  deviceToken?: string | undefined
}

/**
 * Signs in whoever the passkey says. It was unlocked by its holder, so it is two factors and no second one follows.
 *
 * @throws {IdentityError} `auth.invalid_credentials` for whatever is wrong with it, so that a stranger cannot tell a
 *   passkey that is known from one that is not; what the gate refuses with.
 */
export async function loginWithPasskey(ctx: Context, input: Login): Promise<SignInResult> {
  const outcome = await ctx.db.transaction(async (tx) => {
    const inTx: Context = { ...ctx, db: tx }
    const proven = await finishAssertion(inTx, input.response, { purpose: 'sign_in' })
    // Returned, not thrown: the challenge stays used up.
    if ('refusal' in proven) return proven
    return admit(inTx, proven.userId, {
      amr: [...proven.amr, 'mfa'],
      delivery: input.delivery,
      deviceToken: input.deviceToken ?? ctx.cookies.get('device'),
      act: 'sign_in.succeeded',
    })
  })
  if ('refusal' in outcome) throw await refused(ctx, outcome.refusal, outcome.userId)
  return toResult(ctx, outcome, input.delivery)
}

/** Records why, tells the owner of a passkey that may have been copied, and gives the one error. */
async function refused(
  ctx: Context,
  refusal: AssertionRefusal,
  userId: string | undefined,
): Promise<IdentityError> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    if (refusal === 'copied' && userId !== undefined) await reportCopiedPasskey(inTx, userId)
    await recordAudit(inTx, {
      action: 'sign_in.failed',
      outcome: 'failure',
      ...(userId !== undefined && { target: { type: 'user', id: userId } }),
      details: { method: 'passkey', reason: refusal },
    })
  })
  return new IdentityError('auth.invalid_credentials')
}
