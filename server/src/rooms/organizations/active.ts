import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { answer, type Delivery, lockCaller, type SignedIn } from '../gate/index.ts'
import { findStanding, inOrganization, lacksSecondFactor, lockForChange } from '../memberships/index.ts'
import { setOrganization } from '../sessions/index.ts'

/**
 * Sets which organization the caller's session works in, and answers with an access token that says so. No session
 * begins: the caller keeps the refresh token they have.
 *
 * @throws {IdentityError} `not_found` for an organization that is not there or not theirs; `org.mfa_required` for one that
 *   demands a second factor they do not have (SECURITY M7).
 */
export async function workInOrganization(
  ctx: UserContext,
  input: { organizationId: string | null; delivery: Delivery },
): Promise<SignedIn> {
  const { organizationId, delivery } = input
  const write = (inTx: UserContext) => noteOrganization(inTx, organizationId)
  const row =
    organizationId === null
      ? await ctx.db.transaction((tx) => write({ ...ctx, db: tx }))
      : await inOrganization(ctx, organizationId, write)
  const { account, hasPassword, mfaEnabled } = ctx.actor
  return answer(
    ctx as Context,
    {
      account,
      hasPassword,
      mfaEnabled,
      sessionId: row.session.id,
      amr: row.session.amr,
      organizationId,
      authenticatedAt: row.session.authenticatedAt,
      refreshToken: null,
      refreshExpiresIn: row.expiresInSeconds,
      deviceToken: null,
    },
    delivery,
  )
}

async function noteOrganization(inTx: UserContext, organizationId: string | null) {
  const { userId, sessionId, organizationId: before } = inTx.actor
  await lockCaller(inTx)
  if (organizationId !== null) await demandPlace(inTx, organizationId)
  const row = await setOrganization(inTx.db, { sessionId, userId, organizationId })
  if (!row) throw new IdentityError('auth.unauthenticated')
  await recordAudit(inTx, {
    action: 'session.organization_set',
    target: { type: 'session', id: sessionId },
    ...(organizationId !== null && { organizationId }),
    // The log of an organization names no other: where else its members belong is not for those who read it.
    details: organizationId === null ? { before, after: null } : { after: organizationId },
  })
  return row
}

/** Strangers find nothing before they can lock anything; members are looked at again behind whoever removes them. */
async function demandPlace(inTx: UserContext, organizationId: string): Promise<void> {
  const { userId } = inTx.actor
  if (!(await findStanding(inTx, organizationId, userId))) throw new IdentityError('not_found')
  await lockForChange(inTx, organizationId)
  const standing = await findStanding(inTx, organizationId, userId)
  if (!standing) throw new IdentityError('not_found')
  if (lacksSecondFactor(standing, inTx.actor)) throw new IdentityError('org.mfa_required')
}
