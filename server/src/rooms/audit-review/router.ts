import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { perIp, platformProcedure } from '../../procedure.ts'
import { AuditEvent, listEvents } from '../audit/index.ts'
import { exportEvents, MAX_EXPORTED } from './export.ts'
import { AuditVerification, eventFilters } from './schemas.ts'
import { verifyLog } from './verification.ts'

const { cursor } = pageInput

export const auditReviewProcedures = {
  list: platformProcedure('audit:read')
    .meta({
      rest: 'GET /admin/audit-events',
      success: 200,
      summary: 'Search the audit log, newest first.',
      description:
        'All filters that are given must hold. A page of something rare may hold less than `limit`, even nothing, and have a `nextCursor` all the same: one call looks at some 20,000 events at the most.',
    })
    .input(z.strictObject({ ...eventFilters, ...pageInput }))
    .output(pageOf(AuditEvent))
    .query(({ ctx, input: { limit, cursor, ...filters } }) => listEvents(ctx, filters, { limit, cursor })),

  export: platformProcedure('audit:export')
    .meta({
      rest: 'GET /admin/audit-events/export',
      success: 200,
      produces: 'application/x-ndjson',
      summary: 'Take events out of the audit log as NDJSON, newest first.',
      description:
        'One `AuditEvent` a line; the last line is `{"nextCursor":…}`: pass it as `cursor` to go on, null is the end. An answer without that line was cut off. Each event has a `proof` besides, its place in its hash chain: `gatehouse audit verify --file` goes by it. That somebody exported is recorded.',
      limits: [perIp(60, minutes(1))],
      audit: 'admin.audit_exported',
    })
    .input(
      z.strictObject({
        ...eventFilters,
        limit: z
          .number()
          .int()
          .min(1)
          .max(MAX_EXPORTED)
          .default(MAX_EXPORTED)
          .describe('How many events at the most, 1 to 10,000.'),
        cursor,
      }),
    )
    .output(z.string().describe('NDJSON.').meta({ example: '{"nextCursor":null}\n' }))
    .query(({ ctx, input }) => exportEvents(ctx, input)),

  verify: platformProcedure('audit:read')
    .meta({
      rest: 'GET /admin/audit-events/verification',
      success: 200,
      summary: 'Recompute the hash chains of the audit log, and tell where they are broken.',
      description:
        'Finds events that were edited, deleted, inserted or reordered. One call goes through some 20,000 events; repeat it with `nextCursor` until that is null, and add up what the calls say. Whoever owns the database can rewrite a whole chain: only the anchors in the server’s log tell that, see `gatehouse audit verify`.',
      limits: [perIp(120, minutes(1))],
    })
    .input(
      z.strictObject({
        organizationId: IdInput.optional().describe('Only the chain of this organization.'),
        cursor,
      }),
    )
    .output(AuditVerification)
    .query(({ ctx, input }) => verifyLog(ctx, input)),
}
