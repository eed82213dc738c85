import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import type { AuditAction } from './actions.ts'
import { isBefore, newestFirst, type Place, type ReadEvent } from './store.ts'
import { auditEvents, auditPersonal } from './tables.ts'

/** What events may be searched by. All that are given must hold. */
export interface EventFilters {
  action?: AuditAction | undefined
  outcome?: 'success' | 'failure' | undefined
  actorId?: string | undefined
  targetType?: string | undefined
  targetId?: string | undefined
  organizationId?: string | undefined
  requestId?: string | undefined
  /** At or after. */
  from?: Date | undefined
  /** Before. */
  to?: Date | undefined
}

type Criterion = 'requestId' | 'targetId' | 'actorId' | 'organizationId' | 'action' | 'targetType' | 'outcome'

/** What has an index of its own, the narrowest first: the search walks along one of them and along no other. */
const INDEXED = ['requestId', 'targetId', 'actorId', 'organizationId', 'action'] as const

/**
 * How many events one statement looks at for those that meet the other criteria. Without a bound, a search for something
 * rare among a person's, or everybody's, events would read all of them.
 */
export const LOOKED_AT = 20_000

const present = (filters: EventFilters): Criterion[] =>
  ([...INDEXED, 'targetType', 'outcome'] as const).filter((name) => filters[name] !== undefined)

const walkedAlong = (filters: EventFilters): Criterion | undefined =>
  INDEXED.find((name) => filters[name] !== undefined)

/** Whether the index that is walked along does not answer the search alone. */
export const isPicky = (filters: EventFilters): boolean =>
  present(filters).some((name) => name !== walkedAlong(filters))

interface Stretch {
  before: Place | undefined
  limit: number
  offset?: number
}

/** A stretch of the log, newest first, along the one index: what the other criteria are then held against. */
function walk(db: Db, filters: EventFilters, { before, limit, offset = 0 }: Stretch) {
  const along = walkedAlong(filters)
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        along && eq(auditEvents[along], filters[along] as string),
        filters.from && gte(auditEvents.at, filters.from),
        filters.to && lt(auditEvents.at, filters.to),
        before && isBefore(before),
      ),
    )
    .orderBy(...newestFirst)
    .limit(limit)
    .offset(offset)
}

/** The newest events before a place that meet all criteria, of the next `LOOKED_AT` that meet the indexed one. */
export function eventsQuery(
  db: Db,
  filters: EventFilters,
  page: { limit: number; before: Place | undefined },
) {
  const seen = walk(db, filters, { before: page.before, limit: LOOKED_AT }).as('seen')
  const along = walkedAlong(filters)
  const others: SQL[] = present(filters)
    .filter((name) => name !== along)
    .map((name) => eq(seen[name], filters[name] as string))
  const inOrder = [desc(seen.at), desc(seen.position), desc(seen.id)]
  const found = db
    .select()
    .from(seen)
    .where(and(...others))
    .orderBy(...inOrder)
    .limit(page.limit)
    .as('found')
  return db
    .select()
    .from(found)
    .leftJoin(auditPersonal, eq(auditPersonal.eventId, found.id))
    .orderBy(desc(found.at), desc(found.position), desc(found.id))
}

export async function findEvents(
  db: Db,
  filters: EventFilters,
  page: { limit: number; before: Place | undefined },
): Promise<ReadEvent[]> {
  const rows = await eventsQuery(db, filters, page)
  return rows.map(({ found, audit_personal }) => ({
    event: found,
    personal: audit_personal?.personal ?? null,
  }))
}

/** The last event that was looked at, when there may be more behind it. */
export async function findLastLookedAt(
  db: Db,
  filters: EventFilters,
  before: Place | undefined,
): Promise<Place | undefined> {
  const [last] = await walk(db, filters, { before, limit: 1, offset: LOOKED_AT - 1 })
  return last
}
