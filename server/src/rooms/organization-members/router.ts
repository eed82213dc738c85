import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshMemberProcedure, memberProcedure, organizationProcedure } from '../../procedure.ts'
import { OrganizationId, RoleKey } from '../memberships/index.ts'
import { transferOwnership } from './ownership.ts'
import { Member, MemberId } from './schemas.ts'
import { leave, listMembers, removeMember, setRole } from './service.ts'

export const organizationMembersProcedures = {
  members: organizationProcedure('members:read')
    .meta({
      rest: 'GET /organizations/{organizationId}/members',
      success: 200,
      summary: 'List the members of an organization, the latest joined first.',
    })
    .input(z.strictObject({ organizationId: OrganizationId, ...pageInput }))
    .output(pageOf(Member))
    .query(({ ctx, input }) => listMembers(ctx, input)),

  setRole: organizationProcedure('members:manage')
    .meta({
      rest: 'PATCH /organizations/{organizationId}/members/{userId}',
      success: 200,
      summary: 'Give a member another role.',
      description:
        'Nobody gives or takes a role that allows more than their own; owners are made and unmade by owners. Invitations that the person has sent are void where the new role allows less.',
      audit: 'member.role_changed',
      errors: ['org.role_forbidden', 'org.last_owner'],
    })
    .input(z.strictObject({ organizationId: OrganizationId, userId: MemberId, role: RoleKey }))
    .output(Member)
    .mutation(({ ctx, input }) => setRole(ctx, input)),

  removeMember: organizationProcedure('members:manage')
    .meta({
      rest: 'DELETE /organizations/{organizationId}/members/{userId}',
      success: 204,
      summary: 'Remove a member. Invitations they sent and keys they made are void at once.',
      audit: 'member.removed',
      errors: ['org.role_forbidden', 'org.last_owner'],
    })
    .input(z.strictObject({ organizationId: OrganizationId, userId: MemberId }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeMember(ctx, input.userId)),

  leave: memberProcedure('member')
    .meta({
      rest: 'POST /organizations/{organizationId}/leave',
      success: 204,
      summary: 'Leave an organization.',
      audit: 'member.left',
      errors: ['org.last_owner'],
      withoutMfa: true,
    })
    .input(z.strictObject({ organizationId: OrganizationId }))
    .output(z.void())
    .mutation(({ ctx }) => leave(ctx)),

  transferOwnership: freshMemberProcedure('org:delete')
    .meta({
      rest: 'POST /organizations/{organizationId}/transfer-ownership',
      success: 204,
      summary: 'Make another member the owner, and yourself an admin.',
      audit: 'organization.ownership_transferred',
      errors: ['org.role_forbidden', 'conflict'],
    })
    .input(z.strictObject({ organizationId: OrganizationId, userId: MemberId }))
    .output(z.void())
    .mutation(({ ctx, input }) => transferOwnership(ctx, input.userId)),
}
