import { z } from 'zod'
import { platformRoles } from '../../kit/platform-permissions.ts'
import { freshPlatformProcedure, platformProcedure } from '../../procedure.ts'
import { AvatarUrl, DisplayName, EmailInput, Locale, TimeZone, UserId } from '../accounts/index.ts'
import { AdminUserDetails } from '../user-listing/index.ts'
import { actOnMany, bulkActions } from './bulk.ts'
import { createUser } from './create.ts'
import { changePlatformRole } from './roles.ts'
import { updateUser } from './update.ts'

export const userAdministrationProcedures = {
  create: platformProcedure('users:create')
    .meta({
      rest: 'POST /admin/users',
      success: 201,
      summary: 'Make an account, without a password, and mail a link to set one.',
      description: 'Also where people cannot sign up by themselves.',
      audit: 'admin.user_created',
      errors: ['user.email_taken'],
      idempotent: true,
    })
    .input(
      z.strictObject({
        email: EmailInput,
        displayName: DisplayName,
        locale: Locale.default('en'),
        isVerified: z.boolean().default(false).describe('Whether to take the address as proven.'),
        sendInvite: z.boolean().default(true).describe('Whether to mail the link.'),
      }),
    )
    .output(AdminUserDetails)
    .mutation(({ ctx, input }) => createUser(ctx, input)),

  update: platformProcedure('users:update')
    .meta({
      rest: 'PATCH /admin/users/{userId}',
      success: 200,
      summary: 'Change a person’s name, picture, language, time zone or address.',
      description:
        'Another address needs `users:email` and a sign-in of the last five minutes. It is yet to be proven: a link goes there, the old one gets the way back, and every device is signed out.',
      audit: ['admin.user_updated', 'admin.user_email_changed'],
      errors: [
        'admin.outranked',
        'admin.permission_missing',
        'admin.not_yourself',
        'admin.last_admin',
        'auth.reauthentication_required',
        'user.email_taken',
      ],
    })
    .input(
      z.strictObject({
        userId: UserId,
        displayName: DisplayName.optional(),
        avatarUrl: AvatarUrl.nullable().optional().describe('https only; null takes the picture away.'),
        locale: Locale.optional(),
        timezone: TimeZone.optional(),
        email: EmailInput.optional(),
      }),
    )
    .output(AdminUserDetails)
    .mutation(({ ctx, input: { userId, ...change } }) => updateUser(ctx, userId, change)),

  setPlatformRole: freshPlatformProcedure('users:role')
    .meta({
      rest: 'POST /admin/users/{userId}/platform-role',
      success: 204,
      summary: 'Give a person a role on the platform, or take it away.',
      description: 'Needs a session that was begun with two factors.',
      audit: 'admin.user_role_changed',
      errors: ['admin.mfa_required', 'admin.not_yourself', 'admin.outranked', 'admin.last_admin'],
      idempotent: true,
    })
    .input(
      z.strictObject({
        userId: UserId,
        role: z.enum(platformRoles).nullable().describe('Null takes it away.'),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => changePlatformRole(ctx, input)),

  bulk: platformProcedure('users:read')
    .meta({
      rest: 'POST /admin/users/bulk',
      success: 200,
      summary: 'Do one thing to up to 100 people, with a result for each.',
      description:
        'Each is done by itself: what fails for one leaves the others alone. Needs the permission of the action.',
      audit: [
        'admin.user_disabled',
        'admin.user_enabled',
        'admin.user_unlocked',
        'admin.user_verified',
        'admin.sessions_revoked',
        'admin.password_reset_required',
        'admin.user_locked_down',
      ],
      errors: ['admin.permission_missing'],
      idempotent: true,
    })
    .input(
      z.strictObject({
        action: z.enum(bulkActions),
        userIds: z
          .array(UserId)
          .min(1)
          .max(100)
          .refine((ids) => new Set(ids).size === ids.length, 'Nobody twice.'),
      }),
    )
    .output(
      z.object({
        items: z.array(
          z.object({
            userId: z.uuid(),
            status: z.enum(['done', 'failed']),
            code: z
              .string()
              .optional()
              .describe('Why it failed: the code it would have been refused with alone.'),
          }),
        ),
      }),
    )
    .mutation(({ ctx, input }) => actOnMany(ctx, input)),
}
