import { z } from 'zod'
import { hours, minutes } from '../../kit/duration.ts'
import { perIp, perMailbox, publicProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { NewPassword, passwordPolicyErrors } from '../passwords/index.ts'
import { confirmPasswordReset, requestPasswordReset } from './service.ts'

export const passwordResetProcedures = {
  requestReset: publicProcedure
    .meta({
      rest: 'POST /password-reset/request',
      success: 202,
      summary: 'Send a link to set a new password.',
      description: 'The answer is the same whether or not there is an account; nothing changes on it.',
      limits: [perMailbox(3, hours(1)), perIp(20, hours(1))],
      audit: 'password.reset_requested',
      idempotent: true,
      critical: true,
    })
    .input(z.strictObject({ email: EmailInput }))
    .output(z.object({ status: z.literal('sent') }))
    .mutation(async ({ ctx, input }) => {
      await requestPasswordReset(ctx, input.email)
      return { status: 'sent' as const }
    }),

  confirmReset: publicProcedure
    .meta({
      rest: 'POST /password-reset/confirm',
      success: 204,
      summary: 'Set a new password with an emailed link and sign every device out.',
      description: 'Signs nobody in. The address counts as verified from then on.',
      limits: [perIp(20, minutes(15))],
      audit: 'password.reset',
      errors: ['token.invalid', ...passwordPolicyErrors],
      idempotent: true,
    })
    .input(z.strictObject({ token: OneTimeToken, newPassword: NewPassword }))
    .output(z.void())
    .mutation(({ ctx, input }) => confirmPasswordReset(ctx, input)),
}
