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
 * How many organizations one statement looks at for those that a search means. No index can find a name here: behind
 * row-level security Postgres holds rows against a condition only once it knows that they may be seen, unless the
 * condition is known to leak nothing, which `lower` and `LIKE` are not.
 */
const LOOKED_AT = 50_000

/** The newest organizations, by id, which begins with the time it was made. Across organizations. */
function walk(db: Db, { before, limit, offset = 0 }: Stretch) {
  return db
    .select({ id: organizations.id, name: organizations.name, slug: organizations.slug })
    .from(organizations)
    .where(before === undefined ? undefined : lt(organizations.id, before))
    .orderBy(desc(organizations.id))
    .limit(limit)
    .offset(offset)
}

interface Stretch {
  before: string | undefined
  limit: number
  offset?: number
}

/** The newest behind a place whose name or slug begins so, of the next `LOOKED_AT`. */
export function findOrganizations(
  db: Db,
  { search, before, limit }: { search: string | undefined; before: string | undefined; limit: number },
) {
  const seen = walk(db, { before, limit: search === undefined ? limit : LOOKED_AT }).as('seen')
  const begins = search === undefined ? undefined : `${literally(search.toLowerCase())}%`
  const found = db
    .select({ id: seen.id })
    .from(seen)
    .where(
      begins === undefined
        ? undefined
        : or(sql`lower(${seen.name}) LIKE ${begins}`, sql`${seen.slug} LIKE ${begins}`),
    )
    .orderBy(desc(seen.id))
    .limit(limit)
  return db
    .select(columns)
    .from(organizations)
    .where(inArray(organizations.id, found))
    .orderBy(desc(organizations.id))
}

/** The last organization that was looked at, when there may be more behind it. */
export async function findLastLookedAt(db: Db, before: string | undefined): Promise<string | undefined> {
  const [last] = await walk(db, { before, limit: 1, offset: LOOKED_AT - 1 })
  return last?.id
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
