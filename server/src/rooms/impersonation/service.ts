import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { Account } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { answer, readStanding, type SignedIn } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { createImpersonation, endSession } from '../sessions/index.ts'
import { actOn, demandSecondFactor } from '../staff/index.ts'

/** How long somebody may act as another, whatever they do (SECURITY A4). One hour, in seconds. */
const LIFE_SECONDS = 3_600

/** No method of RFC 8176: the person proved nothing. And no `mfa`, so that what they cannot reach stays shut. */
const AMR = ['impersonation']

/**
 * Begins a session in which the caller acts as somebody else, and tells that person of it. Of the person's own sessions,
 * devices and last sign-in nothing changes.
 *
 * @throws {IdentityError} `admin.mfa_required`; `not_found`; `impersonation.rank_forbidden` for staff;
 *   `impersonation.not_possible` for whoever could not sign in either.
 */
export async function startImpersonation(
  ctx: UserContext,
  { userId, reason }: { userId: string; reason: string },
): Promise<SignedIn> {
  const { actor } = ctx
  demandSecondFactor(ctx)
  const begun = await actOn(ctx, { userId, permission: 'users:impersonate' }, async (inTx, account) => {
    refuseUnlessPossible(account)
    const standing = await readStanding(inTx.db, userId)
    const session = await createImpersonation(inTx, {
      userId,
      impersonatorId: actor.userId,
      amr: AMR,
      seconds: LIFE_SECONDS,
    })
    await queueNotice(inTx, account, 'impersonated')
    await recordAudit(inTx, {
      action: 'admin.impersonation_started',
      target: { type: 'user', id: userId },
      details: { reason, sessionId: session.id, expiresAt: session.expiresAt.toISOString() },
    })
    return { account, session, standing }
  })
  const { account, session, standing } = begun
  return answer(
    ctx,
    {
      account,
      hasPassword: standing?.hasPassword ?? false,
      mfaEnabled: standing?.hasTotp ?? false,
      sessionId: session.id,
      amr: AMR,
      organizationId: null,
      authenticatedAt: session.authenticatedAt,
      refreshToken: null,
      refreshExpiresIn: 0,
      deviceToken: null,
      impersonatorId: actor.userId,
      ttlSeconds: LIFE_SECONDS,
    },
    'body',
  )
}

function refuseUnlessPossible(account: Account): void {
  if (account.platformRole !== null) throw new IdentityError('impersonation.rank_forbidden')
  const refuse = (detail: string) => {
    throw new IdentityError('impersonation.not_possible', { detail })
  }
  if (account.disabledAt !== null) refuse('The account is disabled.')
  if (account.erasedAfter !== null) refuse('The account is being closed.')
  if (!account.isVerified) refuse('The address of the account is not proven.')
}

/**
 * Ends the session that asks, in which somebody acts as another.
 *
 * @throws {IdentityError} `not_found` for a session of the person's own: there is nothing to stop.
 */
export async function stopImpersonation(ctx: UserContext): Promise<void> {
  const { userId, sessionId, impersonatorId } = ctx.actor
  if (impersonatorId === null) throw new IdentityError('not_found')
  await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    if (!(await endSession(inTx, { sessionId, userId }, 'impersonation_ended')))
      throw new IdentityError('auth.unauthenticated')
    await recordAudit(inTx, {
      action: 'admin.impersonation_stopped',
      target: { type: 'user', id: userId },
      details: { sessionId },
    })
  })
}
