import { z } from 'zod'
import { hours, minutes } from '../../kit/duration.ts'
import { freshProcedure, perIp, perMailbox, publicProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { confirmEmailChange, requestEmailChange, undoEmailChange } from './service.ts'

export const emailChangeProcedures = {
  requestEmailChange: freshProcedure
    .meta({
      rest: 'POST /me/email',
      success: 202,
      summary: 'Ask for another address: a link goes to it, and the old one stays until that is used.',
      description: 'The answer is the same whether or not somebody has the address already.',
      limits: [perMailbox(3, hours(1)), perIp(20, hours(1))],
      audit: 'email.change_requested',
      idempotent: true,
    })
    .input(z.strictObject({ newEmail: EmailInput }))
    .output(z.object({ status: z.literal('sent') }))
    .mutation(async ({ ctx, input }) => {
      await requestEmailChange(ctx, input.newEmail)
      return { status: 'sent' as const }
    }),

  confirmEmailChange: publicProcedure
    .meta({
      rest: 'POST /me/email/confirm',
      success: 204,
      summary: 'Take the new address into use with the link that was mailed to it.',
      limits: [perIp(20, minutes(15))],
      audit: 'email.changed',
      errors: ['token.invalid'],
      idempotent: true,
    })
    .input(z.strictObject({ token: OneTimeToken }))
    .output(z.void())
    .mutation(({ ctx, input }) => confirmEmailChange(ctx, input.token)),

  undoEmailChange: publicProcedure
    .meta({
      rest: 'POST /me/email/undo',
      success: 204,
      summary: 'Set the address back with the link that was mailed to the old one.',
      description:
        'Signs out every device and asks for a new password, since somebody else may have been in.',
      limits: [perIp(20, minutes(15))],
      audit: 'email.change_undone',
      errors: ['token.invalid'],
      idempotent: true,
    })
    .input(z.strictObject({ token: OneTimeToken }))
    .output(z.void())
    .mutation(({ ctx, input }) => undoEmailChange(ctx, input.token)),
}
