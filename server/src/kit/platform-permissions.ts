/** What a person of the platform's staff may do, apart from what everybody may. */
export type PlatformPermission = 'providers:read' | 'providers:write'

export type PlatformRole = 'admin' | 'support'

const permissionsOf: Record<PlatformRole, ReadonlySet<PlatformPermission>> = {
  admin: new Set(['providers:read', 'providers:write']),
  support: new Set(['providers:read']),
}

/** Whether a role allows it; no role allows nothing. */
export function mayOnPlatform(role: PlatformRole | null, permission: PlatformPermission): boolean {
  return role !== null && permissionsOf[role].has(permission)
}
