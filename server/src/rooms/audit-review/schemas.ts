import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { auditActions, breakKinds } from '../audit/index.ts'

/** What the log is searched by, as procedures take it. */
export const eventFilters = {
  action: z.enum(auditActions).optional().describe('What happened.'),
  outcome: z.enum(['success', 'failure']).optional(),
  actorId: IdInput.optional().describe('The id of the person, or of the API key, that did it.'),
  targetType: z
    .string()
    .regex(/^[a-z][a-z_]{0,31}$/, 'Not a kind of target.')
    .optional()
    .describe('What kind of thing it was done to: `user`, `session`, `organization`.'),
  targetId: z.string().min(1).max(128).optional().describe('What it was done to, by its id.'),
  organizationId: IdInput.optional(),
  requestId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,128}$/, 'Not a request id.')
    .optional()
    .describe('The `X-Request-Id` of the call that did it.'),
  from: z.date().optional().describe('At or after this moment.'),
  to: z.date().optional().describe('Before this moment.'),
}

const ChainBreak = z
  .object({
    chain: z.string(),
    position: z.number().int().describe('Counted from 1.'),
    kind: z
      .enum(breakKinds)
      .describe(
        '`missing`: an event was deleted. `edited`: it does not say what was written. `moved`: it does not follow the one before it. `headless`: the end of the chain does not belong to it. `anchor`: it is not what was noted outside.',
      ),
    eventId: z.uuid().nullable().describe('Null where the event is not there.'),
  })
  .meta({
    id: 'AuditChainBreak',
    description: 'The first place at which a chain of the audit log is broken.',
  })

export const AuditVerification = z
  .object({
    chains: z.number().int().describe('Chains that this call came to the end of.'),
    events: z.number().int().describe('Events that this call recomputed.'),
    breaks: z.array(ChainBreak).describe('Empty: nothing was tampered with, as far as this call went.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` to go on; null when the whole log was gone through.'),
  })
  .meta({
    id: 'AuditVerification',
    description: 'What a stretch of the audit log came to when it was recomputed.',
  })
export type AuditVerification = z.infer<typeof AuditVerification>
