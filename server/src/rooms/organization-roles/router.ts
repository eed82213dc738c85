import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { organizationProcedure } from '../../procedure.ts'
import { OrganizationId } from '../memberships/index.ts'
import { Permissions, Role, RoleId, RoleName } from './schemas.ts'
import { changeRole, createRole, listRoles, removeRole } from './service.ts'

export const organizationRolesProcedures = {
  list: organizationProcedure('members:read')
    .meta({
      rest: 'GET /organizations/{organizationId}/roles',
      success: 200,
      summary: 'List the roles of an organization: the built-in ones, then its own.',
    })
    .input(z.strictObject({ organizationId: OrganizationId, ...pageInput }))
    .output(pageOf(Role))
    .query(({ ctx, input }) => listRoles(ctx, input)),

  create: organizationProcedure('roles:manage')
    .meta({
      rest: 'POST /organizations/{organizationId}/roles',
      success: 201,
      summary: 'Make a role. It allows nothing that your own does not.',
      audit: 'role.created',
      errors: ['org.role_forbidden', 'org.role_taken', 'org.too_many_roles'],
      idempotent: true,
    })
    .input(z.strictObject({ organizationId: OrganizationId, name: RoleName, permissions: Permissions }))
    .output(Role)
    .mutation(({ ctx, input: { name, permissions } }) => createRole(ctx, { name, permissions })),

  update: organizationProcedure('roles:manage')
    .meta({
      rest: 'PATCH /organizations/{organizationId}/roles/{roleId}',
      success: 200,
      summary: 'Rename a role, or change what it allows, for everybody who has it.',
      description: 'Nobody touches a role that allows more than their own. Built-in roles stay as they are.',
      audit: 'role.updated',
      errors: ['org.role_forbidden', 'org.role_taken'],
    })
    .input(
      z.strictObject({
        organizationId: OrganizationId,
        roleId: RoleId,
        name: RoleName.optional(),
        permissions: Permissions.optional(),
      }),
    )
    .output(Role)
    .mutation(({ ctx, input }) => changeRole(ctx, input)),

  delete: organizationProcedure('roles:manage')
    .meta({
      rest: 'DELETE /organizations/{organizationId}/roles/{roleId}',
      success: 204,
      summary: 'Delete a role that nobody has. Open invitations to it are void.',
      audit: 'role.deleted',
      errors: ['org.role_forbidden', 'org.role_in_use'],
    })
    .input(z.strictObject({ organizationId: OrganizationId, roleId: RoleId }))
    .output(z.void())
    .mutation(({ ctx, input }) => removeRole(ctx, input.roleId)),
}
