import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { perIp, publicProcedure } from '../../procedure.ts'
import { Delivery, DeviceToken, SignInResult, signInErrors } from '../gate/index.ts'
import { AssertionInput, RequestOptions } from '../passkeys/index.ts'
import { loginOptions, loginWithPasskey } from './service.ts'

export const passkeySignInProcedures = {
  loginOptions: publicProcedure
    .meta({
      rest: 'POST /passkeys/login/options',
      success: 200,
      summary: 'Get what the browser needs to sign in with a passkey.',
      description:
        'Nobody is named: the passkey says who it is of. With a `challengeToken`, for the second factor of that sign-in.',
      limits: [perIp(60, minutes(15))],
      errors: ['mfa.challenge_expired'],
      whileReadonly: true,
    })
    .input(
      z.strictObject({
        challengeToken: z
          .string()
          .min(1)
          .max(64)
          .optional()
          .describe('Of an answer that asks for a second factor.'),
      }),
    )
    .output(z.object({ options: RequestOptions }))
    .mutation(({ ctx, input }) => loginOptions(ctx, input.challengeToken)),

  login: publicProcedure
    .meta({
      rest: 'POST /passkeys/login',
      success: 200,
      summary: 'Sign in with a passkey.',
      limits: [perIp(30, minutes(15))],
      audit: 'sign_in.succeeded',
      errors: ['auth.invalid_credentials', ...signInErrors],
      setsCookies: true,
      whileReadonly: true,
      critical: true,
    })
    .input(
      z.strictObject({
        response: AssertionInput,
        delivery: Delivery,
        deviceToken: DeviceToken,
      }),
    )
    .output(SignInResult)
    .mutation(({ ctx, input }) => loginWithPasskey(ctx, input)),
}
