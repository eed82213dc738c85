import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { perIp, userProcedure } from '../../procedure.ts'
import { Delivery, SignInResult, signInErrors } from '../gate/index.ts'
import { PresentedPassword } from '../passwords/index.ts'
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
    .input(z.strictObject({ password: PresentedPassword, delivery: Delivery }))
    .output(SignInResult)
    .mutation(({ ctx, input }) => reauthenticate(ctx, input)),
}
