import type { ConsoleStrings } from './area.ts'
import { isOffered, type Permission, type StaffRole } from './permissions.ts'

/** The sections, in the order in which they stand in the navigation. */
export const sections = [
  { path: '/admin', name: 'overview', needs: 'stats:read' },
  { path: '/admin/users', name: 'users', needs: 'users:read' },
  { path: '/admin/organizations', name: 'organizations', needs: 'organizations:read' },
  { path: '/admin/audit', name: 'audit', needs: 'audit:read' },
  { path: '/admin/diagnostics', name: 'diagnostics', needs: 'diagnostics:read' },
  { path: '/admin/mail', name: 'mail', needs: 'mail:read' },
  { path: '/admin/keys', name: 'keys', needs: 'keys:read' },
  { path: '/admin/providers', name: 'providers', needs: 'providers:write' },
] as const satisfies { path: string; name: keyof ConsoleStrings['sections']; needs: Permission }[]

export type SectionName = (typeof sections)[number]['name']

/** Where somebody is in the console. */
export interface Spot {
  name: SectionName
  /** What of the section is shown: a person's id. */
  id: string | undefined
}

/** What the console has at an address for somebody of this role; undefined where it has nothing. */
export function spotAt(pathname: string, role: StaffRole): Spot | undefined {
  const [, , section, id, ...rest] = pathname.replace(/\/$/, '').split('/')
  const path = section === undefined ? '/admin' : `/admin/${section}`
  const found = sections.find((one) => one.path === path)
  if (!found || rest.length > 0 || !isOffered(role, found.needs)) return undefined
  if (id !== undefined && found.name !== 'users' && found.name !== 'organizations') return undefined
  return { name: found.name, id }
}
