import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { perDatabase } from '../../platform/per-database.ts'
import { signingKeys } from './tables.ts'

export type KeyRow = typeof signingKeys.$inferSelect

/** Keys as they stood at `now`, the database's time; oldest first. */
export interface KeysAt {
  keys: KeyRow[]
  now: Date
}

const columns = { key: signingKeys, now: sql<Date>`gatehouse_now()`.mapWith(signingKeys.createdAt) }
const order = [signingKeys.activatesAt, signingKeys.kid] as const

const livingKeysQuery = perDatabase((db) =>
  db
    .select(columns)
    .from(signingKeys)
    .where(
      and(
        isNull(signingKeys.revokedAt),
        or(isNull(signingKeys.retiresAt), gt(signingKeys.retiresAt, databaseNow)),
      ),
    )
    .orderBy(...order)
    .prepare('living_signing_keys'),
)

/** The keys that are published: next, active and retiring. What every node asks for about every second. */
export async function readLivingKeys(db: Db): Promise<KeysAt> {
  return keysAt(await livingKeysQuery(db).execute())
}

/** All keys there ever were: one per rotation. */
export async function readAllKeys(db: Db): Promise<KeysAt> {
  return keysAt(
    await db
      .select(columns)
      .from(signingKeys)
      .orderBy(...order),
  )
}

function keysAt(rows: readonly { key: KeyRow; now: Date }[]): KeysAt {
  return { keys: rows.map((row) => row.key), now: rows[0]?.now ?? new Date(0) }
}

/** Lets one node at a time decide about keys, until its transaction ends: two must not both make the next one. */
export async function lockKeys(db: Db): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('gatehouse signing keys'))`)
}

/** Adds a key that signs from `delayMs` on. */
export async function insertKey(
  db: Db,
  key: Pick<KeyRow, 'kid' | 'algorithm' | 'publicJwk' | 'privateJwkSealed'>,
  delayMs: number,
): Promise<void> {
  const activatesAt = sql<Date>`${databaseNow} + ${delayMs} * interval '1 millisecond'`
  await db.insert(signingKeys).values({ ...key, activatesAt })
}

export async function activateNow(db: Db, kid: string): Promise<void> {
  await db.update(signingKeys).set({ activatesAt: databaseNow }).where(eq(signingKeys.kid, kid))
}

export async function setRetirement(db: Db, kid: string, retiresAt: Date | null): Promise<void> {
  await db.update(signingKeys).set({ retiresAt }).where(eq(signingKeys.kid, kid))
}

export async function setRevoked(db: Db, kid: string): Promise<void> {
  await db.update(signingKeys).set({ revokedAt: databaseNow }).where(eq(signingKeys.kid, kid))
}
