import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { perIp, userProcedure } from '../../procedure.ts'
import { Delivery, SignInResult, signInErrors } from '../gate/index.ts'
import { AssertionInput, RequestOptions } from '../passkeys/index.ts'
import { PresentedPassword } from '../passwords/index.ts'
import { reauthenticateByCode } from './by-code.ts'
import { reauthenticateByPasskey, reauthenticationOptions } from './by-passkey.ts'
import { reauthenticate } from './service.ts'

export const stepUpProcedures = {
  reauthenticate: userProcedure
    .meta({
      rest: 'POST /reauthenticate',
      success: 200,
      summary: 'Prove again that it is you, for sensitive changes. The session goes on under a new id.',
      limits: [perIp(30, minutes(15))],
      audit: 'step_up.succeeded',
      errors: [
        'auth.invalid_credentials',
        'auth.too_many_attempts',
        ...signInErrors,
        'auth.password_change_required',
      ],
      setsCookies: true,
      whileReadonly: true,
    })
    .input(
      z.union([
        z.strictObject({ password: PresentedPassword, delivery: Delivery }),
        z.strictObject({
          totpCode: z.string().min(1).max(32).describe('The six digits the authenticator app shows.'),
          delivery: Delivery,
        }),
        z.strictObject({ assertion: AssertionInput, delivery: Delivery }),
      ]),
    )
    .output(SignInResult)
    .mutation(({ ctx, input }) => {
      if ('password' in input) return reauthenticate(ctx, input)
      if ('totpCode' in input) return reauthenticateByCode(ctx, input)
      return reauthenticateByPasskey(ctx, input)
    }),

  reauthenticateOptions: userProcedure
    .meta({
      rest: 'POST /reauthenticate/options',
      success: 200,
      summary: 'Get what the browser needs to prove yourself with a passkey of yours.',
      limits: [perIp(30, minutes(15))],
      whileReadonly: true,
    })
    .input(z.strictObject({}))
    .output(z.object({ options: RequestOptions }))
    .mutation(({ ctx }) => reauthenticationOptions(ctx)),
}
