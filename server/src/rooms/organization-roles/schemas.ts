import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { organizationPermissions } from '../../kit/organization-permissions.ts'
import { isTeamName, MAX_NAME_LENGTH } from '../../kit/team-name.ts'
import { Permission } from '../memberships/index.ts'

export const RoleId = IdInput.describe('Of `organizations.roles.list`.')

export const RoleName = z
  .string()
  .min(1, { abort: true })
  .max(MAX_NAME_LENGTH)
  .refine(isTeamName, 'No web address, no control or direction characters, no spaces at its ends.')
  .meta({
    id: 'RoleName',
    description: 'What people see, 1 to 64 characters, unique within the organization.',
    example: 'Auditor',
  })

export const Permissions = z
  .array(Permission)
  .min(1)
  .max(organizationPermissions.length)
  .describe('What the role allows: at least one permission.')

export const Role = z
  .object({
    id: z.uuid().nullable().describe('Null for a built-in role.'),
    key: z.string().describe('What memberships and invitations name the role by. It does not change.'),
    name: z.string(),
    permissions: z.array(Permission),
    isBuiltIn: z.boolean().describe('Built-in roles cannot be changed.'),
    memberCount: z.number().int(),
  })
  .meta({ id: 'OrganizationRole', description: 'A role in an organization: a set of permissions.' })
export type Role = z.infer<typeof Role>
