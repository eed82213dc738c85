import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { auditChains, auditEvents, auditPersonal } from './tables.ts'

/** A chain's head, and the last position that any event of it has. Of one snapshot, so the two must agree. */
export interface ChainEnd {
  chain: string
  head: { position: number; hash: Buffer } | null
  lastPosition: number | null
}

/**
 * The ends of one chain, or of all. Also of those that have events and no head: the names are found by leaping from one to
 * the next in the index, since counting through all events would take longer than a statement may.
 */
export async function readChainEnds(db: Db, chain: string | undefined): Promise<ChainEnd[]> {
  const rows = await db.execute<{
    chain: string
    position: string | null
    hash: Buffer | null
    last: string | null
  }>(sql`
    WITH RECURSIVE leap AS (
      SELECT min(chain) AS chain FROM audit_events
      UNION ALL
      SELECT (SELECT min(e.chain) FROM audit_events e WHERE e.chain > leap.chain) FROM leap WHERE leap.chain IS NOT NULL
    ), ends AS (
      SELECT coalesce(c.chain, leap.chain) AS chain, c.position, c.hash
      FROM audit_chains c FULL JOIN (SELECT chain FROM leap WHERE chain IS NOT NULL) leap ON leap.chain = c.chain
    )
    SELECT chain, position, hash, (SELECT max(e.position) FROM audit_events e WHERE e.chain = ends.chain) AS last
    FROM ends WHERE ${chain ?? null}::text IS NULL OR chain = ${chain ?? null}::text
    ORDER BY chain`)
  return rows.map((row) => ({
    chain: row.chain,
    head: row.hash && { position: Number(row.position), hash: row.hash },
    lastPosition: row.last === null ? null : Number(row.last),
  }))
}

export type ChainedEvent = Awaited<ReturnType<typeof readChain>>[number]

/** A stretch of a chain, in order, with what is left of the personal details. */
export async function readChain(db: Db, chain: string, after: number, upTo: number, limit: number) {
  return db
    .select({
      event: auditEvents,
      personal: { salt: auditPersonal.salt, personal: auditPersonal.personal },
    })
    .from(auditEvents)
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, auditEvents.id))
    .where(
      and(eq(auditEvents.chain, chain), gt(auditEvents.position, after), lte(auditEvents.position, upTo)),
    )
    .orderBy(asc(auditEvents.position))
    .limit(limit)
}

/** The head of every chain. */
export async function readHeads(db: Db) {
  return db.select().from(auditChains).orderBy(auditChains.chain)
}
