import type { Context } from '../../context.ts'
import { type EventFilters, type ExportedEvent, listForExport, recordAudit } from '../audit/index.ts'

/** Events of one call: some 5 MB of text. */
export const MAX_EXPORTED = 10_000
/** Read a thousand at a time, so that no statement, and no turn of the event loop, takes long. */
const BATCH = 1_000
/** After this long a call ends with what it has; whoever asks goes on from its cursor. */
const ENOUGH_MS = 4_000

interface Export extends EventFilters {
  limit: number
  cursor?: string | undefined
}

/**
 * Events as NDJSON, newest first: one a line, and as the last line `{"nextCursor":…}`, by which the next call goes on, and
 * whose absence tells that the answer was cut off. With each event goes what ties it to its chain, for
 * `gatehouse audit verify --file`. It takes what is known of many people out of the platform, so it is
 * recorded, although it changes nothing.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function exportEvents(ctx: Context, { limit, cursor, ...filters }: Export): Promise<string> {
  const { events, nextCursor } = await collect(ctx, filters, { limit, cursor })
  await ctx.db.transaction((tx) =>
    recordAudit(
      { ...ctx, db: tx },
      {
        action: 'admin.audit_exported',
        details: { events: events.length, ...told(filters), more: nextCursor !== null },
      },
    ),
  )
  return [...events, { nextCursor }].map((line) => `${JSON.stringify(line)}\n`).join('')
}

async function collect(
  ctx: Pick<Context, 'db'>,
  filters: EventFilters,
  { limit, cursor }: Pick<Export, 'limit' | 'cursor'>,
): Promise<{ events: ExportedEvent[]; nextCursor: string | null }> {
  const startedAt = performance.now()
  const events: ExportedEvent[] = []
  let next: string | null | undefined = cursor
  do {
    const page = await listForExport(ctx, filters, {
      limit: Math.min(BATCH, limit - events.length),
      cursor: next ?? undefined,
    })
    events.push(...page.items)
    next = page.nextCursor
  } while (next !== null && events.length < limit && performance.now() - startedAt < ENOUGH_MS)
  return { events, nextCursor: next }
}

/** The filters, as facts of the event. */
const told = (filters: EventFilters) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
