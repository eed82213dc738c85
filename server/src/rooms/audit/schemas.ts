import { z } from 'zod'
import { auditActions } from './actions.ts'

const Party = z.object({
  type: z.enum(['anonymous', 'user', 'api_key', 'system']),
  id: z.uuid().nullable(),
})

export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.date().describe('When it was written, by the database’s clock.'),
    action: z.enum(auditActions),
    outcome: z.enum(['success', 'failure']),
    actor: Party.describe('Who did it: `anonymous` for somebody who was not signed in.'),
    realActor: Party.nullable().describe('Who it really was, when somebody acted as another person.'),
    target: z.object({ type: z.string(), id: z.string() }).nullable().describe('What it was done to.'),
    organizationId: z.uuid().nullable(),
    ip: z.string().nullable().describe('Null when it is not known or not yours to see.'),
    userAgent: z.string().nullable().describe('Null when it is not known or not yours to see.'),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()).describe('What else is known: reasons, methods, counts.'),
  })
  .meta({ id: 'AuditEvent', description: 'Something that happened, as the audit log has it.' })
export type AuditEvent = z.infer<typeof AuditEvent>
