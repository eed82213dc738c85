import { and, eq, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { memberships, organizationRoles } from '../memberships/index.ts'

export type RoleRow = typeof organizationRoles.$inferSelect

/** The roles an organization has made for itself, by their keys. There are 50 at the most. */
export function selectRoles(db: Db, organizationId: string): Promise<RoleRow[]> {
  return db
    .select()
    .from(organizationRoles)
    .where(eq(organizationRoles.organizationId, organizationId))
    .orderBy(sql`${organizationRoles.key} COLLATE "C"`)
}

/** How many members have each role. */
export async function countHolders(db: Db, organizationId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ role: memberships.role, count: sql<number>`count(*)::int` })
    .from(memberships)
    .where(eq(memberships.organizationId, organizationId))
    .groupBy(memberships.role)
  return new Map(rows.map(({ role, count }) => [role, count]))
}

/** Who has a role. */
export async function selectHolders(db: Db, organizationId: string, role: string): Promise<string[]> {
  const rows = await db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.organizationId, organizationId), eq(memberships.role, role)))
  return rows.map(({ userId }) => userId)
}

type NewRole = Pick<RoleRow, 'id' | 'organizationId' | 'key' | 'name' | 'permissions'>

export async function insertRole(db: Db, role: NewRole): Promise<RoleRow> {
  const rows = await db.insert(organizationRoles).values(role).returning()
  return rows[0]!
}

const isRole = ({ organizationId, id }: Pick<RoleRow, 'organizationId' | 'id'>) =>
  and(eq(organizationRoles.organizationId, organizationId), eq(organizationRoles.id, id))

export async function updateRole(
  db: Db,
  role: RoleRow,
  change: Pick<RoleRow, 'name' | 'permissions'>,
): Promise<RoleRow> {
  const rows = await db
    .update(organizationRoles)
    .set({ ...change, updatedAt: databaseNow })
    .where(isRole(role))
    .returning()
  return rows[0]!
}

export async function deleteRole(db: Db, role: RoleRow): Promise<void> {
  await db.delete(organizationRoles).where(isRole(role))
}
