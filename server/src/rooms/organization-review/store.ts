import { and, asc, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { memberships, organizations } from '../memberships/index.ts'

const columns = {
  id: organizations.id,
  name: organizations.name,
  slug: organizations.slug,
  requireMfa: organizations.requireMfa,
  createdAt: organizations.createdAt,
  updatedAt: organizations.updatedAt,
  // Compared with the outer id by its full name: alone, it would be written without its table.
  memberCount: sql<number>`(SELECT count(*)::int FROM ${memberships} WHERE ${memberships.organizationId} = "organizations"."id")`,
}

/** What a LIKE takes as itself. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/**
 * Newest first by id, which begins with the time it was made. A search is by how the name or the slug begins, each along
 * an index of its own. Across organizations.
 */
export function findOrganizations(
  db: Db,
  { search, before, limit }: { search: string | undefined; before: string | undefined; limit: number },
) {
  const begins = search === undefined ? undefined : `${literally(search.toLowerCase())}%`
  return db
    .select(columns)
    .from(organizations)
    .where(
      and(
        begins === undefined
          ? undefined
          : or(sql`lower(${organizations.name}) LIKE ${begins}`, sql`${organizations.slug} LIKE ${begins}`),
        before === undefined ? undefined : lt(organizations.id, before),
      ),
    )
    .orderBy(desc(organizations.id))
    .limit(limit)
}

export type OrganizationRow = Awaited<ReturnType<typeof findOrganizations>>[number]

export async function findOrganization(db: Db, id: string): Promise<OrganizationRow | undefined> {
  const [row] = await db.select(columns).from(organizations).where(eq(organizations.id, id))
  return row
}

/** Its owners, longest first; a hundred at the most. */
export async function findOwners(db: Db, organizationId: string) {
  return db
    .select({
      id: users.id,
      displayName: users.displayName,
      email: users.email,
      avatarUrl: users.avatarUrl,
      isDisabled: sql<boolean>`${users.disabledAt} IS NOT NULL`,
      joinedAt: memberships.joinedAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), inArray(memberships.role, ['owner'])))
    .orderBy(asc(memberships.joinedAt), asc(users.id))
    .limit(100)
}
