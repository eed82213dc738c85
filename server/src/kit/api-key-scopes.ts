import { type OrganizationPermission, organizationPermissions } from './organization-permissions.ts'

/** Permissions no key can have: keys make no keys (SECURITY Y3), and what needs a fresh sign-in needs a person. */
const PERSONS_ONLY: readonly OrganizationPermission[] = ['api-keys:manage', 'org:delete']

export type ApiKeyScope = 'account:read' | 'organizations:read' | OrganizationPermission

/** What keys of organizations can be good for. */
export const organizationScopes = organizationPermissions.filter(
  (permission) => !PERSONS_ONLY.includes(permission),
)

/** What keys of people can be good for: reading their own account, and what their roles allow them in organizations. */
export const personalScopes: readonly ApiKeyScope[] = [
  'account:read',
  'organizations:read',
  ...organizationScopes,
]
