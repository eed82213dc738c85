import { and, eq, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { noAttempts } from './attempts.ts'
import { credentials, hashKind, unknownSignIns } from './tables.ts'

export type Credentials = typeof credentials.$inferSelect

export async function insertCredentials(db: Db, userId: string, passwordHash: string | null): Promise<void> {
  await db.insert(credentials).values({
    userId,
    passwordHash,
    passwordChangedAt: passwordHash === null ? null : databaseNow,
  })
}

export async function findCredentials(db: Db, userId: string): Promise<Credentials | undefined> {
  const [row] = await db.select().from(credentials).where(eq(credentials.userId, userId))
  return row
}

/** Sets the password and opens what failures had closed. */
export async function replacePassword(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db
    .update(credentials)
    .set({ passwordHash, passwordChangedAt: databaseNow, changeRequired: false, ...noAttempts })
    .where(eq(credentials.userId, userId))
}

/**
 * Demands a new password, where there is one. With `judged`, in place of that one only: one that was set meanwhile is
 * left as it is. Without, it holds the row in any case, so that one being set meanwhile is waited for, and meant too.
 */
export async function requireChange(db: Db, userId: string, judged?: string): Promise<void> {
  const isMeant = judged === undefined ? undefined : eq(credentials.passwordHash, judged)
  await db
    .update(credentials)
    .set({ changeRequired: sql`${credentials.passwordHash} IS NOT NULL` })
    .where(and(eq(credentials.userId, userId), isMeant))
}

/**
 * After the right password: forgets the failures and, where the hash was weaker than today's, stores the new one.
 * Matches the hash that was judged, so that a password replaced meanwhile signs nobody in; false then.
 */
export async function settleSuccess(
  db: Db,
  userId: string,
  judged: string,
  rehashed: string,
): Promise<boolean> {
  const rows = await db
    .update(credentials)
    .set({ passwordHash: rehashed, ...noAttempts })
    .where(sql`${credentials.userId} = ${userId} AND ${credentials.passwordHash} = ${judged}`)
    .returning({ userId: credentials.userId })
  return rows.length === 1
}

/** Forgets failures and the pause they led to: the person came in by another way. */
export async function clearFailures(db: Db, userId: string): Promise<void> {
  await db.update(credentials).set(noAttempts).where(eq(credentials.userId, userId))
}

/** The kinds of hashes there are, each found by one step in the index. */
export async function findHashKinds(db: Db): Promise<string[]> {
  const next = (after: string) => sql`(SELECT ${hashKind} FROM credentials
    WHERE ${hashKind} > ${sql.raw(after)} ORDER BY ${hashKind} LIMIT 1)`
  const rows = await db.execute<{ kind: string }>(sql`
    WITH RECURSIVE leap AS (
      SELECT ${next("''")} AS kind UNION ALL SELECT ${next('leap.kind')} FROM leap WHERE leap.kind IS NOT NULL
    ) SELECT kind FROM leap WHERE kind IS NOT NULL`)
  return rows.map(({ kind }) => kind)
}

/** Takes the password away: nobody signs in with one until a new one is set. */
export async function removePassword(db: Db, userId: string): Promise<void> {
  await db
    .update(credentials)
    .set({ passwordHash: null, passwordChangedAt: databaseNow, changeRequired: false, ...noAttempts })
    .where(eq(credentials.userId, userId))
}

/** Counters of unknown addresses that nobody has tried for two days, beyond the longest pause. */
export async function deleteIdleUnknownSignIns(db: Db): Promise<void> {
  await db.delete(unknownSignIns).where(sql`${unknownSignIns.updatedAt} < ${databaseNow} - interval '2 days'`)
}
