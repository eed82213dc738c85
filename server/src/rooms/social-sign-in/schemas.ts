import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'
import { MfaRequired, SignedIn } from '../gate/index.ts'

export const ProviderId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,31}$/, 'Not the id of a provider.')
  .meta({ id: 'ProviderId', description: 'The id of a provider.', example: 'google' })

export const Provider = z
  .object({ id: z.string(), name: z.string().describe('For the button.') })
  .meta({ id: 'Provider', description: 'A service one can sign in with.' })

const goingOn = {
  redirectTo: z
    .string()
    .nullable()
    .describe('Where to go on to, as asked for at the start; null when nothing was.'),
  isNewUser: z.boolean().describe('Whether this sign-in made the account.'),
}

export const ProviderSignInResult = z
  .discriminatedUnion('status', [
    SignedIn.extend(goingOn).meta({ id: 'ProviderSignedIn', description: 'A session has begun or goes on.' }),
    MfaRequired.extend(goingOn).meta({
      id: 'ProviderMfaRequired',
      description: 'The provider confirmed the person; a second factor is due.',
    }),
  ])
  .meta({ id: 'ProviderSignInResult', description: 'What a sign-in at a provider ends in.' })
export type ProviderSignInResult = z.infer<typeof ProviderSignInResult>

export const IdentityId = IdInput.meta({ id: 'IdentityId', description: 'The id of a connected account.' })

export const Identity = z
  .object({
    id: z.uuid(),
    provider: z.string().describe('The id of the provider.'),
    providerName: z.string().describe('Its name; the id when it is no longer configured.'),
    email: z.string().nullable().describe('The address the provider last told of; it proves nothing here.'),
    createdAt: z.date(),
    lastUsedAt: z.date(),
  })
  .meta({ id: 'Identity', description: 'An account at a provider that opens the caller’s account.' })
export type Identity = z.infer<typeof Identity>
