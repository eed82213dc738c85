import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { isId } from '../../kit/ids.ts'
import { decodeCursor, encodeCursor } from '../../kit/page.ts'
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
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
  const before = page.cursor === undefined ? undefined : readCursor(page.cursor)
  const rows = await findEventsAbout(ctx.db, userId, { limit: page.limit + 1, before })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toAuditEvent),
    nextCursor:
      rows.length > page.limit && last
        ? encodeCursor([last.event.at.toISOString(), String(last.event.position), last.event.id])
        : null,
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const POSITION = /^\d{1,15}$/

function readCursor(cursor: string): Place {
  const [at = '', position = '', id = ''] = decodeCursor(cursor, 3) ?? []
  const isOurs = INSTANT.test(at) && !Number.isNaN(Date.parse(at)) && POSITION.test(position) && isId(id)
  if (isOurs) return { at: new Date(at), position: Number(position), id }
  throw new IdentityError('request.invalid', {
    errors: [{ pointer: '/cursor', code: 'cursor_invalid', message: 'Not a cursor of this list.' }],
  })
}

function toAuditEvent({ event, personal }: ReadEvent): AuditEvent {
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
