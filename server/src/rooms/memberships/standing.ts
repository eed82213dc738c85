import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import {
  mayGrant,
  type OrganizationPermission,
  permissionsOfRole,
} from '../../kit/organization-permissions.ts'
import {
  countOtherOwners,
  lockOrganization,
  lockOwnedOrganizations,
  readRole,
  readStanding,
} from './store.ts'

/** What a person is in an organization, as it stands in the database at this moment. */
export interface Standing {
  organizationId: string
  userId: string
  role: string
  permissions: ReadonlySet<OrganizationPermission>
  requireMfa: boolean
}

/** Undefined when the person does not belong to the organization, or there is no such organization. */
export async function findStanding(
  ctx: Pick<Context, 'db'>,
  organizationId: string,
  userId: string,
): Promise<Standing | undefined> {
  const row = await readStanding(ctx.db, organizationId, userId)
  return (
    row && {
      organizationId,
      userId,
      role: row.role,
      permissions: permissionsOfRole(row.role, row.customPermissions),
      requireMfa: row.requireMfa,
    }
  )
}

/** A role that can be given in an organization. */
interface Grantable {
  role: string
  permissions: ReadonlySet<OrganizationPermission>
}

/** A role of the organization by its key; undefined when there is none. In the organization's scope. */
export async function findRole(
  inTx: Pick<Context, 'db'>,
  organizationId: string,
  role: string,
): Promise<Grantable | undefined> {
  const custom = await readRole(inTx.db, organizationId, role)
  return custom && { role, permissions: permissionsOfRole(role, custom.permissions) }
}

/** @throws {IdentityError} `org.role_forbidden` when the granter may not give or take the role (SECURITY G3). */
export function demandGrant(granter: Grantable, granted: Grantable): void {
  if (!mayGrant(granter, granted)) throw new IdentityError('org.role_forbidden')
}

/** Locks the organization's row until the transaction ends: whoever changes who owns it waits. False when it is gone. */
export const lockForChange = (inTx: Pick<Context, 'db'>, organizationId: string): Promise<boolean> =>
  lockOrganization(inTx.db, organizationId)

/**
 * Looks, under the organization's row lock, whether somebody else who can sign in owns it (SECURITY G4).
 *
 * @throws {IdentityError} `org.last_owner`
 */
export async function demandOtherOwner(
  inTx: Pick<Context, 'db'>,
  organizationId: string,
  userId: string,
): Promise<void> {
  if ((await countOtherOwners(inTx.db, organizationId, userId)) === 0)
    throw new IdentityError('org.last_owner')
}

/**
 * For whoever is to be closed, disabled or deleted: locks every organization they own, in one order, and looks whether
 * each has another owner. Across organizations; the person's own row is locked before.
 *
 * @throws {IdentityError} `org.last_owner`
 */
export async function demandOtherOwnersEverywhere(inTx: Pick<Context, 'db'>, userId: string): Promise<void> {
  for (const organizationId of await lockOwnedOrganizations(inTx.db, userId))
    await demandOtherOwner(inTx, organizationId, userId)
}
