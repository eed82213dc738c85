import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshProcedure, perIp, publicProcedure, userProcedure } from '../../procedure.ts'
import {
  ApiKey,
  ExpiresAt,
  KeyId,
  KeyName,
  NewApiKey,
  OverlapSeconds,
  PersonalScopes,
  Verification,
} from './schemas.ts'
import { createKey, listKeys, revokeKey, rotateKey } from './service.ts'
import { verifyKey } from './verify.ts'

export const apiKeysProcedures = {
  list: userProcedure
    .meta({
      rest: 'GET /me/api-keys',
      success: 200,
      summary: 'List your API keys, newest first.',
      description: 'Those that ended are shown for another 30 days.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(ApiKey))
    .query(({ ctx, input }) => listKeys(ctx, input)),

  create: freshProcedure
    .meta({
      rest: 'POST /me/api-keys',
      success: 201,
      summary: 'Make an API key of your own. Its secret is shown this once.',
      limits: [perIp(60, minutes(15))],
      audit: 'api_key.created',
      errors: ['api_key.too_many'],
      idempotent: true,
      shownOnce: true,
    })
    .input(z.strictObject({ name: KeyName, scopes: PersonalScopes, expiresAt: ExpiresAt.optional() }))
    .output(NewApiKey)
    .mutation(({ ctx, input }) => createKey(ctx, input)),

  rotate: freshProcedure
    .meta({
      rest: 'POST /me/api-keys/{keyId}/rotate',
      success: 201,
      summary: 'Make a key that takes the place of another, which goes on working for a while.',
      limits: [perIp(60, minutes(15))],
      audit: 'api_key.rotated',
      errors: ['api_key.too_many', 'api_key.already_rotated'],
      idempotent: true,
      shownOnce: true,
    })
    .input(z.strictObject({ keyId: KeyId, overlapSeconds: OverlapSeconds }))
    .output(NewApiKey)
    .mutation(({ ctx, input }) => rotateKey(ctx, input)),

  revoke: userProcedure
    .meta({
      rest: 'DELETE /me/api-keys/{keyId}',
      success: 204,
      summary: 'End an API key at once.',
      audit: 'api_key.revoked',
    })
    .input(z.strictObject({ keyId: KeyId }))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeKey(ctx, input.keyId)),

  verify: publicProcedure
    .meta({
      rest: 'POST /api-keys/verify',
      success: 200,
      summary: 'Ask what an API key that you were shown may do at this moment.',
      description:
        'For your own APIs. Malformed, unknown, expired and revoked keys get one answer, as do those whose maker was disabled, left the organization, or lacks the second factor it asks for.',
      whileReadonly: true,
    })
    .input(
      z.strictObject({
        key: z.string().min(1).max(256).describe('As it was shown to you.'),
        organizationId: IdInput.optional().describe(
          'Ask for the scopes in this organization: as far as the key’s maker may do that there. A key of another organization is not valid. Without it, a person’s own key has no scopes of organizations.',
        ),
      }),
    )
    .output(Verification)
    .mutation(({ ctx, input }) => verifyKey(ctx, input)),
}
