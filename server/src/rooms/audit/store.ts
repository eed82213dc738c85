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

/** As `insertEvent`, for many: given as JSON, since a statement takes no more than 65,535 parameters. */
export async function insertEvents(
  db: Db,
  events: readonly { columns: EventColumns; personal: { salt: Buffer; personal: PersonalDetails } }[],
): Promise<void> {
  const rows = events.map(({ columns, personal }) => ({
    ...columns,
    personalHash: columns.personalHash.toString('hex'),
    contentHash: columns.contentHash.toString('hex'),
    salt: personal.salt.toString('hex'),
    personal: personal.personal,
  }))
  await db.execute(sql`
    WITH brought AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
        id uuid, chain text, action text, outcome text, "actorType" text, "actorId" uuid, "realActorId" uuid,
        "targetType" text, "targetId" text, "organizationId" uuid, "requestId" text, details jsonb,
        "personalHash" text, "contentHash" text, salt text, personal jsonb)
    ), inserted AS (
      INSERT INTO audit_events (id, chain, action, outcome, actor_type, actor_id, real_actor_id, target_type, target_id,
        organization_id, request_id, details, personal_hash, content_hash, at, position, previous_hash, hash)
      SELECT id, chain, action, outcome, "actorType", "actorId", "realActorId", "targetType", "targetId",
        "organizationId", "requestId", details, decode("personalHash", 'hex'), decode("contentHash", 'hex'),
        ${databaseNow}, 0, ${GENESIS}, ${GENESIS}
      FROM brought
      RETURNING audit_events.id
    )
    INSERT INTO audit_personal (event_id, salt, personal)
    SELECT inserted.id, decode(salt, 'hex'), personal FROM inserted JOIN brought USING (id)`)
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
