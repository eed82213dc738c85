import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { freshProcedure, perIp } from '../../procedure.ts'
import { NewPassword, PresentedPassword, passwordPolicyErrors } from '../passwords/index.ts'
import { changePassword } from './service.ts'

export const passwordChangeProcedures = {
  change: freshProcedure
    .meta({
      rest: 'POST /me/password',
      success: 204,
      summary: 'Set a new password and sign your other devices out.',
      limits: [perIp(30, minutes(15))],
      audit: 'password.changed',
      errors: ['auth.invalid_credentials', 'auth.too_many_attempts', ...passwordPolicyErrors],
    })
    .input(
      z.strictObject({
        currentPassword: PresentedPassword.optional().describe('Required when the account has a password.'),
        newPassword: NewPassword,
        keepOtherSessions: z.boolean().optional().describe('Leave other devices signed in.'),
      }),
    )
    .output(z.void())
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
}
