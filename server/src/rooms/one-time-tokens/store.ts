import { and, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { oneTimeTokens, type Purpose } from './tables.ts'

export type TokenRow = typeof oneTimeTokens.$inferSelect

interface NewRow {
  tokenHash: Buffer
  purpose: Purpose
  userId: string
  emailCanonical: string
  details: Record<string, unknown>
  ttlMs: number
}

/** The moment `ms` from now, by the database's clock. */
export const fromNow = (ms: number): SQL<Date> => sql<Date>`${databaseNow} + ${ms} * interval '1 millisecond'`

const isOpen = and(isNull(oneTimeTokens.consumedAt), isNull(oneTimeTokens.voidedAt))

const isLive = (purpose: Purpose, tokenHash: Buffer) =>
  and(
    eq(oneTimeTokens.tokenHash, tokenHash),
    eq(oneTimeTokens.purpose, purpose),
    isOpen,
    gt(oneTimeTokens.expiresAt, databaseNow),
  )

/**
 * Stores a token in the place of the person's open one of that purpose. One upsert against the unique index, so
 * of two that race the later one stays and the earlier one is gone.
 */
export async function putToken(db: Db, row: NewRow): Promise<void> {
  const { ttlMs, ...columns } = row
  const expiresAt = fromNow(ttlMs)
  await db
    .insert(oneTimeTokens)
    .values({ ...columns, expiresAt })
    .onConflictDoUpdate({
      target: [oneTimeTokens.userId, oneTimeTokens.purpose],
      targetWhere: sql`consumed_at is null and voided_at is null`,
      set: {
        tokenHash: sql`excluded.token_hash`,
        emailCanonical: sql`excluded.email_canonical`,
        details: sql`excluded.details`,
        createdAt: sql`excluded.created_at`,
        expiresAt: sql`excluded.expires_at`,
      },
    })
}

export async function selectLiveToken(
  db: Db,
  purpose: Purpose,
  tokenHash: Buffer,
): Promise<TokenRow | undefined> {
  const [row] = await db.select().from(oneTimeTokens).where(isLive(purpose, tokenHash))
  return row
}

/**
 * Marks a live token consumed and returns it; undefined when it is unknown, expired, voided or used. One UPDATE
 * that states the whole condition, so of many that race exactly one gets the row.
 */
export async function consumeLiveToken(
  db: Db,
  purpose: Purpose,
  tokenHash: Buffer,
): Promise<TokenRow | undefined> {
  const [row] = await db
    .update(oneTimeTokens)
    .set({ consumedAt: databaseNow })
    .where(isLive(purpose, tokenHash))
    .returning()
  return row
}

export async function voidOpenTokens(db: Db, userId: string, purpose: Purpose | undefined): Promise<void> {
  await db
    .update(oneTimeTokens)
    .set({ voidedAt: databaseNow })
    .where(and(eq(oneTimeTokens.userId, userId), purpose && eq(oneTimeTokens.purpose, purpose), isOpen))
}

/** Deletes what expired more than `olderThanMs` ago and returns how many that were. */
export async function deleteExpired(db: Db, olderThanMs: number): Promise<number> {
  const rows = await db
    .delete(oneTimeTokens)
    .where(lt(oneTimeTokens.expiresAt, fromNow(-olderThanMs)))
    .returning({ one: sql`1` })
  return rows.length
}
