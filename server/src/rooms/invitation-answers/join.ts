import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import {
  acceptLive,
  findLiveByToken,
  isBacked,
  type LiveInvitation,
  revokeOpen,
} from '../invitations/index.ts'
import { acrossOrganizations, lockForChange } from '../memberships/index.ts'
import { insertMembership } from './store.ts'

/**
 * Uses an invitation up and makes the person a member. Under the organization's row lock, where whoever demotes or
 * removes the inviter waits too: what the inviter may give, and whether they were switched off since the caller looked,
 * is asked of this moment (SECURITY I2). Of many who show one link, one gets here. Somebody who belongs to the
 * organization already keeps their role.
 *
 * @throws {IdentityError} `token.invalid` when it is over, has another link by now, or nobody stands behind it.
 */
export async function join(
  inTx: Pick<Context, 'db'>,
  invitation: LiveInvitation,
  userId: string,
): Promise<void> {
  const { organizationId, role, tokenHash } = invitation
  await lockForChange(inTx, organizationId)
  const present = await findLiveByToken(inTx.db, tokenHash)
  if (!present || !(await isBacked(inTx, present)) || !(await acceptLive(inTx.db, tokenHash, userId)))
    throw new IdentityError('token.invalid')
  await insertMembership(inTx.db, { organizationId, userId, role })
}

/** Tells of it, last in the transaction: in the organization's log and in the person's own. */
export async function recordJoined(
  inTx: Context,
  { id, organizationId, role }: LiveInvitation,
  { userId, isNewUser }: { userId: string; isNewUser: boolean },
): Promise<void> {
  await recordAudit(inTx, {
    action: 'invitation.accepted',
    actorId: userId,
    organizationId,
    target: { type: 'invitation', id },
    details: { role, isNewUser },
  })
}

/**
 * Revokes an invitation that nobody stands behind any more, before anything is done for it: its inviter is gone, may not
 * invite, or may not give the role.
 *
 * @throws {IdentityError} `token.invalid` when it was so.
 */
export async function demandBacked(ctx: Context, invitation: LiveInvitation): Promise<void> {
  const isGood = await acrossOrganizations(ctx, async (inTx) => {
    const { id, organizationId, role } = invitation
    await lockForChange(inTx, organizationId)
    if (await isBacked(inTx, invitation)) return true
    if (!(await revokeOpen(inTx.db, id))) return false
    await recordAudit(inTx, {
      action: 'invitation.revoked',
      organizationId,
      target: { type: 'invitation', id },
      details: { role, reason: 'inviter_lost_right' },
    })
    return false
  })
  if (!isGood) throw new IdentityError('token.invalid')
}
