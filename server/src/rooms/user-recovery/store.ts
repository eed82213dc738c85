import { and, eq, gt, isNull, lte, notInArray, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { sessions } from '../sessions/index.ts'
import { mfaResets } from '../staff/index.ts'

/** Puts a request down, to be carried out in so many hours, and gives the moment. */
export async function insertReset(
  db: Db,
  request: Pick<typeof mfaResets.$inferInsert, 'userId' | 'requestedBy' | 'reason'>,
  hours: number,
): Promise<Date> {
  const [row] = await db
    .insert(mfaResets)
    .values({ ...request, dueAt: sql`${databaseNow} + ${hours} * interval '1 hour'` })
    .returning({ dueAt: mfaResets.dueAt })
  return row!.dueAt
}

/**
 * The request under way, with what may have overtaken it since: whoever made it is no administrator any more, or the
 * person has shown that they still have their second factor. The caller holds the person's row lock.
 */
export async function findReset(db: Db, userId: string) {
  const [row] = await db
    .select({
      reset: mfaResets,
      isDue: sql<boolean>`${mfaResets.dueAt} <= ${databaseNow}`,
      requesterRole: users.platformRole,
      hasUsedFactor: sql<boolean>`EXISTS (SELECT 1 FROM ${sessions} WHERE ${and(
        eq(sessions.userId, userId),
        isNull(sessions.impersonatorId),
        gt(sessions.authenticatedAt, mfaResets.requestedAt),
        sql`'mfa' = ANY(${sessions.amr})`,
      )})`,
    })
    .from(mfaResets)
    .leftJoin(
      users,
      and(eq(users.id, mfaResets.requestedBy), isNull(users.disabledAt), isNull(users.erasedAfter)),
    )
    .where(eq(mfaResets.userId, userId))
  return row
}

/** Takes a request away; false when another call has. One DELETE, so of two that would carry it out one does. */
export async function deleteReset(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .delete(mfaResets)
    .where(eq(mfaResets.userId, userId))
    .returning({ userId: mfaResets.userId })
  return rows.length === 1
}

/** Somebody whose second factors are due to go, but those named. Not locked: their account is, before this is acted on. */
export async function findDuePerson(db: Db, passedOver: readonly string[]): Promise<string | undefined> {
  const [row] = await db
    .select({ userId: mfaResets.userId })
    .from(mfaResets)
    .where(and(lte(mfaResets.dueAt, databaseNow), notInArray(mfaResets.userId, [...passedOver])))
    .orderBy(mfaResets.dueAt)
    .limit(1)
  return row?.userId
}
