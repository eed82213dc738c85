import { z } from 'zod'
import { hours } from '../../kit/duration.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { organizationProcedure, perOrganization } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { listInvitations, resendInvitation, revokeInvitation } from './manage.ts'
import { Invitation, InvitationResult, InvitationStatus, InvitedRole, ListedInvitation } from './schemas.ts'
import { createInvitation, createInvitations } from './service.ts'

const refusals = ['org.role_forbidden', 'invitation.already_member', 'invitation.declined'] as const
const ofOrganization = { organizationId: IdInput.describe('The organization.') }
const ofInvitation = { ...ofOrganization, invitationId: IdInput.describe('The invitation.') }

/** Each row once: a second mail would kill the link of the first. */
const Rows = z
  .array(z.strictObject({ email: EmailInput, role: InvitedRole }))
  .min(1)
  .max(100)
  .superRefine((rows, check) => {
    const seen = new Set<string>()
    for (const [index, { email }] of rows.entries()) {
      const canonical = parseEmailAddress(email)?.canonical ?? email
      if (seen.has(canonical))
        check.addIssue({ code: 'custom', path: [index, 'email'], message: 'This address is listed twice.' })
      seen.add(canonical)
    }
  })
  .describe('1 to 100 of them, each address once.')

export const invitationsProcedures = {
  create: organizationProcedure('invitations:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/invitations',
      success: 201,
      summary: 'Invite somebody into the organization by mail.',
      description:
        'The link is good once, for seven days. Inviting an address again replaces its open invitation. An organization mails 50 invitations an hour, a mailbox gets 10.',
      limits: [perOrganization(50, hours(1))],
      audit: 'invitation.created',
      errors: refusals,
      idempotent: true,
    })
    .input(z.strictObject({ ...ofOrganization, email: EmailInput, role: InvitedRole }))
    .output(Invitation)
    .mutation(({ ctx, input }) => createInvitation(ctx, input)),

  createMany: organizationProcedure('invitations:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/invitations/bulk',
      success: 200,
      summary: 'Invite up to 100 people, with a result for each.',
      description: 'Every row counts against the limits of single invitations.',
      limits: [perOrganization(50, hours(1))],
      audit: 'invitation.created',
      idempotent: true,
    })
    .input(z.strictObject({ ...ofOrganization, invitations: Rows }))
    .output(z.object({ results: z.array(InvitationResult).describe('In the order of the rows.') }))
    .mutation(async ({ ctx, input }) => ({ results: await createInvitations(ctx, input.invitations) })),

  list: organizationProcedure('invitations:read')
    .meta({
      rest: 'GET /organizations/{organizationId}/invitations',
      success: 200,
      summary: 'List the invitations of the organization, newest first.',
    })
    .input(
      z.strictObject({
        ...ofOrganization,
        ...pageInput,
        status: InvitationStatus.optional().describe('Only these.'),
      }),
    )
    .output(pageOf(ListedInvitation))
    .query(({ ctx, input }) => listInvitations(ctx, input)),

  resend: organizationProcedure('invitations:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/invitations/{invitationId}/resend',
      success: 202,
      summary: 'Send an open invitation again; the link sent before is dead.',
      limits: [perOrganization(50, hours(1))],
      audit: 'invitation.resent',
      errors: [...refusals, 'invitation.not_open'],
      idempotent: true,
    })
    .input(z.strictObject(ofInvitation))
    .output(Invitation)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input.invitationId)),

  revoke: organizationProcedure('invitations:manage')
    .meta({
      rest: 'DELETE /organizations/{organizationId}/invitations/{invitationId}',
      success: 204,
      summary: 'Take an open invitation back.',
      audit: 'invitation.revoked',
      errors: ['org.role_forbidden', 'invitation.declined', 'invitation.not_open'],
    })
    .input(z.strictObject(ofInvitation))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input.invitationId)),
}
