import type { OrganizationContext } from '../../context.ts'
import { mayGrant } from '../../kit/organization-permissions.ts'
import { revokeOrganizationKeys } from '../api-keys/index.ts'
import { voidInvitationsBy } from '../invitations/index.ts'
import { demandOtherOwner, type Grantable } from '../memberships/index.ts'
import { clearOrganization } from '../sessions/index.ts'
import { deleteMember, updateRole } from './store.ts'

/** A member as they stand under the organization's row lock. */
interface Standing extends Grantable {
  organizationId: string
  userId: string
}

/**
 * Ends a membership, and with it what the person was there by: invitations they sent, keys they made, and the
 * organization in their sessions (SECURITY G4, G5). Under the organization's row lock.
 *
 * @throws {IdentityError} `org.last_owner`
 */
export async function endMembership(inTx: OrganizationContext, member: Standing) {
  const { organizationId, userId } = member
  if (member.role === 'owner') await demandOtherOwner(inTx, organizationId, userId)
  await clearOrganization(inTx.db, organizationId, [userId])
  await deleteMember(inTx.db, organizationId, userId)
  return {
    invitationsVoided: await voidInvitationsBy(inTx, { organizationId, userId }),
    keysRevoked: await revokeOrganizationKeys(inTx, organizationId, userId),
  }
}

/**
 * Gives a member another role. Where it allows less than the one before, the invitations they sent are void (SECURITY
 * G5); what their keys may do is read anew at each use. Under the organization's row lock.
 *
 * @throws {IdentityError} `org.last_owner`
 */
export async function giveRole(inTx: OrganizationContext, member: Standing, role: Grantable) {
  const { organizationId, userId } = member
  if (member.role === 'owner' && role.role !== 'owner') await demandOtherOwner(inTx, organizationId, userId)
  await updateRole(inTx.db, member, role.role)
  const invitationsVoided = mayGrant(role, member)
    ? 0
    : await voidInvitationsBy(inTx, { organizationId, userId })
  return { before: member.role, after: role.role, invitationsVoided }
}
