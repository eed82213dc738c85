import type { Context } from '../../context.ts'
import { cutPage, encodeCursor, type Page, type PageRequest } from '../../kit/page.ts'
import { placeKey, readPlaceCursor, toAuditEvent } from './reading.ts'
import type { AuditEvent } from './schemas.ts'
import { type EventFilters, findEvents, findLastLookedAt, isPicky } from './search-store.ts'

/**
 * Events that meet every filter, newest first, with the place each was done from. Pages stay where they are while new
 * events come in.
 *
 * One page looks at no more than 20,000 events that meet the narrowest filter, so that no search reads the whole log: a
 * page of something rare may hold less than was asked for, or nothing, and still have a next one.
 *
 * Who may see which events is the caller's to decide: an organization's administrators pass their own `organizationId`.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function listEvents(
  ctx: Pick<Context, 'db'>,
  filters: EventFilters,
  page: PageRequest,
): Promise<Page<AuditEvent>> {
  const before = readPlaceCursor(page.cursor)
  const rows = await findEvents(ctx.db, filters, { limit: page.limit + 1, before })
  const found = cutPage(rows, page.limit, { toItem: toAuditEvent, keyOf: ({ event }) => placeKey(event) })
  if (found.nextCursor !== null || !isPicky(filters)) return found
  const last = await findLastLookedAt(ctx.db, filters, before)
  return last ? { ...found, nextCursor: encodeCursor(placeKey(last)) } : found
}
