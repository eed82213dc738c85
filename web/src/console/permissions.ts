import type { User } from '@gatehouse/sdk'

export type StaffRole = NonNullable<User['platformRole']>

/** What the console can offer. The server decides anew at every call; keep in step with its platform-permissions.ts. */
const supportPermissions = [
  'audit:read',
  'diagnostics:read',
  'mail:read',
  'mail:retry',
  'organizations:read',
  'providers:read',
  'stats:read',
  'users:read',
  'users:reset-password',
  'users:revoke-sessions',
  'users:unlock',
] as const

const adminPermissions = [
  ...supportPermissions,
  'audit:export',
  'keys:read',
  'keys:write',
  'providers:write',
  'users:create',
  'users:delete',
  'users:disable',
  'users:email',
  'users:impersonate',
  'users:lockdown',
  'users:reset-mfa',
  'users:role',
  'users:update',
  'users:verify',
] as const

export type Permission = (typeof adminPermissions)[number]

const permissionsOf: Record<StaffRole, ReadonlySet<Permission>> = {
  admin: new Set(adminPermissions),
  support: new Set(supportPermissions),
}

/** Whether somebody of this role is shown what needs the permission. */
export const isOffered = (role: StaffRole, permission: Permission): boolean =>
  permissionsOf[role].has(permission)
