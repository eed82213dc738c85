import { z } from 'zod'

const reasons = [
  'limit_reached',
  'unknown_address',
  'password_stopped',
  'password_paused',
  'password_not_set',
  'account_disabled',
  'email_not_verified',
  'password_change_required',
  'second_factor_paused',
  'provider_off',
  'organization_requires_mfa',
] as const

const ways = ['password', 'any', 'second_factor', 'provider', 'organization'] as const

const Verdict = z
  .object({
    reason: z
      .enum(reasons)
      .describe(
        '`password_stopped`: a hundred failures in a row; only a reset or another way in helps. `second_factor_paused`: ten wrong ones. `organization_requires_mfa`: signing in works, the organization opens only with a second factor.',
      ),
    answer: z.string().nullable().describe('The code they get; null where they are told nothing of it.'),
    way: z.enum(ways).describe('Which way in it closes.'),
    until: z.date().nullable().describe('When it is over by itself; null when it is not.'),
    subject: z.string().nullable().describe('The provider or the organization it is about.'),
  })
  .meta({ id: 'SignInObstacle', description: 'What would refuse a sign-in at this moment.' })

const Account = z
  .object({
    id: z.uuid(),
    exists: z.literal(true),
    email: z.string(),
    status: z.enum(['active', 'disabled']),
    isVerified: z.boolean(),
    pausedUntil: z
      .date()
      .nullable()
      .describe('Until when every password is refused, from devices that are not known.'),
    isStopped: z.boolean().describe('A hundred failures in a row: as paused, until a reset.'),
    failedAttempts: z.number().int().describe('Wrong passwords since the last right one.'),
    hasPassword: z.boolean(),
    passwordChangeRequired: z.boolean(),
    mfaEnabled: z.boolean(),
    mfaPausedUntil: z.date().nullable(),
    closing: z
      .date()
      .nullable()
      .describe('When it is erased, if its owner has closed it; signing in takes that back.'),
    lastSignInAt: z.date().nullable(),
    providers: z.array(z.string()).describe('The providers it opens by.'),
  })
  .meta({ id: 'DiagnosedAccount', description: 'An account, as far as it matters to signing in.' })

const steps = ['limit', 'address', 'pause', 'first_factor', 'account', 'second_factor', 'session'] as const
const stepOutcomes = ['passed', 'asked', 'refused'] as const

const Attempt = z
  .object({
    at: z.date(),
    requestId: z.string(),
    outcome: z
      .enum(['success', 'challenged', 'failure'])
      .describe('`challenged`: the first factor was right, and a second one was asked for.'),
    reason: z.string().nullable().describe('Why it was refused.'),
    method: z
      .string()
      .nullable()
      .describe('What was tried: `password`, `passkey`, `provider`, `totp`, `email_link`.'),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    trace: z
      .array(
        z.object({
          step: z.enum(steps),
          outcome: z.enum(stepOutcomes),
          detail: z.string().nullable(),
        }),
      )
      .describe(
        'How far it got, in the order in which the platform asks; what came after a refusal was not asked.',
      ),
  })
  .meta({ id: 'SignInAttempt', description: 'One request of a sign-in, and how it was decided.' })
export type Attempt = z.infer<typeof Attempt>

export const SignInDiagnosis = z
  .object({
    account: Account.nullable().describe('Null: nobody has the address.'),
    verdict: z
      .array(Verdict)
      .describe('In the order in which they would refuse; empty: nothing stands in the way.'),
    attempts: z.array(Attempt).describe('The last ones, newest first.'),
  })
  .meta({ id: 'SignInDiagnosis', description: 'Why somebody cannot sign in.' })
export type SignInDiagnosis = z.infer<typeof SignInDiagnosis>
export type Obstacle = SignInDiagnosis['verdict'][number]
export type DiagnosedAccount = NonNullable<SignInDiagnosis['account']>
