import type { OrganizationContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import {
  builtInRoles,
  isBuiltInRole,
  mayGrant,
  type OrganizationPermission,
  organizationPermissions,
  permissionsOfRole,
} from '../../kit/organization-permissions.ts'
import { cutPage, decodeCursor, type Page, type PageRequest, refuseCursor } from '../../kit/page.ts'
import { slugOf, suffixed } from '../../kit/team-name.ts'
import { recordAudit } from '../audit/index.ts'
import { voidInvitationsBy, voidInvitationsToRole } from '../invitations/index.ts'
import {
  demandGrant,
  type Grantable,
  grantableBy,
  inOrganization,
  lockStanding,
} from '../memberships/index.ts'
import type { Role } from './schemas.ts'
import {
  countHolders,
  deleteRole,
  insertRole,
  type RoleRow,
  selectHolders,
  selectRoles,
  updateRole,
} from './store.ts'

const MAX_ROLES = 50

const builtIn: readonly Omit<Role, 'memberCount'>[] = builtInRoles.map((key) => ({
  id: null,
  key,
  name: key.slice(0, 1).toUpperCase() + key.slice(1),
  permissions: [...permissionsOfRole(key, null)],
  isBuiltIn: true,
}))

const toRole = ({ id, key, name, permissions }: RoleRow): Omit<Role, 'memberCount'> => ({
  id,
  key,
  name,
  permissions: [...permissionsOfRole(key, permissions)],
  isBuiltIn: false,
})

const grantable = ({ key, permissions }: Pick<RoleRow, 'key' | 'permissions'>): Grantable => ({
  role: key,
  permissions: permissionsOfRole(key, permissions),
})

/** The built-in roles, the mightiest first, then the organization's own by their keys. */
export async function listRoles(ctx: OrganizationContext, page: PageRequest): Promise<Page<Role>> {
  const { organizationId } = ctx.standing
  const last = readCursor(page.cursor)
  return inOrganization(ctx, organizationId, async ({ db }) => {
    const own = (await selectRoles(db, organizationId)).map(toRole)
    const holders = await countHolders(db, organizationId)
    const roles = [...builtIn, ...own].map((role) => ({ ...role, memberCount: holders.get(role.key) ?? 0 }))
    const behind = last === undefined ? roles : roles.filter((role) => placeOf(role) > last)
    return cutPage(behind, page.limit, { toItem: (role) => role, keyOf: (role) => [placeOf(role)] })
  })
}

/** Where a role stands in the list, as text that sorts. */
const placeOf = ({ key }: Pick<Role, 'key'>): string =>
  isBuiltInRole(key) ? `0${builtInRoles.indexOf(key)}` : `1${key}`

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [place = ''] = decodeCursor(cursor, 1) ?? []
  return /^[01][a-z0-9-]{1,64}$/.test(place) ? place : refuseCursor()
}

/**
 * Makes a role. Its key comes of its name and stays when that changes.
 *
 * @throws {IdentityError} `org.role_forbidden` for one that allows more than the caller's own; `org.role_taken`;
 *   `org.too_many_roles`.
 */
export async function createRole(
  ctx: OrganizationContext,
  input: { name: string; permissions: OrganizationPermission[] },
): Promise<Role> {
  const { organizationId } = ctx.standing
  return inOrganization(ctx, organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'roles:manage')
    const others = await selectRoles(inTx.db, organizationId)
    const { name } = input
    const wanted = { key: keyOf(name), name, permissions: inOrder(input.permissions) }
    demandGrant(grantableBy(inTx), grantable(wanted))
    demandFree([...builtIn, ...others], wanted)
    if (others.length >= MAX_ROLES) throw new IdentityError('org.too_many_roles')
    const row = await insertRole(inTx.db, { id: newId(ctx.clock.nowMs()), organizationId, ...wanted })
    await recordAudit(inTx, {
      action: 'role.created',
      target: { type: 'role', id: row.id },
      organizationId,
      details: { key: row.key, ...facts(row) },
    })
    return { ...toRole(row), memberCount: 0 }
  })
}

/** Each once. */
const inOrder = (given: readonly OrganizationPermission[]): OrganizationPermission[] =>
  organizationPermissions.filter((permission) => given.includes(permission))

const keyOf = (name: string): string => slugOf(name) || suffixed('', 'role')

/** Names are compared as people read them: without regard to case. @throws {IdentityError} `org.role_taken` */
function demandFree(
  others: readonly { key: string; name: string }[],
  wanted: { key?: string; name: string },
): void {
  const canonical = (name: string) => name.normalize('NFKC').toLowerCase()
  const isTaken = others.some(
    ({ key, name }) => key === wanted.key || canonical(name) === canonical(wanted.name),
  )
  if (isTaken) throw new IdentityError('org.role_taken')
}

/**
 * Changes what is given of one of the organization's own roles. Where it allows less than before, the invitations that
 * its holders have sent are void (SECURITY G5).
 *
 * @throws {IdentityError} `not_found`; `org.role_forbidden` where it allows, or is to allow, more than the caller's own;
 *   `org.role_taken`.
 */
export async function changeRole(
  ctx: OrganizationContext,
  input: { roleId: string; name?: string | undefined; permissions?: OrganizationPermission[] | undefined },
): Promise<Role> {
  const { organizationId } = ctx.standing
  return inOrganization(ctx, organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'roles:manage')
    const { role: before, others } = await getOwnRole(inTx, input.roleId)
    const { name = before.name, permissions = before.permissions } = input
    const wanted = { name, permissions: inOrder(permissions) }
    demandGrant(grantableBy(inTx), grantable({ ...wanted, key: before.key }))
    demandFree([...builtIn, ...others], wanted)
    const after = await updateRole(inTx.db, before, wanted)
    const invitationsVoided = await settleHolders(inTx, before, after)
    const holders = await countHolders(inTx.db, organizationId)
    await recordAudit(inTx, {
      action: 'role.updated',
      target: { type: 'role', id: after.id },
      organizationId,
      details: { key: after.key, before: facts(before), after: facts(after), invitationsVoided },
    })
    return { ...toRole(after), memberCount: holders.get(after.key) ?? 0 }
  })
}

const facts = ({ name, permissions }: RoleRow) => ({ name, permissions })

/** A role that the caller may touch, and the organization's others. */
async function getOwnRole(
  inTx: OrganizationContext,
  roleId: string,
): Promise<{ role: RoleRow; others: RoleRow[] }> {
  const roles = await selectRoles(inTx.db, inTx.standing.organizationId)
  const role = roles.find(({ id }) => id === roleId)
  if (!role) throw new IdentityError('not_found')
  demandGrant(grantableBy(inTx), grantable(role))
  return { role, others: roles.filter(({ id }) => id !== roleId) }
}

async function settleHolders(inTx: OrganizationContext, before: RoleRow, after: RoleRow): Promise<number> {
  if (mayGrant(grantable(after), grantable(before))) return 0
  const { organizationId, key } = after
  let voided = 0
  for (const userId of await selectHolders(inTx.db, organizationId, key))
    voided += await voidInvitationsBy(inTx, { organizationId, userId })
  return voided
}

/**
 * Deletes a role. Open invitations to it are void.
 *
 * @throws {IdentityError} `not_found`; `org.role_forbidden`; `org.role_in_use` while somebody has it.
 */
export async function removeRole(ctx: OrganizationContext, roleId: string): Promise<void> {
  const { organizationId } = ctx.standing
  await inOrganization(ctx, organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'roles:manage')
    const { role } = await getOwnRole(inTx, roleId)
    const holders = await countHolders(inTx.db, organizationId)
    if (holders.has(role.key)) throw new IdentityError('org.role_in_use')
    const invitationsVoided = await voidInvitationsToRole(inTx, { organizationId, role: role.key })
    await deleteRole(inTx.db, role)
    await recordAudit(inTx, {
      action: 'role.deleted',
      target: { type: 'role', id: role.id },
      organizationId,
      details: { key: role.key, ...facts(role), invitationsVoided },
    })
  })
}
