import { z } from 'zod'
import { isPlainText } from '../../kit/plain-text.ts'
import { freshPlatformProcedure, userProcedure } from '../../procedure.ts'
import { UserId } from '../accounts/index.ts'
import { SignedIn } from '../gate/index.ts'
import { startImpersonation, stopImpersonation } from './service.ts'

const Reason = z
  .string()
  .min(10)
  .max(500)
  .refine(isPlainText, 'One line, without control or direction characters.')
  .refine((value) => value.trim().length >= 10, 'At least ten characters that are not space.')
  .meta({
    description:
      'Why. Kept in the audit log for ever, and the person can read it: name a ticket rather than people.',
    example: 'Ticket 4711: sees no invoices',
  })

export const impersonationProcedures = {
  start: freshPlatformProcedure('users:impersonate')
    .meta({
      rest: 'POST /admin/users/{userId}/impersonate',
      success: 200,
      summary: 'Act as a person, for an hour at the most.',
      description:
        'Answers an access token that says whose it is (`sub`) and who really acts (`act.sub`). It sees what the person sees and changes next to nothing: credentials, second factors, keys, addresses, memberships and everything that needs a fresh sign-in answer `impersonation.not_allowed`. It has no refresh token. The person is told by mail, and sees it in their sessions, where they may end it, and in their security log. Needs a session that was begun with a second factor.',
      audit: 'admin.impersonation_started',
      errors: ['admin.mfa_required', 'impersonation.rank_forbidden', 'impersonation.not_possible'],
    })
    .input(z.strictObject({ userId: UserId.describe('Whom to act as.'), reason: Reason }))
    .output(SignedIn)
    .mutation(({ ctx, input }) => startImpersonation(ctx, input)),

  stop: userProcedure
    .meta({
      rest: 'POST /admin/impersonation/stop',
      success: 204,
      summary: 'Stop acting as a person.',
      description: 'Called with the access token of the acting. For any other there is nothing here.',
      audit: 'admin.impersonation_stopped',
      whileImpersonating: true,
    })
    .input(z.strictObject({}))
    .output(z.void())
    .mutation(({ ctx }) => stopImpersonation(ctx)),
}
