/** What a role in an organization can allow. A name is a promise to those who check it: never renamed. */
export const organizationPermissions = [
  'org:read',
  'org:update',
  'org:delete',
  'members:read',
  'members:manage',
  'roles:manage',
  'invitations:read',
  'invitations:manage',
  'audit:read',
  'api-keys:manage',
] as const

export type OrganizationPermission = (typeof organizationPermissions)[number]

export const builtInRoles = ['owner', 'admin', 'member', 'viewer'] as const

export type BuiltInRole = (typeof builtInRoles)[number]

const permissionsOf: Record<BuiltInRole, readonly OrganizationPermission[]> = {
  owner: organizationPermissions,
  admin: organizationPermissions.filter((permission) => permission !== 'org:delete'),
  member: ['org:read', 'members:read', 'invitations:read'],
  viewer: ['org:read', 'members:read'],
}

export const isBuiltInRole = (role: string): role is BuiltInRole =>
  (builtInRoles as readonly string[]).includes(role)

/**
 * What a role allows. A role nobody knows (a custom one that was deleted meanwhile) allows nothing.
 *
 * @param custom the permissions of the organization's own role of that key, as stored; null when there is none.
 */
export function permissionsOfRole(
  role: string,
  custom: readonly string[] | null,
): ReadonlySet<OrganizationPermission> {
  if (isBuiltInRole(role)) return new Set(permissionsOf[role])
  return new Set(organizationPermissions.filter((permission) => custom?.includes(permission)))
}

/**
 * Whether somebody may give or take a role, or touch whoever has it: it must allow nothing that their own does not, and
 * owners are made and unmade by owners only (SECURITY G3).
 */
export function mayGrant(
  granter: { role: string; permissions: ReadonlySet<OrganizationPermission> },
  granted: { role: string; permissions: ReadonlySet<OrganizationPermission> },
): boolean {
  if (granted.role === 'owner') return granter.role === 'owner'
  return [...granted.permissions].every((permission) => granter.permissions.has(permission))
}
