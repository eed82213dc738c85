import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { freshProcedure, perIp, publicProcedure, userProcedure } from '../../procedure.ts'
import { Delivery, SignInResult, signInErrors } from '../gate/index.ts'
import { AssertionInput } from '../passkeys/index.ts'
import { confirmEnrolment, disableTotp, enrolTotp, mfaStatus, regenerateRecoveryCodes } from './enrolment.ts'
import { verifySecondFactor } from './service.ts'

const ChallengeToken = z
  .string()
  .min(1)
  .max(64)
  .describe('The `challengeToken` of the first factor’s answer.')
const Code = z.string().min(1).max(32)
const TotpCode = Code.describe('The six digits the authenticator app shows.').meta({ example: '492039' })
const RecoveryCodes = z.object({
  recoveryCodes: z
    .array(z.string())
    .length(10)
    .describe('Each good once. Shown this once.')
    .meta({ example: Array.from({ length: 10 }, (_, index) => `7k2m-x4fp-9wq${index}`) }),
})
const codeErrors = ['mfa.code_invalid', 'auth.too_many_attempts'] as const
const guessLimits = [perIp(20, minutes(15))]

export const mfaProcedures = {
  status: userProcedure
    .meta({ rest: 'GET /me/mfa', success: 200, summary: 'Read which second factors you have.' })
    .input(z.strictObject({}))
    .output(
      z.object({
        totp: z.object({ enabled: z.boolean(), confirmedAt: z.date().nullable() }),
        passkeys: z.number().int(),
        recoveryCodesLeft: z.number().int(),
      }),
    )
    .query(({ ctx }) => mfaStatus(ctx)),

  enrollTotp: freshProcedure
    .meta({
      rest: 'POST /me/mfa/totp',
      success: 200,
      summary: 'Show a secret for an authenticator app. It counts only once a code has confirmed it.',
      audit: 'mfa.totp_enrolment_begun',
      errors: ['auth.email_not_verified'],
    })
    .input(z.strictObject({}))
    .output(
      z.object({
        secret: z.string().describe('Base32, to be typed. Shown this once.'),
        otpauthUri: z.string().describe('What an authenticator app scans.'),
        qrSvg: z.string().describe('The address as an SVG picture.'),
      }),
    )
    .mutation(({ ctx }) => enrolTotp(ctx)),

  confirmTotp: freshProcedure
    .meta({
      rest: 'POST /me/mfa/totp/confirm',
      success: 200,
      summary: 'Switch two-step sign-in on with the first code, and sign every other device out.',
      limits: guessLimits,
      audit: 'mfa.totp_enabled',
      errors: ['auth.email_not_verified', ...codeErrors],
    })
    .input(z.strictObject({ code: TotpCode }))
    .output(RecoveryCodes)
    .mutation(({ ctx, input }) => confirmEnrolment(ctx, input.code)),

  disableTotp: freshProcedure
    .meta({
      rest: 'DELETE /me/mfa/totp',
      success: 204,
      summary: 'Switch two-step sign-in off with a code, and sign every other device out.',
      limits: guessLimits,
      audit: 'mfa.totp_disabled',
      errors: codeErrors,
    })
    .input(z.strictObject({ code: TotpCode }))
    .output(z.void())
    .mutation(({ ctx, input }) => disableTotp(ctx, input.code)),

  regenerateRecoveryCodes: freshProcedure
    .meta({
      rest: 'POST /me/mfa/recovery-codes',
      success: 200,
      summary: 'Make ten new recovery codes; the old ones are void.',
      audit: 'mfa.recovery_codes_replaced',
      errors: ['auth.email_not_verified', 'conflict'],
    })
    .input(z.strictObject({}))
    .output(RecoveryCodes)
    .mutation(({ ctx }) => regenerateRecoveryCodes(ctx)),

  verify: publicProcedure
    .meta({
      rest: 'POST /mfa/verify',
      success: 200,
      summary: 'Finish signing in with the second factor.',
      description:
        'Five wrong codes end the challenge; ten within 15 minutes pause the person’s second factors.',
      limits: guessLimits,
      audit: 'sign_in.succeeded',
      errors: ['mfa.challenge_expired', ...codeErrors, ...signInErrors, 'auth.password_change_required'],
      setsCookies: true,
      whileReadonly: true,
      critical: true,
    })
    .input(
      z.union([
        z.strictObject({
          challengeToken: ChallengeToken,
          method: z.enum(['totp', 'recovery_code']),
          code: Code.describe('Of the app, or one of the recovery codes.'),
          delivery: Delivery,
        }),
        z.strictObject({
          challengeToken: ChallengeToken,
          method: z.literal('passkey'),
          assertion: AssertionInput,
          delivery: Delivery,
        }),
      ]),
    )
    .output(SignInResult)
    .mutation(({ ctx, input }) => verifySecondFactor(ctx, input)),
}
