import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { perIp, publicProcedure, userProcedure } from '../../procedure.ts'
import { signInErrors } from '../gate/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { passwordPolicyErrors } from '../passwords/index.ts'
import { acceptInvitation } from './accept.ts'
import { declineInvitation } from './decline.ts'
import { listReceived, previewInvitation } from './reading.ts'
import { Acceptance, AcceptanceResult, InvitationPreview, ReceivedInvitation, Refusal } from './schemas.ts'

export const invitationAnswersProcedures = {
  preview: publicProcedure
    .meta({
      rest: 'POST /invitations/preview',
      success: 200,
      summary: 'See who invites into which organization.',
      description: 'Names only. Uses nothing up.',
      limits: [perIp(60, minutes(15))],
      errors: ['token.invalid'],
      whileReadonly: true,
    })
    .input(z.strictObject({ token: OneTimeToken }))
    .output(InvitationPreview)
    .mutation(({ ctx, input }) => previewInvitation(ctx, input.token)),

  accept: publicProcedure
    .meta({
      rest: 'POST /invitations/accept',
      success: 200,
      summary: 'Accept an invitation: join, or get an account with the invited address.',
      description:
        'With a session, whose verified address must be the invited one, it answers `joined`. Without one, the link proves the mailbox and makes an account, which needs `password` and `displayName`; where the address has an account, sign in first. A link works once.',
      limits: [perIp(20, minutes(15))],
      audit: 'invitation.accepted',
      errors: [
        'token.invalid',
        'invitation.email_mismatch',
        'invitation.sign_in_required',
        'signup.closed',
        'not_found',
        'auth.unauthenticated',
        'impersonation.not_allowed',
        'conflict',
        ...passwordPolicyErrors,
        ...signInErrors,
      ],
      setsCookies: true,
      critical: true,
    })
    .input(Acceptance)
    .output(AcceptanceResult)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),

  decline: publicProcedure
    .meta({
      rest: 'POST /invitations/decline',
      success: 204,
      summary: 'Decline an invitation, for good.',
      description: 'With the link, or, signed in, with the id of one of your own.',
      limits: [perIp(20, minutes(15))],
      audit: 'invitation.declined',
      errors: ['token.invalid', 'not_found', 'auth.unauthenticated', 'impersonation.not_allowed'],
    })
    .input(Refusal)
    .output(z.void())
    .mutation(({ ctx, input }) => declineInvitation(ctx, input)),

  mine: userProcedure
    .meta({
      rest: 'GET /me/invitations',
      success: 200,
      summary: 'List the invitations to your address that await an answer, newest first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(ReceivedInvitation))
    .query(({ ctx, input }) => listReceived(ctx, input)),
}
