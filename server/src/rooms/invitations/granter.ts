import type { OrganizationContext } from '../../context.ts'
import { mayGrant } from '../../kit/organization-permissions.ts'
import { demandGrant, findRole, findStanding, type Grantable } from '../memberships/index.ts'
import type { LiveInvitation } from './answer-store.ts'

/**
 * Whether somebody may touch an invitation that is there: it gives nothing that they could not give. One whose role is
 * gone gives nothing, so anybody may.
 *
 * @throws {IdentityError} `org.role_forbidden`
 */
export async function demandReach(
  inTx: OrganizationContext,
  granter: Grantable,
  role: string,
): Promise<void> {
  const granted = await findRole(inTx, inTx.standing.organizationId, role)
  if (granted) demandGrant(granter, granted)
}

/**
 * Whether whoever invited could do so now: has an account that works, belongs to the organization, may invite, and may
 * give the role, which still exists (SECURITY I2). Across organizations.
 */
export async function isBacked(
  inTx: Pick<OrganizationContext, 'db'>,
  invitation: Pick<LiveInvitation, 'organizationId' | 'inviterId' | 'role'>,
): Promise<boolean> {
  const { organizationId, inviterId } = invitation
  if (inviterId === null) return false
  const standing = await findStanding(inTx, organizationId, inviterId)
  const role = await findRole(inTx, organizationId, invitation.role)
  if (!standing?.permissions.has('invitations:manage') || !role?.permissions.size) return false
  return mayGrant(standing, role)
}
