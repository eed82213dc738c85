import { type OrganizationPermission, organizationPermissions } from './organization-permissions.ts'

/** Permissions no key can have: keys make no keys (SECURITY Y3), and what needs a fresh sign-in needs a person. */
const personsOnly = ['api-keys:manage', 'org:delete'] as const

export type OrganizationScope = Exclude<OrganizationPermission, (typeof personsOnly)[number]>

export type ApiKeyScope = 'account:read' | 'organizations:read' | OrganizationScope

export const isOrganizationScope = (permission: OrganizationPermission): permission is OrganizationScope =>
  !(personsOnly as readonly OrganizationPermission[]).includes(permission)

/** What keys of organizations can be good for. */
export const organizationScopes: readonly OrganizationScope[] =
  organizationPermissions.filter(isOrganizationScope)

/** What keys of people can be good for: reading their own account, and what their roles allow them in organizations. */
export const personalScopes: readonly ApiKeyScope[] = [
  'account:read',
  'organizations:read',
  ...organizationScopes,
]
