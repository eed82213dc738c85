import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { platformProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { listMails, mailStatuses } from '../mail/index.ts'
import { retryMail } from './service.ts'

const Mail = z
  .object({
    id: z.uuid(),
    status: z
      .enum(mailStatuses)
      .describe(
        '`failed`: given up after 12 tries, 24 hours, or a refusal for good. `dropped`: the link in it had run out before it could be sent.',
      ),
    recipient: z.string(),
    userId: z.uuid().nullable().describe('Whose account it is about.'),
    template: z.string().describe('What kind of mail it is: `verify_address`.'),
    createdAt: z.date(),
    attempts: z.number().int(),
    lastError: z.string().nullable().describe('What the relay said last.'),
    nextAttemptAt: z.date().nullable().describe('Null once it is settled.'),
    usefulUntil: z.date().nullable().describe('When the link in it runs out.'),
    sentAt: z.date().nullable(),
    failedAt: z.date().nullable(),
    droppedAt: z.date().nullable(),
    canRetry: z.boolean().describe('Whether it failed and may be sent once more.'),
  })
  .meta({ id: 'Mail', description: 'A mail of the platform: how it fared, and never what is in it.' })

export const mailReviewProcedures = {
  list: platformProcedure('mail:read')
    .meta({
      rest: 'GET /admin/mail',
      success: 200,
      summary: 'List mails and how they fared, newest first.',
      description: 'Of the last thirty days. What is in them is told to nobody.',
    })
    .input(
      z.strictObject({
        status: z.enum(mailStatuses).optional(),
        recipient: EmailInput.optional().describe('Only mails to this address.'),
        template: z
          .string()
          .regex(/^[a-z][a-z_.]{0,63}$/, 'Not a kind of mail.')
          .optional()
          .describe('Only mails of this kind.'),
        ...pageInput,
      }),
    )
    .output(pageOf(Mail))
    .query(({ ctx, input }) => listMails(ctx, input)),

  retry: platformProcedure('mail:retry')
    .meta({
      rest: 'POST /admin/mail/{messageId}/retry',
      success: 202,
      summary: 'Send a mail that failed once more.',
      audit: 'admin.mail_retried',
      idempotent: true,
      errors: ['not_found', 'conflict'],
    })
    .input(z.strictObject({ messageId: IdInput }))
    .output(Mail)
    .mutation(({ ctx, input }) => retryMail(ctx, input.messageId)),
}
