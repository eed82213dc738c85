import { and, desc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { live } from './store.ts'
import { type SessionEnd, sessions } from './tables.ts'

/**
 * Ends the live sessions of a person beyond the newest `keep`, one not counted, nor those in which somebody else acts as
 * them. The caller holds the person's row lock.
 */
export async function endOldest(db: Db, of: { userId: string; but: string; keep: number }): Promise<void> {
  const older = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(eq(sessions.userId, of.userId), ne(sessions.id, of.but), isNull(sessions.impersonatorId), live),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .offset(of.keep)
  await db.update(sessions).set(ended('limit')).where(inArray(sessions.id, older))
}

const ended = (reason: SessionEnd) => ({ endedAt: databaseNow, endReason: reason })

/** Ends one live session of that person; undefined when there is none. */
export async function endLiveSession(db: Db, sessionId: string, userId: string, reason: SessionEnd) {
  const [row] = await db
    .update(sessions)
    .set(ended(reason))
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), live))
    .returning()
  return row
}

/**
 * Ends every live session of a person but `except`, and those in which they act as somebody else: whoever signs a person
 * out everywhere may have found a stranger at it. Tells how many there were.
 */
export async function endLiveSessions(
  db: Db,
  userId: string,
  reason: SessionEnd,
  except?: string,
): Promise<number> {
  const others = except === undefined ? undefined : ne(sessions.id, except)
  const rows = await db
    .update(sessions)
    .set(ended(reason))
    .where(and(or(eq(sessions.userId, userId), eq(sessions.impersonatorId, userId)), live, others))
    .returning({ id: sessions.id })
  return rows.length
}

/** Ends the live sessions in which a person of the staff acts as somebody else, and tells how many there were. */
export async function endLiveImpersonations(db: Db, impersonatorId: string): Promise<number> {
  const rows = await db
    .update(sessions)
    .set(ended('impersonation_ended'))
    .where(and(eq(sessions.impersonatorId, impersonatorId), live))
    .returning({ id: sessions.id })
  return rows.length
}

/** Ends a live family of which a token older than the live one was used; false when another call has done so. */
export async function endReused(db: Db, sessionId: string, presentedCounter: number): Promise<boolean> {
  const rows = await db
    .update(sessions)
    .set(ended('refresh_reused'))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.refreshCounter, presentedCounter),
      ),
    )
    .returning({ id: sessions.id })
  return rows.length === 1
}

/** Sessions that ended or expired more than 90 days ago: kept until then for those who look into an incident. */
export async function deleteLongEnded(db: Db): Promise<void> {
  await db
    .delete(sessions)
    .where(sql`least(${sessions.endedAt}, ${sessions.expiresAt}) < ${databaseNow} - interval '90 days'`)
}
