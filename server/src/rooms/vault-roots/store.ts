import { desc, isNull, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { perDatabase } from '../../platform/per-database.ts'
import { vaultRoots } from './tables.ts'

export type RootRow = typeof vaultRoots.$inferSelect

const rootsQuery = perDatabase((db) =>
  db
    .select()
    .from(vaultRoots)
    .orderBy(desc(vaultRoots.createdAt), desc(vaultRoots.id))
    .prepare('vault_roots'),
)

/** Every root there ever was, newest first: one per revocation. */
export async function readRoots(db: Db): Promise<RootRow[]> {
  return rootsQuery(db).execute()
}

/** Lets one node at a time decide about roots, until its transaction ends. */
export async function lockRoots(db: Db): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtext('gatehouse vault roots'))`)
}

export async function insertRoot(
  db: Db,
  root: Pick<RootRow, 'id' | 'rootSealed'>,
  ageSeconds: number,
): Promise<void> {
  const createdAt = sql`${databaseNow} - ${ageSeconds} * interval '1 second'`
  await db.insert(vaultRoots).values({ ...root, createdAt })
}

export async function revokeLiveRoots(db: Db): Promise<void> {
  await db.update(vaultRoots).set({ revokedAt: databaseNow }).where(isNull(vaultRoots.revokedAt))
}
