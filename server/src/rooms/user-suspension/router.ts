import { z } from 'zod'
import { freshPlatformProcedure, platformProcedure } from '../../procedure.ts'
import { UserId } from '../accounts/index.ts'
import { actOn } from '../staff/index.ts'
import { closeByStaff, disable, enable, lockDown } from './service.ts'

const person = z.strictObject({ userId: UserId })
const notOneself = true

export const userSuspensionProcedures = {
  disable: platformProcedure('users:disable')
    .meta({
      rest: 'POST /admin/users/{userId}/disable',
      success: 204,
      summary: 'Switch an account off: every device is signed out at once, and nobody can sign in.',
      description:
        'API keys of the person rest until the account is on again; everything else that was open is over.',
      audit: 'admin.user_disabled',
      errors: ['admin.not_yourself', 'admin.outranked', 'admin.last_admin', 'org.last_owner'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) => actOn(ctx, { ...input, permission: 'users:disable', notOneself }, disable)),

  enable: platformProcedure('users:disable')
    .meta({
      rest: 'POST /admin/users/{userId}/enable',
      success: 204,
      summary: 'Switch an account on again.',
      description: 'Takes back an erasure that staff had decided on. Sessions and links of before stay over.',
      audit: 'admin.user_enabled',
      errors: ['admin.outranked'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) => actOn(ctx, { ...input, permission: 'users:disable' }, enable)),

  delete: freshPlatformProcedure('users:delete')
    .meta({
      rest: 'DELETE /admin/users/{userId}',
      success: 202,
      summary:
        'Close an account: it is switched off, and erased after seven days unless it is enabled before.',
      audit: 'admin.user_deleted',
      errors: ['admin.not_yourself', 'admin.outranked', 'admin.last_admin', 'org.last_owner'],
    })
    .input(person)
    .output(
      z.object({
        status: z.literal('closing'),
        erasedAfter: z.date().describe('When everything the account holds is erased.'),
      }),
    )
    .mutation(async ({ ctx, input }) => ({
      status: 'closing' as const,
      erasedAfter: await actOn(ctx, { ...input, permission: 'users:delete', notOneself }, closeByStaff),
    })),

  lockdown: platformProcedure('users:lockdown')
    .meta({
      rest: 'POST /admin/users/{userId}/lockdown',
      success: 204,
      summary:
        'Shut somebody out of everything in one act: sessions, API keys, links, invitations and the password.',
      description:
        'For an account that somebody else may be in. The account is off until it is enabled, and a new password is asked for then. Works on the last owner of an organization, too.',
      audit: 'admin.user_locked_down',
      errors: ['admin.not_yourself', 'admin.outranked', 'admin.last_admin'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      actOn(ctx, { ...input, permission: 'users:lockdown', notOneself }, lockDown),
    ),
}
