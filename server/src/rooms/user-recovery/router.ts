import { z } from 'zod'
import { freshPlatformProcedure, platformProcedure } from '../../procedure.ts'
import { UserId } from '../accounts/index.ts'
import { actOn, demandSecondFactor } from '../staff/index.ts'
import { resetMfa } from './mfa-reset.ts'
import { MfaReset, Reason } from './schemas.ts'
import { requirePasswordReset, revokeSessions, unlock, verifyAddress } from './service.ts'

const person = z.strictObject({ userId: UserId })

export const userRecoveryProcedures = {
  unlock: platformProcedure('users:unlock')
    .meta({
      rest: 'POST /admin/users/{userId}/unlock',
      success: 204,
      summary: 'End the pause that wrong passwords or wrong codes have led to.',
      audit: 'admin.user_unlocked',
      errors: ['admin.outranked'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) => actOn(ctx, { ...input, permission: 'users:unlock' }, unlock)),

  verifyEmail: platformProcedure('users:verify')
    .meta({
      rest: 'POST /admin/users/{userId}/verify-email',
      success: 204,
      summary: 'Take a person’s address as proven.',
      description: 'Whoever reads its mail is told.',
      audit: 'admin.user_verified',
      errors: ['admin.outranked'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) => actOn(ctx, { ...input, permission: 'users:verify' }, verifyAddress)),

  requirePasswordReset: platformProcedure('users:reset-password')
    .meta({
      rest: 'POST /admin/users/{userId}/password-reset',
      success: 202,
      summary: 'Demand a new password, sign every device out and mail a link to set one.',
      description:
        'The present password opens nothing from then on. Nobody but the person sees or sets the new one.',
      audit: 'admin.password_reset_required',
      errors: ['admin.outranked', 'admin.user_disabled'],
      idempotent: true,
    })
    .input(person)
    .output(z.object({ status: z.literal('sent') }))
    .mutation(async ({ ctx, input }) => {
      await actOn(ctx, { ...input, permission: 'users:reset-password' }, requirePasswordReset)
      return { status: 'sent' as const }
    }),

  resetMfa: freshPlatformProcedure('users:reset-mfa')
    .meta({
      rest: 'POST /admin/users/{userId}/reset-mfa',
      success: 200,
      summary:
        'Take a person’s second factors away: a day from now, or at once when a second administrator agrees.',
      description:
        'Removes the authenticator app, passkeys and recovery codes, and signs every device out. The person is told at once; signing in with a second factor meanwhile stops it. Needs a session that was begun with two factors.',
      audit: ['admin.mfa_reset_requested', 'admin.mfa_reset_done'],
      errors: ['admin.mfa_required', 'admin.outranked', 'admin.not_yourself', 'admin.no_second_factor'],
      idempotent: true,
    })
    .input(z.strictObject({ userId: UserId, reason: Reason }))
    .output(MfaReset)
    .mutation(({ ctx, input: { userId, reason } }) => {
      demandSecondFactor(ctx)
      return actOn(ctx, { userId, permission: 'users:reset-mfa', notOneself: true }, (inTx, account) =>
        resetMfa(inTx, account, reason),
      )
    }),

  revokeSessions: platformProcedure('users:revoke-sessions')
    .meta({
      rest: 'POST /admin/users/{userId}/revoke-sessions',
      success: 204,
      summary: 'Sign every device of a person out.',
      audit: 'admin.sessions_revoked',
      errors: ['admin.outranked'],
      idempotent: true,
    })
    .input(person)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      actOn(ctx, { ...input, permission: 'users:revoke-sessions' }, revokeSessions),
    ),
}
