import type { Organization, OrganizationPermission, OrganizationRole } from '@gatehouse/sdk'
import type { Words } from './area.ts'

/** Every permission there is, in the order in which they are shown. */
export const permissions = [
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
] as const satisfies OrganizationPermission[]

/** A role, in the page's language. */
export interface Role extends Pick<OrganizationRole, 'id' | 'key' | 'name' | 'permissions' | 'memberCount'> {
  /** What it is for; empty for those an organization has made for itself. */
  about: string
}

type BuiltIn = keyof Words['roleNames']

const isBuiltIn = (words: Words, key: string): key is BuiltIn => key in words.roleNames

/** The server's name of a role, which for built-in ones is English. */
export function toRole(words: Words, role: OrganizationRole): Role {
  const { key } = role
  if (!isBuiltIn(words, key)) return { ...role, about: '' }
  return { ...role, name: words.roleNames[key], about: words.roleTexts[key] }
}

/** What a role is called. One whose name is not known, or that was deleted meanwhile, has only its key. */
export function roleName(words: Words, roles: readonly Role[], key: string): string {
  if (isBuiltIn(words, key)) return words.roleNames[key]
  return roles.find((role) => role.key === key)?.name ?? key
}

export const namesOf = (words: Words, held: readonly OrganizationPermission[]): string =>
  held.length === permissions.length
    ? words.roles.everything
    : held.map((permission) => words.permissions[permission]).join(' · ') || words.roles.nothing

/** Whether somebody may give or take a role: owners by owners only, others where it allows nothing they lack. */
export function mayGrant(
  granter: { role: Organization['myRole']; held: ReadonlySet<OrganizationPermission> },
  role: Pick<Role, 'key' | 'permissions'>,
): boolean {
  if (role.key === 'owner') return granter.role === 'owner'
  return role.permissions.every((permission) => granter.held.has(permission))
}
