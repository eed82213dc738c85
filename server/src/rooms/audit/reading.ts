import type { Context } from '../../context.ts'
import { isId } from '../../kit/ids.ts'
import {
  cutPage,
  decodeCursor,
  isInstant,
  type Page,
  type PageRequest,
  refuseCursor,
} from '../../kit/page.ts'
import type { AuditEvent } from './schemas.ts'
import { findEventsAbout, type Place, type ReadEvent } from './store.ts'

/**
 * What a person did and what was done to them, newest first. Pages stay where they are while new events come in.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function listEventsAbout(
  ctx: Pick<Context, 'db'>,
  userId: string,
  page: PageRequest,
): Promise<Page<AuditEvent>> {
  const before = readPlaceCursor(page.cursor)
  const rows = await findEventsAbout(ctx.db, userId, { limit: page.limit + 1, before })
  return cutPage(rows, page.limit, { toItem: toAuditEvent, keyOf: ({ event }) => placeKey(event) })
}

/**
 * The same for the person's own eyes. Where another person acted (an administrator), the place they acted from is theirs
 * and is left out.
 */
export async function listOwnEvents(
  ctx: Pick<Context, 'db'>,
  userId: string,
  page: PageRequest,
): Promise<Page<AuditEvent>> {
  const { items, nextCursor } = await listEventsAbout(ctx, userId, page)
  return { items: items.map((event) => withoutOthersPlace(event, userId)), nextCursor }
}

function withoutOthersPlace(event: AuditEvent, userId: string): AuditEvent {
  const really = event.realActor ?? event.actor
  const byAnother = really.type === 'user' && really.id !== userId
  return byAnother ? { ...event, ip: null, userAgent: null } : event
}

const POSITION = /^\d{1,15}$/

/** @throws {IdentityError} `request.invalid` when it is no cursor of a list of events. */
export function readPlaceCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const [at = '', position = '', id = ''] = decodeCursor(cursor, 3) ?? []
  if (!isInstant(at) || !POSITION.test(position) || !isId(id)) refuseCursor()
  return { at: new Date(at), position: Number(position), id }
}

/** Where an event stands, as a cursor holds it. */
export const placeKey = ({ at, position, id }: Place): readonly string[] => [
  at.toISOString(),
  String(position),
  id,
]

export function toAuditEvent({ event, personal }: ReadEvent): AuditEvent {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    outcome: event.outcome,
    actor: { type: event.actorType, id: event.actorId },
    realActor: event.realActorId === null ? null : { type: 'user', id: event.realActorId },
    target: event.targetType === null ? null : { type: event.targetType, id: event.targetId ?? '' },
    organizationId: event.organizationId,
    // Empty for what the platform did by itself, missing once the person was erased.
    ip: personal?.ip || null,
    userAgent: personal?.userAgent || null,
    requestId: event.requestId,
    details: event.details,
  }
}
