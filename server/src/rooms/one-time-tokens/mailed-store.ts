import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { fromNow } from './store.ts'
import { passwordlessFlows as flows } from './tables.ts'

export type MailedSignIn = typeof flows.$inferSelect

interface NewFlow {
  id: string
  userId: string | null
  emailCanonical: string
  linkHash: Buffer
  codeMac: Buffer
  ttlMs: number
}

/** Wrong codes that one mail bears (SECURITY T4). */
const MAX_WRONG_CODES = 5

const isOpen = and(isNull(flows.consumedAt), isNull(flows.voidedAt))
const isLive = and(isOpen, gt(flows.expiresAt, databaseNow))

/**
 * Stores a mail that signs in and voids the open ones of its address. Those who ask for one address wait for each
 * other, so that of many at once the last one's is left. Stored first: that waits for whoever holds the account, and
 * they may be about to use one of the older ones up.
 */
export async function putFlow(db: Db, { ttlMs, ...columns }: NewFlow): Promise<void> {
  const { id, emailCanonical } = columns
  await db.execute(
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mailed-sign-in:${emailCanonical}`}, 0))`,
  )
  await db.insert(flows).values({ ...columns, expiresAt: fromNow(ttlMs) })
  await db
    .update(flows)
    .set({ voidedAt: databaseNow })
    .where(and(eq(flows.emailCanonical, emailCanonical), ne(flows.id, id), isOpen))
}

/** A live one by its link, without using it up. */
export async function selectLiveFlow(db: Db, linkHash: Buffer): Promise<MailedSignIn | undefined> {
  const [row] = await db
    .select()
    .from(flows)
    .where(and(eq(flows.linkHash, linkHash), isLive))
  return row
}

/** Counts a code as wrong before it is judged, so that of many at once five are; undefined when it bears no more. */
export async function countCodeTry(db: Db, id: string): Promise<MailedSignIn | undefined> {
  const [row] = await db
    .update(flows)
    .set({ wrongCodes: sql`${flows.wrongCodes} + 1` })
    .where(and(eq(flows.id, id), lt(flows.wrongCodes, MAX_WRONG_CODES), isLive))
    .returning()
  return row
}

/** Uses a live one up, link and code at once; undefined when another call has, or it is over. */
export async function consumeLiveFlow(db: Db, id: string): Promise<MailedSignIn | undefined> {
  const [row] = await db
    .update(flows)
    .set({ consumedAt: databaseNow })
    .where(and(eq(flows.id, id), isLive))
    .returning()
  return row
}

export async function voidOpenFlows(db: Db, userId: string): Promise<void> {
  await db
    .update(flows)
    .set({ voidedAt: databaseNow })
    .where(and(eq(flows.userId, userId), isOpen))
}

/** Deletes what expired more than `olderThanMs` ago and returns how many that were. */
export async function deleteExpiredFlows(db: Db, olderThanMs: number): Promise<number> {
  const rows = await db
    .delete(flows)
    .where(lt(flows.expiresAt, fromNow(-olderThanMs)))
    .returning({ one: sql`1` })
  return rows.length
}
