import { z } from 'zod'
import { organizationScopes, personalScopes } from '../../kit/api-key-scopes.ts'
import { days, seconds } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { DisplayName } from '../accounts/index.ts'

/** How long a rotated key goes on working at the most. */
const MAX_OVERLAP_SECONDS = days(7) / seconds(1)
const DEFAULT_OVERLAP_SECONDS = days(1) / seconds(1)

export const KeyName = DisplayName.describe('What people call it, 1 to 64 characters.').meta({
  id: 'ApiKeyName',
})
export const KeyId = IdInput.describe('Of the list of keys.')

/** At most as many as there are, so that a long list is refused before it is looked at. */
const scopesOf = <Scope extends string>(scopes: readonly Scope[]) =>
  z.array(z.enum(scopes)).max(scopes.length)

export const PersonalScopes = scopesOf(personalScopes).describe(
  'What it is to be good for. Nothing, when the list is empty. In an organization it never does more than its owner’s role.',
)
export const OrganizationScopes = scopesOf(organizationScopes).describe(
  'What it is to be good for: permissions that your own role holds. Nothing, when the list is empty.',
)
export const ExpiresAt = z
  .date()
  .describe('When it ends by itself: in the future, and within a year. Never, when it is left out.')

export const OverlapSeconds = z
  .number()
  .int()
  .min(0)
  .max(MAX_OVERLAP_SECONDS)
  .default(DEFAULT_OVERLAP_SECONDS)
  .describe('How long the older key goes on working, 0 to 604800 seconds; never beyond its own end.')

const fields = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('Its first eleven characters, to tell it by.').meta({ example: 'gk_7pX2nQ9a' }),
  scopes: z.array(z.enum(personalScopes)).describe('As it was made.'),
  status: z.enum(['live', 'expired', 'revoked']),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable().describe('To the minute.'),
  revokedAt: z.date().nullable(),
  replacedById: z.uuid().nullable().describe('The key that has taken its place; null unless it was rotated.'),
}

export const ApiKey = z.object(fields).meta({ id: 'ApiKey', description: 'A key, without its secret.' })
export type ApiKey = z.infer<typeof ApiKey>

export const OrganizationApiKey = z
  .object({
    ...fields,
    createdBy: z
      .object({ id: z.uuid(), displayName: z.string() })
      .describe('Who answers for it: it never does more than they may do at that moment.'),
  })
  .meta({ id: 'OrganizationApiKey', description: 'A key of an organization, without its secret.' })
export type OrganizationApiKey = z.infer<typeof OrganizationApiKey>

const Secret = z
  .string()
  .describe('The key itself. Shown this once.')
  .meta({ example: 'gk_7pX2nQ9aVb0cR4tYw8uE1iO5sD3fG6hJkLzXvBnM2qWe9rTy' })
export const NewApiKey = z.object({ apiKey: ApiKey, key: Secret })
export const NewOrganizationApiKey = z.object({ apiKey: OrganizationApiKey, key: Secret })

export const Verification = z
  .discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      keyId: z.uuid(),
      name: z.string(),
      userId: z.uuid().describe('Who made it, and answers for it.'),
      organizationId: z
        .uuid()
        .nullable()
        .describe('Where its scopes hold: the organization it is of, or the one you asked for.'),
      scopes: z.array(z.enum(personalScopes)).describe('What it may do at this moment.'),
      expiresAt: z.date().nullable(),
    }),
    z.object({ valid: z.literal(false) }),
  ])
  .meta({
    id: 'ApiKeyVerification',
    description: 'What a key is good for now, or that it is good for nothing.',
  })
export type Verification = z.infer<typeof Verification>
