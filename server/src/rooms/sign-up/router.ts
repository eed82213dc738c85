import { z } from 'zod'
import { hours } from '../../kit/duration.ts'
import { perIp, publicProcedure } from '../../procedure.ts'
import { DisplayName, EmailInput, Locale } from '../accounts/index.ts'
import { NewPassword, passwordPolicyErrors } from '../passwords/index.ts'
import { signUp } from './service.ts'

export const signUpProcedures = {
  register: publicProcedure
    .meta({
      rest: 'POST /register',
      success: 202,
      summary: 'Create an account; a link to verify the address is mailed.',
      description:
        'The answer is the same for an address that has an account: its owner is told by mail. Repeating a sign-up is safe.',
      limits: [perIp(10, hours(1))],
      audit: ['account.created', 'sign_up.repeated'],
      errors: ['signup.closed', ...passwordPolicyErrors],
      idempotent: true,
      critical: true,
    })
    .input(
      z.strictObject({
        email: EmailInput,
        password: NewPassword,
        displayName: DisplayName,
        locale: Locale.optional().describe('For mails and pages; `Accept-Language` when left out.'),
      }),
    )
    .output(z.object({ status: z.literal('verification_sent') }))
    .mutation(async ({ ctx, input }) => {
      await signUp(ctx, input)
      return { status: 'verification_sent' as const }
    }),
}
