import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { idempotencyKeys, type StoredAnswer } from './tables.ts'

/**
 * How long a claim holds against a repeat where its process died: twice what a request may take. One that is slower
 * all the same does no harm: of the two, only one can mark the key completed.
 */
const LEASE_SECONDS = 20
const KEPT_HOURS = 24

/**
 * Claims a key for this request: true when it is new, its first request was abandoned, or a day has passed. One
 * INSERT … ON CONFLICT, so of racing requests exactly one gets it.
 */
export async function claim(db: Db, scopeHash: Buffer, bodyMac: Buffer): Promise<boolean> {
  const fresh = {
    bodyMac,
    createdAt: databaseNow,
    leasedUntil: sql`${databaseNow} + ${LEASE_SECONDS} * interval '1 second'`,
    completedAt: null,
    answer: null,
  }
  const rows = await db
    .insert(idempotencyKeys)
    .values({ scopeHash, ...fresh })
    .onConflictDoUpdate({
      target: idempotencyKeys.scopeHash,
      set: fresh,
      setWhere: or(
        and(isNull(idempotencyKeys.completedAt), lt(idempotencyKeys.leasedUntil, databaseNow)),
        sql`${idempotencyKeys.createdAt} < ${databaseNow} - ${KEPT_HOURS} * interval '1 hour'`,
      ),
    })
    .returning({ scopeHash: idempotencyKeys.scopeHash })
  return rows.length === 1
}

/** What is known of a key; `isRunning` while its first request may still answer. */
export async function findKey(db: Db, scopeHash: Buffer) {
  const [row] = await db
    .select({
      bodyMac: idempotencyKeys.bodyMac,
      completedAt: idempotencyKeys.completedAt,
      answer: idempotencyKeys.answer,
      isRunning: sql<boolean>`${idempotencyKeys.answer} IS NULL AND ${idempotencyKeys.leasedUntil} > ${databaseNow}`,
    })
    .from(idempotencyKeys)
    .where(eq(idempotencyKeys.scopeHash, scopeHash))
  return row
}

/** Marks a running key completed, inside the transaction of the effect; false when it was taken over meanwhile. */
export async function complete(db: Db, scopeHash: Buffer): Promise<boolean> {
  const rows = await db
    .update(idempotencyKeys)
    .set({ completedAt: databaseNow })
    .where(and(eq(idempotencyKeys.scopeHash, scopeHash), isNull(idempotencyKeys.completedAt)))
    .returning({ scopeHash: idempotencyKeys.scopeHash })
  return rows.length === 1
}

export async function storeAnswer(db: Db, scopeHash: Buffer, answer: StoredAnswer): Promise<void> {
  await db
    .update(idempotencyKeys)
    .set({ answer, completedAt: sql`coalesce(${idempotencyKeys.completedAt}, ${databaseNow})` })
    .where(eq(idempotencyKeys.scopeHash, scopeHash))
}

/**
 * Gives a claim back whose request has ended without an answer to keep. Where it had no effect it can be repeated;
 * where the effect stands all the same, a repeat hears that at once and not that it is still running.
 */
export async function abandon(db: Db, scopeHash: Buffer): Promise<void> {
  await db
    .delete(idempotencyKeys)
    .where(and(eq(idempotencyKeys.scopeHash, scopeHash), isNull(idempotencyKeys.completedAt)))
  await db
    .update(idempotencyKeys)
    .set({ leasedUntil: databaseNow })
    .where(and(eq(idempotencyKeys.scopeHash, scopeHash), isNull(idempotencyKeys.answer)))
}

export async function deleteOldKeys(db: Db): Promise<void> {
  await db
    .delete(idempotencyKeys)
    .where(sql`${idempotencyKeys.createdAt} < ${databaseNow} - ${KEPT_HOURS} * interval '1 hour'`)
}
