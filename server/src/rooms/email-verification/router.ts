import { z } from 'zod'
import { hours, minutes } from '../../kit/duration.ts'
import { perIp, perMailbox, publicProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { resendVerification, verifyEmail } from './service.ts'

export const emailVerificationProcedures = {
  verifyEmail: publicProcedure
    .meta({
      rest: 'POST /verify-email',
      success: 200,
      summary: 'Verify an email address with an emailed link.',
      limits: [perIp(20, minutes(15))],
      audit: 'email.verified',
      errors: ['token.invalid'],
    })
    .input(z.strictObject({ token: OneTimeToken }))
    .output(
      z.object({
        status: z.literal('verified'),
        email: z.string().describe('The address that is verified now.'),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { email } = await verifyEmail(ctx, input.token)
      return { status: 'verified' as const, email }
    }),

  resendVerification: publicProcedure
    .meta({
      rest: 'POST /verify-email/resend',
      success: 202,
      summary: 'Send the verification link again.',
      description: 'The answer is the same whether or not the address awaits verification.',
      limits: [perMailbox(3, hours(1)), perIp(20, hours(1))],
      audit: 'email.verification_sent',
      idempotent: true,
      critical: true,
    })
    .input(z.strictObject({ email: EmailInput }))
    .output(z.object({ status: z.literal('sent') }))
    .mutation(async ({ ctx, input }) => {
      await resendVerification(ctx, input.email)
      return { status: 'sent' as const }
    }),
}
