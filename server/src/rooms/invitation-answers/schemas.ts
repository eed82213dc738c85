import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { DisplayName, Locale } from '../accounts/index.ts'
import { Delivery, DeviceToken, MfaRequired, SignedIn } from '../gate/index.ts'
import { OneTimeToken } from '../one-time-tokens/index.ts'
import { NewPassword } from '../passwords/index.ts'

/** Names, and nothing that would tell more of the organization or of whom it asks (SECURITY I3). */
export const InvitationPreview = z
  .object({
    organizationName: z.string(),
    inviterName: z.string().describe('Whoever invited.'),
  })
  .meta({ id: 'InvitationPreview', description: 'Who asks whom in, as the link tells it.' })

export const ReceivedInvitation = z
  .object({
    id: z.uuid(),
    organizationName: z.string(),
    inviterName: z.string().describe('Whoever invited.'),
    role: z.string().describe('What you would be.'),
    createdAt: z.date(),
    expiresAt: z.date(),
  })
  .meta({ id: 'ReceivedInvitation', description: 'An invitation that awaits your answer.' })
export type ReceivedInvitation = z.infer<typeof ReceivedInvitation>

const InvitationToken = OneTimeToken.describe('The `token` of the mailed link.')
const InvitationId = IdInput.describe('Of `GET /me/invitations`; needs a session.')

export const Acceptance = z.union([
  z.strictObject({
    token: InvitationToken,
    password: NewPassword.optional().describe('For a new account; left out by whoever is signed in.'),
    displayName: DisplayName.optional().describe('For a new account.'),
    locale: Locale.optional().describe('For a new account; `Accept-Language` when left out.'),
    delivery: Delivery,
    deviceToken: DeviceToken,
  }),
  // Where the session stays cannot change: the two are taken so that clients need not tell the branches apart.
  z.strictObject({ invitationId: InvitationId, delivery: Delivery, deviceToken: DeviceToken }),
])
export type Acceptance = z.infer<typeof Acceptance>

const Joined = z
  .object({
    status: z.literal('joined'),
    organizationId: z.uuid().describe('For `POST /me/organization`.'),
  })
  .meta({ id: 'Joined', description: 'Whoever was signed in belongs to the organization now.' })

export const AcceptanceResult = z.discriminatedUnion('status', [SignedIn, MfaRequired, Joined]).meta({
  id: 'AcceptanceResult',
  description: 'A session for a new account; or that whoever was signed in has joined.',
})
export type AcceptanceResult = z.infer<typeof AcceptanceResult>

export const Refusal = z.union([
  z.strictObject({ token: InvitationToken }),
  z.strictObject({ invitationId: InvitationId }),
])
export type Refusal = z.infer<typeof Refusal>
