import { z } from 'zod'
import { User } from '../accounts/index.ts'
import { AuditEvent } from '../audit/index.ts'
import { Passkey } from '../passkeys/index.ts'

const Span = { createdAt: z.date(), expiresAt: z.date() }

/** Everything that is held about a person. Secrets, and hashes of secrets, are named by their being there, not shown. */
export const PersonalData = z
  .object({
    exportedAt: z.date(),
    account: User,
    erasedAfter: z.date().nullable().describe('When a closed account is erased.'),
    password: z.object({
      isSet: z.boolean(),
      changedAt: z.date().nullable(),
      changeRequired: z.boolean(),
      failedAttempts: z.number().int().describe('Wrong passwords since the last right one.'),
      pausedUntil: z.date().nullable(),
    }),
    authenticatorApp: z.object({
      confirmedAt: z.date().nullable(),
      failedAttempts: z.number().int(),
      pausedUntil: z.date().nullable(),
    }),
    recoveryCodes: z.array(z.object({ createdAt: z.date(), usedAt: z.date().nullable() })),
    passkeys: z.array(Passkey.extend({ transports: z.array(z.string()), aaguid: z.string() })),
    identities: z.array(
      z.object({
        provider: z.string(),
        issuer: z.string(),
        subject: z.string(),
        email: z.string().nullable(),
        createdAt: z.date(),
        lastUsedAt: z.date(),
      }),
    ),
    apiKeys: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        prefix: z.string(),
        organizationId: z.uuid().nullable().describe('Null for a key of their own.'),
        scopes: z.array(z.string()),
        createdAt: z.date(),
        expiresAt: z.date().nullable(),
        lastUsedAt: z.date().nullable(),
        revokedAt: z.date().nullable(),
      }),
    ),
    invitations: z.array(
      z.object({
        direction: z.enum(['received', 'sent']),
        organization: z.string(),
        email: z.string().describe('The invited address.'),
        role: z.string(),
        ...Span,
        acceptedAt: z.date().nullable(),
        declinedAt: z.date().nullable(),
        revokedAt: z.date().nullable(),
      }),
    ),
    sessions: z.array(
      z.object({
        id: z.uuid(),
        ...Span,
        lastSeenAt: z.date(),
        ip: z.string(),
        userAgent: z.string(),
        amr: z.array(z.string()),
        endedAt: z.date().nullable(),
        endReason: z.string().nullable(),
      }),
    ),
    memberships: z.array(
      z.object({
        organizationId: z.uuid(),
        organization: z.string().describe('Its name.'),
        role: z.string(),
        joinedAt: z.date(),
      }),
    ),
    devices: z.array(
      z.object({ createdAt: z.date(), lastSeenAt: z.date(), failedAttempts: z.number().int() }),
    ),
    mailedLinks: z.array(
      z.object({ purpose: z.string(), email: z.string(), ...Span, consumedAt: z.date().nullable() }),
    ),
    earlierAddresses: z.array(z.object({ email: z.string(), ...Span })),
    mails: z.array(
      z.object({
        kind: z.string(),
        recipient: z.string(),
        createdAt: z.date(),
        sentAt: z.date().nullable(),
      }),
    ),
    securityLog: z.array(AuditEvent),
  })
  .meta({ id: 'PersonalData', description: 'Everything that is held about a person.' })
export type PersonalData = z.infer<typeof PersonalData>
