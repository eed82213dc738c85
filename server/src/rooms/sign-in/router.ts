import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { SIGN_INS_PER_ADDRESS } from '../../kit/limit-keys.ts'
import { perEmail, perIp, perSession, publicProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { Delivery, DeviceToken, SignedIn, SignInResult, signInErrors } from '../gate/index.ts'
import { PresentedPassword } from '../passwords/index.ts'
import { refresh } from './refresh.ts'
import { login } from './service.ts'
import { signOut } from './sign-out.ts'

const RefreshToken = z
  .string()
  .min(1)
  .max(256)
  .describe('The refresh token; leave it out when it is in the cookie.')

export const signInProcedures = {
  login: publicProcedure
    .meta({
      rest: 'POST /login',
      success: 200,
      summary: 'Sign in with address and password.',
      limits: [
        perIp(30, minutes(15)),
        perEmail(SIGN_INS_PER_ADDRESS.points, SIGN_INS_PER_ADDRESS.windowMs, 'auth.too_many_attempts'),
      ],
      audit: 'sign_in.succeeded',
      errors: [
        'auth.invalid_credentials',
        ...signInErrors,
        'auth.password_change_required',
        'auth.too_many_attempts',
      ],
      setsCookies: true,
      whileReadonly: true,
      critical: true,
    })
    .input(
      z.strictObject({
        email: EmailInput,
        password: PresentedPassword,
        delivery: Delivery,
        deviceToken: DeviceToken.describe(
          'The `deviceToken` of an earlier sign-in; strangers’ failures do not pause such a device.',
        ),
      }),
    )
    .output(SignInResult)
    .mutation(({ ctx, input }) => login(ctx, input)),

  refresh: publicProcedure
    .meta({
      rest: 'POST /refresh',
      success: 200,
      summary: 'Exchange the refresh token for its successor and a new access token.',
      limits: [perSession(60, minutes(1))],
      errors: ['auth.refresh_invalid', 'auth.refresh_reused'],
      setsCookies: true,
      whileReadonly: true,
    })
    .input(z.strictObject({ refreshToken: RefreshToken.optional() }))
    .output(SignedIn)
    .mutation(({ ctx, input }) => refresh(ctx, input)),

  logout: publicProcedure
    .meta({
      rest: 'POST /logout',
      success: 204,
      summary: 'Sign this device out. Asking twice does no harm.',
      audit: 'sign_out',
      setsCookies: true,
      whileReadonly: true,
    })
    .input(z.strictObject({ refreshToken: RefreshToken.optional() }))
    .output(z.void())
    .mutation(({ ctx, input }) => signOut(ctx, input)),
}
