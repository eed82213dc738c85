import { z } from 'zod'
import { keyStates } from '../signing-keys/index.ts'

export const SwitchableProvider = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['google', 'microsoft', 'oidc']),
    issuer: z.string().describe('`{tenantid}` stands for any tenant.'),
    enabled: z.boolean(),
  })
  .meta({ id: 'SwitchableProvider', description: 'A configured provider, and whether it is on.' })

export const SigningKey = z
  .object({
    kid: z.string(),
    algorithm: z.enum(['ES256', 'EdDSA', 'RS256']),
    state: z
      .enum(keyStates)
      .describe(
        '`next`: published, and not signing yet. `active`: signs. `retiring`: no longer signs, still published. `retired` and `revoked`: not published.',
      ),
    createdAt: z.date(),
    activatesAt: z.date(),
    retiresAt: z.date().nullable().describe('When it leaves the published set; null for the last in line.'),
    revokedAt: z.date().nullable(),
  })
  .meta({
    id: 'SigningKey',
    description: 'A key that access tokens are signed with, without the key itself.',
  })

const count = z.number().int()

export const Stats = z
  .object({
    days: z
      .array(
        z.object({
          day: z
            .string()
            .regex(/^\d{4}-\d\d-\d\d$/)
            .describe('By UTC.')
            .meta({ example: '2026-11-24' }),
          users: count.describe('Accounts that were made, and are still there.'),
          signIns: count,
          failures: count.describe('Sign-ins that were refused, and wrong second factors.'),
          lockouts: count.describe('Accounts that a run of wrong passwords has paused.'),
          rateLimited: count.describe('Calls refused with 429; a minute behind.'),
        }),
      )
      .describe('Oldest first; today is the last.'),
    totals: z.object({
      users: count,
      verified: count,
      disabled: count,
      organizations: count,
      sessions: count.describe('Live ones.'),
    }),
  })
  .meta({ id: 'Stats', description: 'The platform in numbers.' })
