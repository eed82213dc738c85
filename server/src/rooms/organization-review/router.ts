import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { platformProcedure } from '../../procedure.ts'
import { getOrganization, listOrganizations } from './service.ts'

const ReviewedOrganization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    requireMfa: z.boolean(),
    memberCount: z.number().int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'ReviewedOrganization', description: 'An organization, as the platform’s staff see it.' })

const Owner = z.object({
  id: z.uuid(),
  displayName: z.string(),
  email: z.string(),
  avatarUrl: z.string().nullable(),
  isDisabled: z.boolean().describe('Whether the account is disabled.'),
  joinedAt: z.date(),
})

export const organizationReviewProcedures = {
  list: platformProcedure('organizations:read')
    .meta({
      rest: 'GET /admin/organizations',
      success: 200,
      summary: 'List the organizations of the platform, newest first.',
    })
    .input(
      z.strictObject({
        search: z
          .string()
          .trim()
          .min(1)
          .max(64)
          .optional()
          .describe('How the name or the slug begins, in any case.'),
        ...pageInput,
      }),
    )
    .output(pageOf(ReviewedOrganization))
    .query(({ ctx, input }) => listOrganizations(ctx, input)),

  get: platformProcedure('organizations:read')
    .meta({
      rest: 'GET /admin/organizations/{organizationId}',
      success: 200,
      summary: 'Read an organization and who owns it.',
      errors: ['not_found'],
    })
    .input(z.strictObject({ organizationId: IdInput }))
    .output(
      ReviewedOrganization.extend({
        owners: z.array(Owner).describe('Whoever has owned it longest comes first; a hundred at the most.'),
      }).meta({
        id: 'ReviewedOrganizationWithOwners',
        description: 'An organization and its owners, as the platform’s staff see it.',
      }),
    )
    .query(({ ctx, input }) => getOrganization(ctx, input.organizationId)),
}
