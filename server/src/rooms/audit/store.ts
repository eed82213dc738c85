import { and, desc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { union } from 'drizzle-orm/pg-core'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { GENESIS } from './rules.ts'
import { auditEvents, auditPersonal, type PersonalDetails } from './tables.ts'

type EventColumns = Omit<typeof auditEvents.$inferInsert, 'position' | 'at' | 'previousHash' | 'hash'>

/**
 * Writes an event and its personal details in one statement. The trigger `audit_link` sets time, position and
 * hashes; it holds the chain's head locked until the transaction ends.
 */
export async function insertEvent(
  db: Db,
  event: EventColumns,
  personal: { salt: Buffer; personal: PersonalDetails },
): Promise<void> {
  const linkedByTrigger = { at: databaseNow, position: 0, previousHash: GENESIS, hash: GENESIS }
  const inserted = db.$with('inserted').as(
    db
      .insert(auditEvents)
      .values({ ...event, ...linkedByTrigger })
      .returning({ id: auditEvents.id }),
  )
  await db
    .with(inserted)
    .insert(auditPersonal)
    .values({ eventId: event.id, ...personal })
}

export type ReadEvent = Awaited<ReturnType<typeof findEventsAbout>>[number]

/** Where an event stands in a list: time first; within a transaction, the order it was written in. */
export interface Place {
  at: Date
  position: number
  id: string
}

export const newestFirst = [desc(auditEvents.at), desc(auditEvents.position), desc(auditEvents.id)] as const

/** Two index scans that stop at the limit, one per side the person can be on, then merged: no scan of all they did. */
export function findEventsAbout(db: Db, userId: string, page: { limit: number; before: Place | undefined }) {
  const side = (isSide: SQL | undefined) =>
    db
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(and(isSide, page.before && isBefore(page.before)))
      .orderBy(...newestFirst)
      .limit(page.limit)
  const did = side(eq(auditEvents.actorId, userId))
  const met = side(and(eq(auditEvents.targetId, userId), eq(auditEvents.targetType, 'user')))
  return db
    .select({ event: auditEvents, personal: auditPersonal.personal })
    .from(auditEvents)
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, auditEvents.id))
    .where(inArray(auditEvents.id, union(did, met)))
    .orderBy(...newestFirst)
    .limit(page.limit)
}

export const isBefore = ({ at, position, id }: Place) =>
  and(
    lte(auditEvents.at, at),
    sql`(${auditEvents.at}, ${auditEvents.position}, ${auditEvents.id}) < (${at.toISOString()}::timestamptz, ${position}::bigint, ${id}::uuid)`,
  )
