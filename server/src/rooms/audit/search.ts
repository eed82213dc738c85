import type { Context } from '../../context.ts'
import type { Page, PageRequest } from '../../kit/page.ts'
import { pageOf } from './exporting.ts'
import { toAuditEvent } from './reading.ts'
import type { AuditEvent } from './schemas.ts'
import type { EventFilters } from './search-store.ts'

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
  return pageOf(ctx, filters, page, toAuditEvent)
}
