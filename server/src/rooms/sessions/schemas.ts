import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'

export const SessionId = IdInput.describe('A session’s id.')

export const Session = z
  .object({
    id: z.uuid(),
    current: z.boolean().describe('Whether this request came from it.'),
    createdAt: z.date(),
    lastSeenAt: z.date().describe('When it was last refreshed.'),
    expiresAt: z.date().describe('When it ends at the latest, however much it is used.'),
    ip: z.string().describe('Empty where somebody else acts.'),
    userAgent: z.string().describe('Empty where somebody else acts.'),
    device: z.string().describe('A short name made from the User-Agent.'),
    amr: z.array(z.string()).describe('How the person proved themselves (RFC 8176).'),
    organizationId: z.uuid().nullable(),
    isImpersonated: z
      .boolean()
      .describe(
        'Whether it is an administrator who acts as you, for an hour at the most. You may end it, too.',
      ),
  })
  .meta({ id: 'Session', description: 'A device that is signed in.' })
export type Session = z.infer<typeof Session>
