import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { organizationPermissions } from '../../kit/organization-permissions.ts'

export const OrganizationId = IdInput.describe('Of `organizations.list`.')

/** The key of a role: built in, or one of the organization's own. */
export const RoleKey = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Not the key of a role.')
  .meta({
    id: 'RoleKey',
    description: '`owner`, `admin`, `member`, `viewer`, or the `key` of one of the organization’s own roles.',
    example: 'member',
  })

export const Permission = z.enum(organizationPermissions).meta({ id: 'OrganizationPermission' })
