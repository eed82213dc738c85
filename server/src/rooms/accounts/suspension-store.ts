import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from './tables.ts'

const inDays = (days: number): SQL => sql`${days} * interval '1 day'`

/** Switches an account off. */
export async function setDisabled(db: Db, userId: string): Promise<void> {
  await db.update(users).set({ disabledAt: databaseNow, updatedAt: databaseNow }).where(eq(users.id, userId))
}

/**
 * Switches an account off and marks it to be erased in so many days, and gives the moment. What its owner has closed
 * before is erased when that says.
 */
export async function setDisabledAndErasure(db: Db, userId: string, days: number): Promise<Date> {
  const [row] = await db
    .update(users)
    .set({
      disabledAt: databaseNow,
      erasedAfter: sql`coalesce(${users.erasedAfter}, ${databaseNow} + ${inDays(days)})`,
      updatedAt: databaseNow,
    })
    .where(eq(users.id, userId))
    .returning({ erasedAfter: users.erasedAfter })
  return row!.erasedAfter!
}

/**
 * Switches an account on. An erasure that was decided together with switching it off is off the table; one that its
 * owner had asked for goes on. Tells whether an erasure was taken back; undefined when the account was on.
 */
export async function clearDisabled(
  db: Db,
  userId: string,
  days: number,
): Promise<{ isKept: boolean } | undefined> {
  const byStaff = sql`${users.erasedAfter} = ${users.disabledAt} + ${inDays(days)}`
  const [was] = await db
    .select({ isKept: sql<boolean>`coalesce(${byStaff}, false)` })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.disabledAt)))
  if (!was) return undefined
  await db
    .update(users)
    .set({ disabledAt: null, updatedAt: databaseNow, ...(was.isKept && { erasedAfter: null }) })
    .where(eq(users.id, userId))
  return was
}

/** Gives a role on the platform, or takes it away. */
export async function setPlatformRole(
  db: Db,
  userId: string,
  platformRole: 'admin' | 'support' | null,
): Promise<void> {
  await db.update(users).set({ platformRole, updatedAt: databaseNow }).where(eq(users.id, userId))
}
