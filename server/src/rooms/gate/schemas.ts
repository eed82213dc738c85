import { z } from 'zod'
import type { ErrorCode } from '../../kit/identity-error.ts'
import { User } from '../accounts/index.ts'

export const Delivery = z
  .enum(['body', 'cookie'])
  .default('body')
  .describe('Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers).')
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>

/** What tells a known device at a sign-in. */
export const DeviceToken = z
  .string()
  .min(1)
  .max(128)
  .optional()
  .describe('The `deviceToken` of an earlier sign-in.')

export const SignedIn = z
  .object({
    status: z.literal('signed_in'),
    accessToken: z.string().describe('A JWT (RFC 9068), to be sent as `Authorization: Bearer`.'),
    tokenType: z.literal('Bearer'),
    expiresIn: z.number().int().describe('Seconds until the access token expires.'),
    refreshToken: z.string().nullable().describe('For `POST /refresh`; null when it went into a cookie.'),
    refreshExpiresIn: z.number().int().describe('Seconds until the refresh token expires unless it is used.'),
    deviceToken: z
      .string()
      .nullable()
      .describe(
        'Tells this device from strangers’ at its next sign-in; null when it went into a cookie or is unchanged.',
      ),
    sessionId: z.uuid(),
    user: User,
  })
  .meta({ id: 'SignedIn', description: 'A session has begun or goes on.' })
export type SignedIn = z.infer<typeof SignedIn>

/** A second factor. */
export const MfaMethod = z.enum(['totp', 'passkey', 'recovery_code']).meta({ id: 'MfaMethod' })
export type MfaMethod = z.infer<typeof MfaMethod>

export const MfaRequired = z
  .object({
    status: z.literal('mfa_required'),
    challengeToken: z.string().describe('For `POST /mfa/verify`.'),
    methods: z.array(MfaMethod).describe('What the person has to prove themselves with.'),
    expiresIn: z.number().int().describe('Seconds until the challenge expires.'),
  })
  .meta({ id: 'MfaRequired', description: 'The first factor was right; a second one is due.' })

/** What every way to sign in ends in. */
export const SignInResult = z
  .discriminatedUnion('status', [SignedIn, MfaRequired])
  .meta({ id: 'SignInResult', description: 'A session, or the demand for a second factor.' })
export type SignInResult = z.infer<typeof SignInResult>

/** What the gate may answer, whatever was proven: every procedure that ends in a SignInResult declares these. */
export const signInErrors = [
  'auth.email_not_verified',
  'auth.account_disabled',
] as const satisfies readonly ErrorCode[]
