import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { Account } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { answer, lockAccount, lockCaller, readStanding, type SignedIn } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { createImpersonation, endSession } from '../sessions/index.ts'

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
  if (!actor.amr.includes('mfa')) throw new IdentityError('admin.mfa_required')
  const begun = await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    const account = await lockBoth(inTx, userId)
    refuseUnlessPossible(account)
    const standing = await readStanding(tx, userId)
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

/** Locks the caller's account and the other, in the order of their ids, as everybody does who needs two. */
async function lockBoth(inTx: UserContext, userId: string): Promise<Account> {
  const isFirst = userId < inTx.actor.userId
  if (isFirst) await lockAccount(inTx.db, userId)
  await lockCaller(inTx)
  const account = await lockAccount(inTx.db, userId)
  if (!account) throw new IdentityError('not_found')
  return account
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
