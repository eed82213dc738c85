import { z } from 'zod'
import { hours } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { organizationPermissions } from '../../kit/organization-permissions.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import {
  freshMemberProcedure,
  keyedProcedure,
  memberProcedure,
  organizationProcedure,
  perIp,
  userProcedure,
} from '../../procedure.ts'
import { AuditEvent, auditActions } from '../audit/index.ts'
import { Delivery, SignedIn } from '../gate/index.ts'
import { OrganizationId, Permission } from '../memberships/index.ts'
import { workInOrganization } from './active.ts'
import { createOrganization } from './found.ts'
import { Organization, OrganizationName, Slug } from './schemas.ts'
import {
  changeOrganization,
  checkPermissions,
  dissolveOrganization,
  getOrganization,
  listOrganizationEvents,
  listOrganizations,
} from './service.ts'

export const organizationsProcedures = {
  create: userProcedure
    .meta({
      rest: 'POST /organizations',
      success: 201,
      summary: 'Found an organization, which you then own.',
      description: 'Without a `slug`, one is made of the name; where that is taken, with a suffix.',
      limits: [perIp(60, hours(1))],
      audit: 'organization.created',
      errors: ['org.slug_taken', 'org.too_many'],
      idempotent: true,
    })
    .input(z.strictObject({ name: OrganizationName, slug: Slug.optional() }))
    .output(Organization)
    .mutation(({ ctx, input }) => createOrganization(ctx, input)),

  list: keyedProcedure('organizations:read')
    .meta({
      rest: 'GET /organizations',
      success: 200,
      summary: 'List the organizations you belong to, the latest joined first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(Organization))
    .query(({ ctx, input }) => listOrganizations(ctx, input)),

  get: organizationProcedure('org:read')
    .meta({ rest: 'GET /organizations/{organizationId}', success: 200, summary: 'Get an organization.' })
    .input(z.strictObject({ organizationId: OrganizationId }))
    .output(Organization)
    .query(({ ctx }) => getOrganization(ctx)),

  update: organizationProcedure('org:update')
    .meta({
      rest: 'PATCH /organizations/{organizationId}',
      success: 200,
      summary: 'Rename an organization, or demand a second factor of its members.',
      description:
        'With `requireMfa`, members without a second factor see nothing of the organization until they have one; whoever switches it on needs one.',
      audit: 'organization.updated',
      errors: ['org.slug_taken', 'org.mfa_required'],
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId,
        name: OrganizationName.optional(),
        slug: Slug.optional(),
        requireMfa: z.boolean().optional(),
      }),
    )
    .output(Organization)
    .mutation(({ ctx, input: { organizationId: _, ...change } }) => changeOrganization(ctx, change)),

  delete: freshMemberProcedure('org:delete')
    .meta({
      rest: 'DELETE /organizations/{organizationId}',
      success: 204,
      summary: 'Delete an organization with its memberships, roles, invitations and keys.',
      audit: 'organization.deleted',
    })
    .input(z.strictObject({ organizationId: OrganizationId }))
    .output(z.void())
    .mutation(({ ctx }) => dissolveOrganization(ctx)),

  auditEvents: organizationProcedure('audit:read')
    .meta({
      rest: 'GET /organizations/{organizationId}/audit-events',
      success: 200,
      summary: 'List what happened in an organization, newest first.',
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId,
        action: z.enum(auditActions).optional().describe('Only events of this action.'),
        actorId: IdInput.optional().describe('Only what this person, or this API key, did.'),
        from: z.date().optional().describe('Only events at or after this moment.'),
        to: z.date().optional().describe('Only events before this moment.'),
        ...pageInput,
      }),
    )
    .output(pageOf(AuditEvent))
    .query(({ ctx, input: { organizationId: _, ...search } }) => listOrganizationEvents(ctx, search)),

  checkPermissions: memberProcedure('member')
    .meta({
      rest: 'POST /organizations/{organizationId}/permissions/check',
      success: 200,
      summary: 'Ask what your role allows you at this moment.',
      whileImpersonating: true,
      whileReadonly: true,
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId,
        permissions: z.array(Permission).min(1).max(organizationPermissions.length),
      }),
    )
    .output(
      z.object({
        results: z.record(z.string(), z.boolean()).describe('Whether each is allowed, by its name.'),
      }),
    )
    .mutation(({ ctx, input }) => ({ results: checkPermissions(ctx, input.permissions) })),
}

export const sessionOrganizationProcedures = {
  setOrganization: userProcedure
    .meta({
      rest: 'POST /me/organization',
      success: 200,
      summary: 'Choose the organization you work in, or none.',
      description:
        'The access token says it as `org`, with your `role` there. The session goes on with the refresh token it has, so `refreshToken` is null. To an organization that you do not belong to, the answer is `not_found`.',
      audit: 'session.organization_set',
      errors: ['org.mfa_required'],
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId.nullable().describe('Null to work in none.'),
        delivery: Delivery,
      }),
    )
    .output(SignedIn)
    .mutation(({ ctx, input }) => workInOrganization(ctx, input)),
}
