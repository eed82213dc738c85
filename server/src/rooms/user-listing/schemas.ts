import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { isPlainText } from '../../kit/plain-text.ts'
import { platformRoles } from '../../kit/platform-permissions.ts'
import { User } from '../accounts/index.ts'

const administered = {
  erasedAfter: z
    .date()
    .nullable()
    .describe('When everything the account holds is erased; null unless it is closed.'),
  failedSignIns: z
    .number()
    .int()
    .describe('Wrong passwords in a row. At 100 no password opens it until a reset or `unlock`.'),
  pausedUntil: z.date().nullable().describe('Until when no password is taken; null when it is not paused.'),
  passwordChangeRequired: z.boolean().describe('Whether the password opens nothing until a new one is set.'),
}

export const AdminUser = z
  .object({ ...User.shape, ...administered })
  .meta({ id: 'AdminUser', description: 'A person’s account, as the platform’s staff see it in a list.' })
export type AdminUser = z.infer<typeof AdminUser>

export const AdminUserDetails = z
  .object({
    ...User.shape,
    ...administered,
    passkeys: z.number().int().describe('How many.'),
    recoveryCodesLeft: z.number().int(),
    secondFactorPausedUntil: z.date().nullable().describe('Until when no second factor is taken.'),
    providers: z.array(z.string()).describe('Those the person has connected, by their ids.'),
    sessions: z.number().int().describe('How many are live.'),
    apiKeys: z.number().int().describe('How many live ones the person has made, organizations’ included.'),
    organizations: z
      .array(z.object({ id: z.uuid(), name: z.string(), role: z.string() }))
      .describe('At most 100, in the order of joining.'),
    mfaReset: z
      .object({ requestedAt: z.date(), effectiveAt: z.date(), requestedBy: z.uuid().nullable() })
      .nullable()
      .describe('The reset of second factors that is under way.'),
  })
  .meta({ id: 'AdminUserDetails', description: 'Everything the platform’s staff see of an account.' })
export type AdminUserDetails = z.infer<typeof AdminUserDetails>

const sorts = ['createdAt', '-createdAt', 'lastSignInAt', '-lastSignInAt', 'email', '-email'] as const
export type Sort = (typeof sorts)[number]

export const listFields = {
  search: z
    .string()
    .trim()
    .min(1)
    .max(254)
    .refine(isPlainText, 'No control or direction characters.')
    .optional()
    .describe(
      'The beginning of an address or a name; `@example.org` for everybody of a domain; or a whole id.',
    ),
  status: z.enum(['active', 'disabled']).optional(),
  isVerified: z.boolean().optional(),
  platformRole: z.enum(platformRoles).optional(),
  organizationId: IdInput.optional().describe('Only members of it.'),
  createdAfter: z.date().optional().describe('Only accounts made after this moment.'),
  createdBefore: z.date().optional().describe('Only accounts made before this moment.'),
  sort: z
    .enum(sorts)
    .default('-createdAt')
    .describe('A `-` in front turns the order around. Whoever never signed in comes last either way.'),
}
export interface Criteria {
  search?: string | undefined
  status?: 'active' | 'disabled' | undefined
  isVerified?: boolean | undefined
  platformRole?: 'admin' | 'support' | undefined
  organizationId?: string | undefined
  createdAfter?: Date | undefined
  createdBefore?: Date | undefined
  sort: Sort
}
