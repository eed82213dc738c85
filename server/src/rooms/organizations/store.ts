import { and, eq, inArray, sql } from 'drizzle-orm'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import { isUniqueViolation } from '../../kit/unique-violation.ts'
import type { Db } from '../../platform/db.ts'
import { memberships, organizations } from '../memberships/index.ts'
import { clearOrganization } from '../sessions/index.ts'

export type OrganizationRow = typeof organizations.$inferSelect

/** How many organizations a person owns. In their own scope. */
export async function countOwned(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(memberships)
    .where(and(eq(memberships.userId, userId), eq(memberships.role, 'owner')))
  return row?.count ?? 0
}

/**
 * Adds an organization, unless another has the slug: undefined then. Whoever adds one of the same slug at that moment is
 * waited for, so that of several exactly one gets it.
 */
export async function insertOrganization(
  db: Db,
  organization: { id: string; name: string; slug: string },
): Promise<OrganizationRow | undefined> {
  const [row] = await db.insert(organizations).values(organization).onConflictDoNothing().returning()
  return row
}

export async function insertOwner(db: Db, organizationId: string, userId: string): Promise<void> {
  await db.insert(memberships).values({ organizationId, userId, role: 'owner' })
}

const latest = newestFirst(memberships.joinedAt, organizations.id)

/** What a person belongs to, the latest joined first. In their own scope. */
export function selectOrganizationsOf(
  db: Db,
  userId: string,
  page: { limit: number; after: MomentPlace | undefined; only: string | null },
) {
  return db
    .select({ organization: organizations, role: memberships.role, joinedAt: memberships.joinedAt })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(
      and(
        eq(memberships.userId, userId),
        page.only === null ? undefined : eq(memberships.organizationId, page.only),
        latest.behind(page.after),
      ),
    )
    .orderBy(...latest.order)
    .limit(page.limit)
}

/** How many members each of these has. */
export async function countMembers(
  db: Db,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ id: memberships.organizationId, count: sql<number>`count(*)::int` })
    .from(memberships)
    .where(inArray(memberships.organizationId, [...organizationIds]))
    .groupBy(memberships.organizationId)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

export async function selectOrganization(db: Db, id: string): Promise<OrganizationRow | undefined> {
  const [row] = await db.select().from(organizations).where(eq(organizations.id, id))
  return row
}

export type OrganizationChange = Partial<Pick<OrganizationRow, 'name' | 'slug' | 'requireMfa'>>

/** Changes an organization; undefined when another has the slug. In a transaction of its own inside the caller's. */
export async function updateOrganization(
  db: Db,
  id: string,
  change: OrganizationChange,
): Promise<OrganizationRow | undefined> {
  try {
    const [row] = await db.transaction((savepoint) =>
      savepoint
        .update(organizations)
        .set({ ...change, updatedAt: databaseNow })
        .where(eq(organizations.id, id))
        .returning(),
    )
    return row
  } catch (error) {
    if (isUniqueViolation(error)) return undefined
    throw error
  }
}

/** Deletes an organization with all that hangs on it, and takes it out of the sessions of its members. */
export async function deleteOrganization(db: Db, id: string): Promise<void> {
  const members = db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(eq(memberships.organizationId, id))
  await clearOrganization(db, id, members)
  await db.delete(organizations).where(eq(organizations.id, id))
}
