import { and, asc, count, eq, gt, isNull, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

export interface NewPerson {
  id: string
  email: string
  emailCanonical: string
  displayName: string
  isVerified: boolean
  passwordHash: string | null
  createdAt: string | null
  locale: string
  timezone: string
}

/** Of those addresses, the ones that an account has or may go back to. */
export async function findTaken(db: Db, canonicals: readonly string[]): Promise<Set<string>> {
  const rows = await db.execute<{ taken: string }>(sql`
    WITH asked AS (SELECT jsonb_array_elements_text(${JSON.stringify(canonicals)}::jsonb) AS address)
    SELECT address AS taken FROM asked
    WHERE EXISTS (SELECT FROM users WHERE email_canonical = address) OR ${isReserved('address')}`)
  return new Set(rows.map(({ taken }) => taken))
}

const isReserved = (
  address: 'address' | 'users.email_canonical',
) => sql`EXISTS (SELECT FROM email_change_undos u
  WHERE u.email_canonical = ${sql.raw(address)} AND u.consumed_at IS NULL AND u.expires_at > ${databaseNow})`

/**
 * Adds accounts with their credentials, all in one statement, and tells which: whoever's address is taken is left out.
 * In the order of their addresses, so that two imports that meet wait for each other. Addresses that another account may
 * go back to are looked for afterwards, as one that is just being left shows only then.
 */
export async function insertPeople(db: Db, people: readonly NewPerson[]): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    WITH brought AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb) AS row(
        id uuid, email text, "emailCanonical" text, "displayName" text, "isVerified" boolean,
        "passwordHash" text, "createdAt" timestamptz, locale text, timezone text)
    ), added AS (
      INSERT INTO users (id, email, email_canonical, display_name, is_verified, locale, timezone, created_at)
      SELECT id, email, "emailCanonical", "displayName", "isVerified", locale, timezone,
        coalesce("createdAt", ${databaseNow})
      FROM brought ORDER BY "emailCanonical"
      ON CONFLICT (email_canonical) DO NOTHING
      RETURNING users.id
    )
    INSERT INTO credentials (user_id, password_hash, password_changed_at)
    SELECT added.id, "passwordHash", CASE WHEN "passwordHash" IS NULL THEN NULL ELSE ${databaseNow} END
    FROM added JOIN brought USING (id)
    RETURNING user_id AS id`)
  const ids = new Set(rows.map(({ id }) => id))
  if (ids.size === 0) return ids
  const removed = await db.execute<{ id: string }>(sql`
    DELETE FROM users WHERE id = ANY (SELECT jsonb_array_elements_text(${JSON.stringify([...ids])}::jsonb)::uuid)
      AND ${isReserved('users.email_canonical')} RETURNING id`)
  for (const { id } of removed) ids.delete(id)
  return ids
}

const isStaying = and(isNull(users.disabledAt), isNull(users.erasedAfter))

/** How many there are to export, and how many are left out. */
export async function countPeople(db: Db): Promise<{ total: number; left: number }> {
  const [row] = await db
    .select({ all: count(), total: sql<number>`(count(*) FILTER (WHERE ${isStaying}))::int` })
    .from(users)
  const { all, total } = row ?? { all: 0, total: 0 }
  return { total, left: all - total }
}

/** People in the order of their ids, from behind one on. Found first and joined then, however little the planner knows. */
export async function findPeople(db: Db, after: string | undefined, limit: number) {
  const page = db
    .select({
      id: users.id,
      email: users.email,
      displayName: users.displayName,
      isVerified: users.isVerified,
      createdAt: users.createdAt,
      locale: users.locale,
      timezone: users.timezone,
    })
    .from(users)
    .where(and(isStaying, after === undefined ? undefined : gt(users.id, after)))
    .orderBy(asc(users.id))
    .limit(limit)
    .as('page')
  const rows = await db
    .select()
    .from(page)
    .innerJoin(credentials, eq(credentials.userId, page.id))
    .orderBy(asc(page.id))
  return rows.map((row) => ({ ...row.page, passwordHash: row.credentials.passwordHash }))
}
