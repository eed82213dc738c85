import type { Context, OrganizationContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import {
  mayGrant,
  type OrganizationPermission,
  permissionsOfRole,
} from '../../kit/organization-permissions.ts'
import { acrossOrganizations } from './scope.ts'
import {
  countOtherOwners,
  deleteMembershipsOf,
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

/** Whether an organization demands a second factor of somebody who has none (SECURITY M7). */
export const lacksSecondFactor = (
  { requireMfa }: Pick<Standing, 'requireMfa'>,
  person: { mfaEnabled: boolean; amr?: readonly string[] },
): boolean => requireMfa && !person.mfaEnabled && person.amr?.includes('mfa') !== true

/** A role, and what it allows. */
export interface Grantable {
  role: string
  permissions: ReadonlySet<OrganizationPermission>
}

/**
 * What whoever calls may hand on: what their role allows; of an API key only what it has as scopes besides, and never
 * ownership, since a program is nobody's equal.
 */
export function grantableBy({ actor, standing }: Pick<OrganizationContext, 'actor' | 'standing'>): Grantable {
  if (actor.kind === 'user') return standing
  const scopes: ReadonlySet<string> = actor.scopes
  const permissions = [...standing.permissions].filter((permission) => scopes.has(permission))
  return { role: '', permissions: new Set(permissions) }
}

/**
 * Locks the organization until the transaction ends and reads the caller's standing anew: whoever was removed or
 * demoted since the call was admitted brings nothing about (SECURITY G5). In the organization's scope.
 *
 * @throws {IdentityError} `not_found` when the organization is gone or they do not belong to it any more;
 *   `org.forbidden` when their role does not allow it any more.
 */
export async function lockStanding<Needs extends OrganizationContext>(
  inTx: Needs,
  permission: OrganizationPermission | 'member',
): Promise<Needs> {
  const { organizationId, userId } = inTx.standing
  const isThere = await lockForChange(inTx, organizationId)
  const standing = isThere ? await findStanding(inTx, organizationId, userId) : undefined
  if (!standing) throw new IdentityError('not_found')
  if (permission !== 'member' && !standing.permissions.has(permission))
    throw new IdentityError('org.forbidden')
  return { ...inTx, standing }
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

/**
 * A role that may be given. In the organization's scope.
 *
 * @throws {IdentityError} `org.role_forbidden` for one that nobody knows or that allows nothing (SECURITY G3).
 */
export async function getRole(
  inTx: Pick<Context, 'db'>,
  organizationId: string,
  role: string,
): Promise<Grantable> {
  const found = await findRole(inTx, organizationId, role)
  if (!found || found.permissions.size === 0) throw new IdentityError('org.role_forbidden')
  return found
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

/**
 * Takes a person out of every organization, and tells which those were: before a first proof of the mailbox. Where nobody
 * else owns one they stay, since it would have no owner for good (SECURITY G4).
 */
export function removeMemberships(inTx: Pick<Context, 'db'>, userId: string): Promise<string[]> {
  return acrossOrganizations(inTx, async ({ db }) => {
    const kept: string[] = []
    for (const organizationId of await lockOwnedOrganizations(db, userId))
      if ((await countOtherOwners(db, organizationId, userId)) === 0) kept.push(organizationId)
    return deleteMembershipsOf(db, userId, kept)
  })
}
