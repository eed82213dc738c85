import { z } from 'zod'
import { hours, minutes } from '../../kit/duration.ts'
import { IdInput } from '../../kit/ids.ts'
import { perIp, perMailbox, publicProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { Delivery, DeviceToken, SignInResult, signInErrors } from '../gate/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { completeMailedSignIn } from './complete.ts'
import { startMailedSignIn } from './start.ts'

export const passwordlessProcedures = {
  start: publicProcedure
    .meta({
      rest: 'POST /passwordless/start',
      success: 202,
      summary: 'Send a mail to sign in with: a link, and a code of six digits.',
      description:
        'Good for 10 minutes; a newer mail voids the one before. The answer is the same whether or not there is an account.',
      limits: [perMailbox(3, hours(1)), perIp(20, hours(1))],
      audit: 'passwordless.requested',
      idempotent: true,
      whileReadonly: true,
      critical: true,
    })
    .input(z.strictObject({ email: EmailInput }))
    .output(z.object({ flowId: z.uuid().describe('For `POST /passwordless/complete`, with the code.') }))
    .mutation(({ ctx, input }) => startMailedSignIn(ctx, input.email)),

  complete: publicProcedure
    .meta({
      rest: 'POST /passwordless/complete',
      success: 200,
      summary: 'Sign in with the link or the code of a mail.',
      description: 'Either of them, once. Five wrong codes end the code; the link lives on.',
      limits: [perIp(20, minutes(15))],
      audit: 'sign_in.succeeded',
      errors: ['token.invalid', ...signInErrors],
      setsCookies: true,
      whileReadonly: true,
      critical: true,
    })
    .input(
      z.union([
        z.strictObject({ token: OneTimeToken, delivery: Delivery, deviceToken: DeviceToken }),
        z.strictObject({
          flowId: IdInput.describe('Of the answer to `POST /passwordless/start`.'),
          code: z.string().min(1).max(32).describe('The six digits of the mail.').meta({ example: '492039' }),
          delivery: Delivery,
          deviceToken: DeviceToken,
        }),
      ]),
    )
    .output(SignInResult)
    .mutation(({ ctx, input }) => completeMailedSignIn(ctx, input)),
}
