import { and, eq, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { apiKeys, isLiveKey } from '../api-keys/index.ts'

/** Whose keys are meant. An organization's are nobody's own, whoever has made them. */
export type KeyOwner = { userId: string } | { organizationId: string }

/** How long a key is still shown, and kept, after its end. */
const KEPT = sql`interval '30 days'`

const ownedBy = (owner: KeyOwner): SQL | undefined =>
  'organizationId' in owner
    ? eq(apiKeys.organizationId, owner.organizationId)
    : and(isNull(apiKeys.organizationId), eq(apiKeys.userId, owner.userId))

const successors = alias(apiKeys, 'successors')
const newest = newestFirst(apiKeys.createdAt, apiKeys.id)

/** Keys with who made them and what has taken their place; a join, as both lie within the same wall. */
const selectKeys = (db: Db) =>
  db
    .select({
      key: apiKeys,
      isExpired: sql<boolean>`coalesce(${apiKeys.expiresAt} <= ${databaseNow}, false)`,
      replacedById: successors.id,
      createdBy: { id: users.id, displayName: users.displayName },
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .leftJoin(successors, eq(successors.replacesId, apiKeys.id))

export type KeyRow = Awaited<ReturnType<typeof selectKeys>>[number]

/** Live keys, and those that ended in the last thirty days; newest first. */
export async function selectPage(
  db: Db,
  owner: KeyOwner,
  limit: number,
  after: MomentPlace | undefined,
): Promise<KeyRow[]> {
  return selectKeys(db)
    .where(
      and(
        ownedBy(owner),
        or(isNull(apiKeys.revokedAt), gt(apiKeys.revokedAt, sql`${databaseNow} - ${KEPT}`)),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`${databaseNow} - ${KEPT}`)),
        newest.behind(after),
      ),
    )
    .orderBy(...newest.order)
    .limit(limit)
}

export async function selectOne(db: Db, id: string): Promise<KeyRow | undefined> {
  const [row] = await selectKeys(db).where(eq(apiKeys.id, id))
  return row
}

/** Exact under the lock of the owner's row, which whoever adds a key takes before. */
export async function countLiveKeys(db: Db, owner: KeyOwner): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(apiKeys)
    .where(and(ownedBy(owner), isLiveKey()))
  return row?.count ?? 0
}

export async function insertKey(db: Db, key: typeof apiKeys.$inferInsert): Promise<void> {
  await db.insert(apiKeys).values(key)
}

/** A live key, locked until the transaction ends: of two changes at once, the second sees what the first has made of it. */
export async function lockLiveKey(db: Db, owner: KeyOwner, id: string) {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, id), ownedBy(owner), isLiveKey()))
    .for('update')
  return row
}

/** Whether a key has taken the place of that one. A statement of its own, so that it sees what the lock waited for. */
export async function isReplaced(db: Db, id: string): Promise<boolean> {
  const rows = await db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.replacesId, id)).limit(1)
  return rows.length > 0
}

/** Has a key end within so many seconds, or when it would have ended by itself. */
export async function endSoon(db: Db, id: string, overlapSeconds: number): Promise<void> {
  await db
    .update(apiKeys)
    .set({
      expiresAt: sql`least(${apiKeys.expiresAt}, ${databaseNow} + ${overlapSeconds} * interval '1 second')`,
    })
    .where(eq(apiKeys.id, id))
}

/** Revokes a live key; false when there is none of that owner. One statement, so of two at once one does. */
export async function revokeLiveKey(db: Db, owner: KeyOwner, id: string): Promise<boolean> {
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: databaseNow })
    .where(and(eq(apiKeys.id, id), ownedBy(owner), isLiveKey()))
    .returning({ id: apiKeys.id })
  return rows.length === 1
}

/** Deletes keys that ended thirty days ago. Across organizations. */
export async function deleteOldKeys(db: Db): Promise<void> {
  await db
    .delete(apiKeys)
    .where(
      or(
        lt(apiKeys.revokedAt, sql`${databaseNow} - ${KEPT}`),
        lt(apiKeys.expiresAt, sql`${databaseNow} - ${KEPT}`),
      ),
    )
}
