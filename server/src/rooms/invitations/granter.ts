import type { OrganizationContext } from '../../context.ts'
import { isOrganizationScope } from '../../kit/api-key-scopes.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { mayGrant, type OrganizationPermission } from '../../kit/organization-permissions.ts'
import { demandGrant, findRole, findStanding, lockForChange } from '../memberships/index.ts'
import type { LiveInvitation } from './answer-store.ts'

/** What somebody may give at the most. */
export interface Granter {
  role: string
  permissions: ReadonlySet<OrganizationPermission>
}

/**
 * Locks the organization and looks once more what the caller may do there, so that whoever is being demoted at this
 * moment sends nothing afterwards. A key gives no more than its own scopes hold: else one that may invite would make
 * itself an owner. In the organization's scope.
 *
 * @throws {IdentityError} `not_found`; `org.forbidden`.
 */
export async function lockGranter(inTx: OrganizationContext): Promise<Granter> {
  const { actor } = inTx
  const { organizationId } = inTx.standing
  const isThere = await lockForChange(inTx, organizationId)
  const standing = isThere ? await findStanding(inTx, organizationId, actor.userId) : undefined
  if (!standing) throw new IdentityError('not_found')
  if (!standing.permissions.has('invitations:manage')) throw new IdentityError('org.forbidden')
  if (actor.kind === 'user') return standing
  const { scopes } = actor
  const held = [...standing.permissions].filter(isOrganizationScope).filter((scope) => scopes.has(scope))
  return { role: 'api_key', permissions: new Set(held) }
}

/** @throws {IdentityError} `org.role_forbidden` for a role that does not exist, or is beyond the granter. */
export async function demandGrantOf(
  inTx: OrganizationContext,
  granter: Granter,
  role: string,
): Promise<void> {
  const granted = await findRole(inTx, inTx.standing.organizationId, role)
  if (!granted) throw new IdentityError('org.role_forbidden')
  demandGrant(granter, granted)
}

/** As `demandGrantOf`, for an invitation that exists: whose role is gone gives nothing, so anybody may touch it. */
export async function demandReach(inTx: OrganizationContext, granter: Granter, role: string): Promise<void> {
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
  if (!standing?.permissions.has('invitations:manage') || !role) return false
  return mayGrant(standing, role)
}
