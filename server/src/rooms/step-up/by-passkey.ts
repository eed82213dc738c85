import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { hashToken } from '../../kit/tokens.ts'
import { recordAudit } from '../audit/index.ts'
import { admit, type Delivery, type SignInResult, toResult } from '../gate/index.ts'
import {
  type Assertion,
  type AssertionRefusal,
  beginAssertion,
  finishAssertion,
  type RequestOptions,
  reportCopiedPasskey,
} from '../passkeys/index.ts'

/** The challenge answers for this person in this session. */
const wantedOf = ({ actor }: UserContext) => ({
  purpose: 'step_up' as const,
  userId: actor.userId,
  boundTo: hashToken(actor.sessionId),
})

/** What the browser needs to ask for one of the person's own passkeys. */
export async function reauthenticationOptions(ctx: UserContext): Promise<{ options: RequestOptions }> {
  return { options: await beginAssertion(ctx, wantedOf(ctx)) }
}

/**
 * As `reauthenticate`, with a passkey of the person's own, unlocked by them.
 *
 * @throws {IdentityError} `auth.invalid_credentials` for whatever is wrong with it.
 */
export async function reauthenticateByPasskey(
  ctx: UserContext,
  input: { assertion: Assertion; delivery: Delivery },
): Promise<SignInResult> {
  const { userId, sessionId, amr } = ctx.actor
  const proven = await finishAssertion(ctx, input.assertion, wantedOf(ctx))
  if ('refusal' in proven) throw await refused(ctx, proven.refusal)
  const admission = await ctx.db.transaction((tx) =>
    admit({ ...ctx, db: tx }, userId, {
      amr: [...new Set([...amr, ...proven.amr, 'mfa'])],
      delivery: input.delivery,
      deviceToken: undefined,
      act: 'step_up.succeeded',
      replacesSessionId: sessionId,
    }),
  )
  return toResult(ctx, admission, input.delivery)
}

/** Records why, tells the owner of a passkey that may have been copied, and gives the one error. */
async function refused(ctx: UserContext, refusal: AssertionRefusal): Promise<IdentityError> {
  const { sessionId, userId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    if (refusal === 'copied') await reportCopiedPasskey(inTx, userId)
    await recordAudit(inTx, {
      action: 'step_up.failed',
      outcome: 'failure',
      target: { type: 'session', id: sessionId },
      details: { method: 'passkey', reason: refusal },
    })
  })
  return new IdentityError('auth.invalid_credentials')
}
