import { and, eq, inArray, isNull, ne, not, sql } from 'drizzle-orm'
import { builtInRoles } from '../../kit/organization-permissions.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { memberships, organizationRoles, organizations } from './tables.ts'

/** One statement, and needs no scope: the function of that name sees this one pair and no other. */
export async function readStanding(db: Db, organizationId: string, userId: string) {
  const [row] = await db.execute<{
    role: string
    custom_permissions: string[] | null
    require_mfa: boolean
  }>(sql`SELECT * FROM gatehouse_standing(${organizationId}::uuid, ${userId}::uuid)`)
  return row && { role: row.role, customPermissions: row.custom_permissions, requireMfa: row.require_mfa }
}

/** The permissions a role has beyond those of the built-in one of that name; undefined for a role nobody knows. */
export async function readRole(
  db: Db,
  organizationId: string,
  role: string,
): Promise<{ permissions: readonly string[] | null } | undefined> {
  if ((builtInRoles as readonly string[]).includes(role)) return { permissions: null }
  const [row] = await db
    .select({ permissions: organizationRoles.permissions })
    .from(organizationRoles)
    .where(and(eq(organizationRoles.organizationId, organizationId), eq(organizationRoles.key, role)))
  return row
}

export async function lockOrganization(db: Db, organizationId: string): Promise<boolean> {
  const rows = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('update')
  return rows.length === 1
}

/** Owners other than this person who can sign in: proven, and neither disabled nor being closed. */
export async function countOtherOwners(db: Db, organizationId: string, userId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.organizationId, organizationId),
        eq(memberships.role, 'owner'),
        ne(memberships.userId, userId),
        eq(users.isVerified, true),
        isNull(users.disabledAt),
        isNull(users.erasedAfter),
      ),
    )
  return row?.count ?? 0
}

/** Locks what a person owns, in the order of ids, so that two who do it at once wait for each other. */
export async function lockOwnedOrganizations(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: organizations.id })
    .from(organizations)
    .innerJoin(
      memberships,
      and(eq(memberships.organizationId, organizations.id), eq(memberships.role, 'owner')),
    )
    .where(eq(memberships.userId, userId))
    .orderBy(organizations.id)
    .for('update', { of: organizations })
  return rows.map(({ id }) => id)
}

/** Ends the memberships of a person, but those named, and tells of which organizations. Across organizations. */
export async function deleteMembershipsOf(
  db: Db,
  userId: string,
  keptOrganizationIds: readonly string[],
): Promise<string[]> {
  const isKept = inArray(memberships.organizationId, [...keptOrganizationIds])
  const rows = await db
    .delete(memberships)
    .where(and(eq(memberships.userId, userId), not(isKept)))
    .returning()
  return rows.map(({ organizationId }) => organizationId)
}
