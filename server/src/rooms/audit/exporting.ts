import type { Context } from '../../context.ts'
import { cutPage, encodeCursor, type Page, type PageRequest } from '../../kit/page.ts'
import { placeKey, readPlaceCursor, toAuditEvent } from './reading.ts'
import type { AuditEvent } from './schemas.ts'
import { type EventFilters, findEvents, findLastLookedAt, isPicky } from './search-store.ts'
import type { ReadEvent } from './store.ts'

/** What ties an exported event to its chain, in hex: a file of events can be verified by it without the database. */
export interface EventProof {
  chain: string
  position: number
  personalHash: string
  previousHash: string
  hash: string
}

export type ExportedEvent = AuditEvent & { proof: EventProof }

/**
 * As `listEvents`, with what an exported file is verified by.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function listForExport(
  ctx: Pick<Context, 'db'>,
  filters: EventFilters,
  page: PageRequest,
): Promise<Page<ExportedEvent>> {
  return pageOf(ctx, filters, page, (row) => ({ ...toAuditEvent(row), proof: proofOf(row) }))
}

/** A page of the events that meet every filter, newest first. */
export async function pageOf<Item>(
  ctx: Pick<Context, 'db'>,
  filters: EventFilters,
  page: PageRequest,
  toItem: (row: ReadEvent) => Item,
): Promise<Page<Item>> {
  const before = readPlaceCursor(page.cursor)
  const rows = await findEvents(ctx.db, filters, { limit: page.limit + 1, before })
  const found = cutPage(rows, page.limit, { toItem, keyOf: ({ event }) => placeKey(event) })
  if (found.nextCursor !== null || !isPicky(filters)) return found
  const last = await findLastLookedAt(ctx.db, filters, before)
  return last ? { ...found, nextCursor: encodeCursor(placeKey(last)) } : found
}

const proofOf = ({ event }: ReadEvent): EventProof => ({
  chain: event.chain,
  position: event.position,
  personalHash: event.personalHash.toString('hex'),
  previousHash: event.previousHash.toString('hex'),
  hash: event.hash.toString('hex'),
})
