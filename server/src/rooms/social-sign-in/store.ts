import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { oauthFlows } from './tables.ts'

export type Flow = typeof oauthFlows.$inferSelect
type NewFlow = Omit<typeof oauthFlows.$inferInsert, 'createdAt' | 'expiresAt' | 'consumedAt'>

export async function insertFlow(db: Db, flow: NewFlow, ttlSeconds: number): Promise<void> {
  await db.insert(oauthFlows).values({
    ...flow,
    expiresAt: sql`${databaseNow} + make_interval(secs => ${ttlSeconds})`,
  })
}

/**
 * Marks a live flow consumed and returns it; undefined when it is unknown, expired, used, or was begun in another
 * browser or at another provider. One UPDATE, so of two racing callers exactly one gets the row.
 */
export async function consumeFlow(
  db: Db,
  bound: Pick<Flow, 'stateHash' | 'provider' | 'browserHash'>,
): Promise<Flow | undefined> {
  const [row] = await db
    .update(oauthFlows)
    .set({ consumedAt: databaseNow })
    .where(
      and(
        eq(oauthFlows.stateHash, bound.stateHash),
        eq(oauthFlows.provider, bound.provider),
        eq(oauthFlows.browserHash, bound.browserHash),
        isNull(oauthFlows.consumedAt),
        gt(oauthFlows.expiresAt, databaseNow),
      ),
    )
    .returning()
  return row
}

/** Flows that ran out a day ago. */
export async function deleteOldFlows(db: Db): Promise<void> {
  await db.delete(oauthFlows).where(sql`${oauthFlows.expiresAt} < ${databaseNow} - interval '1 day'`)
}
