import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshMemberProcedure, memberProcedure, perIp } from '../../procedure.ts'
import { OrganizationId } from '../memberships/index.ts'
import {
  ExpiresAt,
  KeyId,
  KeyName,
  NewOrganizationApiKey,
  OrganizationApiKey,
  OrganizationScopes,
  OverlapSeconds,
} from './schemas.ts'
import { createKey, listKeys, revokeKey, rotateKey } from './service.ts'

export const organizationApiKeysProcedures = {
  list: memberProcedure('api-keys:manage')
    .meta({
      rest: 'GET /organizations/{organizationId}/api-keys',
      success: 200,
      summary: 'List an organization’s API keys, newest first.',
      description: 'Those that ended are shown for another 30 days.',
    })
    .input(z.strictObject({ organizationId: OrganizationId, ...pageInput }))
    .output(pageOf(OrganizationApiKey))
    .query(({ ctx, input }) => listKeys(ctx, input)),

  create: freshMemberProcedure('api-keys:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/api-keys',
      success: 201,
      summary: 'Make an API key of an organization. Its secret is shown this once.',
      description: 'It never does more than you may do there, and ends when you leave.',
      limits: [perIp(60, minutes(15))],
      audit: 'api_key.created',
      errors: ['api_key.scope_forbidden', 'api_key.too_many'],
      idempotent: true,
      shownOnce: true,
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId,
        name: KeyName,
        scopes: OrganizationScopes,
        expiresAt: ExpiresAt.optional(),
      }),
    )
    .output(NewOrganizationApiKey)
    .mutation(({ ctx, input }) => createKey(ctx, input)),

  rotate: freshMemberProcedure('api-keys:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/api-keys/{keyId}/rotate',
      success: 201,
      summary: 'Make a key that takes the place of another, which goes on working for a while.',
      description: 'You answer for the new one, so your role must hold its scopes.',
      limits: [perIp(60, minutes(15))],
      audit: 'api_key.rotated',
      errors: ['api_key.scope_forbidden', 'api_key.too_many', 'api_key.already_rotated'],
      idempotent: true,
      shownOnce: true,
    })
    .input(z.strictObject({ organizationId: OrganizationId, keyId: KeyId, overlapSeconds: OverlapSeconds }))
    .output(NewOrganizationApiKey)
    .mutation(({ ctx, input }) => rotateKey(ctx, input)),

  revoke: memberProcedure('api-keys:manage')
    .meta({
      rest: 'DELETE /organizations/{organizationId}/api-keys/{keyId}',
      success: 204,
      summary: 'End an API key of an organization at once.',
      audit: 'api_key.revoked',
    })
    .input(z.strictObject({ organizationId: OrganizationId, keyId: KeyId }))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeKey(ctx, input.keyId)),
}
