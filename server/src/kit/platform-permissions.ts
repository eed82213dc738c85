/** What a person of the platform's staff may do, apart from what everybody may. */
export const platformPermissions = [
  'audit:export',
  'audit:read',
  'diagnostics:read',
  'keys:read',
  'keys:write',
  'mail:read',
  'mail:retry',
  'organizations:read',
  'providers:read',
  'providers:write',
  'stats:read',
  'users:create',
  'users:delete',
  'users:disable',
  'users:email',
  'users:impersonate',
  'users:import',
  'users:lockdown',
  'users:read',
  'users:reset-mfa',
  'users:reset-password',
  'users:revoke-sessions',
  'users:role',
  'users:unlock',
  'users:update',
  'users:verify',
] as const

export type PlatformPermission = (typeof platformPermissions)[number]

export const platformRoles = ['admin', 'support'] as const

export type PlatformRole = (typeof platformRoles)[number]

/** Support looks, and helps people back in by ways that leave their accounts theirs; it changes nobody's rights. */
const permissionsOf: Record<PlatformRole, ReadonlySet<PlatformPermission>> = {
  admin: new Set(platformPermissions),
  support: new Set([
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
  ]),
}

/** Whether a role allows it; no role allows nothing. */
export function mayOnPlatform(role: PlatformRole | null, permission: PlatformPermission): boolean {
  return role !== null && permissionsOf[role].has(permission)
}
