import type { MemberContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { lockAccount, lockCaller } from '../gate/index.ts'
import { findStanding, getRole, inOrganization, lockStanding } from '../memberships/index.ts'
import { giveRole } from './settle.ts'
import { canSignIn } from './store.ts'

/**
 * Makes another member the owner and the caller an admin, both or neither. Both accounts are locked before the
 * organization, in the order of their ids: whoever is being closed or disabled at that moment takes nothing over.
 *
 * @throws {IdentityError} `org.role_forbidden` for somebody who does not own it, or who names themselves; `not_found` for
 *   a receiver who does not belong to it; `conflict` for one who cannot sign in.
 */
export async function transferOwnership(ctx: MemberContext, receiverId: string): Promise<void> {
  const { organizationId, userId } = ctx.standing
  await inOrganization(ctx, organizationId, async (unlocked) => {
    for (const id of [userId, receiverId].sort()) await lockAccount(unlocked.db, id)
    await lockCaller(unlocked)
    const inTx = await lockStanding(unlocked, 'org:delete')
    if (inTx.standing.role !== 'owner' || receiverId === userId) throw new IdentityError('org.role_forbidden')
    const receiver = await findStanding(inTx, organizationId, receiverId)
    if (!receiver) throw new IdentityError('not_found')
    if (!(await canSignIn(inTx.db, receiverId)))
      throw new IdentityError('conflict', { detail: 'This person cannot sign in at present.' })
    const received = await giveRole(inTx, receiver, await getRole(inTx, organizationId, 'owner'))
    const given = await giveRole(inTx, inTx.standing, await getRole(inTx, organizationId, 'admin'))
    await recordAudit(inTx, {
      action: 'organization.ownership_transferred',
      target: { type: 'user', id: receiverId },
      organizationId,
      details: { received, given },
    })
  })
}
