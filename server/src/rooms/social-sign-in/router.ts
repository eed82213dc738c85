import { z } from 'zod'
import { minutes } from '../../kit/duration.ts'
import { pageInput, pageOf } from '../../kit/page.ts'
import { freshProcedure, perIp, publicProcedure, userProcedure } from '../../procedure.ts'
import { Delivery, signInErrors } from '../gate/index.ts'
import { enabledProviders } from '../identities/index.ts'
import { beginFlow } from './authorize.ts'
import { completeFlow } from './callback.ts'
import { listIdentities, unlinkIdentity } from './connected.ts'
import { Identity, IdentityId, Provider, ProviderId, ProviderSignInResult } from './schemas.ts'

export const oauthProcedures = {
  providers: publicProcedure
    .meta({
      rest: 'GET /oauth/providers',
      success: 200,
      summary: 'List the providers one can sign in with at present.',
    })
    .input(z.strictObject({}))
    .output(z.object({ items: z.array(Provider) }))
    .query(async ({ ctx }) => {
      const enabled = await enabledProviders(ctx)
      return { items: enabled.map(({ id, name }) => ({ id, name })) }
    }),

  authorize: publicProcedure
    .meta({
      rest: 'GET /oauth/{provider}/authorize',
      success: 200,
      summary: 'Begin to sign in at a provider: the address to send the browser to.',
      description:
        'Sets the cookie that binds the sign-in to this browser. With `mode=link` the provider is to be connected to the caller’s account: that needs an access token, and a sign-in of the last five minutes.',
      limits: [perIp(30, minutes(15))],
      errors: [
        'oauth.provider_unavailable',
        'auth.unauthenticated',
        'auth.reauthentication_required',
        'impersonation.not_allowed',
      ],
      setsCookies: true,
    })
    .input(
      z.strictObject({
        provider: ProviderId,
        redirectTo: z
          .string()
          .min(1)
          .max(2_048)
          .optional()
          .describe('Where to go on to afterwards: a path of this site, or an address of an allowed origin.'),
        mode: z
          .enum(['login', 'link'])
          .default('login')
          .describe('To sign in, or to connect the provider to the caller’s account.'),
        loginHint: z.string().min(1).max(320).optional().describe('The address to suggest at the provider.'),
      }),
    )
    .output(
      z.object({
        authorizationUrl: z.string().describe('At the provider.'),
        state: z.string().describe('Comes back with the browser, for the callback.'),
      }),
    )
    .query(({ ctx, input }) => beginFlow(ctx, input)),

  callback: publicProcedure
    .meta({
      rest: 'POST /oauth/{provider}/callback',
      success: 200,
      summary: 'Finish a sign-in at a provider with what the browser came back with.',
      description:
        'From the browser that began it, once, within ten minutes. A provider is connected only by the session that asked for it, told by its access token, or without one by its refresh cookie; the answer is that session under a new id.',
      limits: [perIp(20, minutes(15))],
      audit: ['sign_in.succeeded', 'identity.linked', 'mfa.challenged'],
      errors: [
        'oauth.state_invalid',
        'oauth.exchange_failed',
        'oauth.provider_unavailable',
        'oauth.email_unverified',
        'oauth.link_required',
        'oauth.identity_in_use',
        'signup.closed',
        ...signInErrors,
      ],
      setsCookies: true,
      whileReadonly: true,
    })
    .input(
      z.strictObject({
        provider: ProviderId,
        code: z.string().min(1).max(8_192).describe('The authorization code.'),
        state: z.string().min(1).max(128).describe('The `state` of the start.'),
        iss: z.string().min(1).max(512).optional().describe('As it came back, if it did (RFC 9207).'),
        delivery: Delivery,
      }),
    )
    .output(ProviderSignInResult)
    .mutation(({ ctx, input }) => completeFlow(ctx, input)),
}

export const identitiesProcedures = {
  list: userProcedure
    .meta({
      rest: 'GET /me/identities',
      success: 200,
      summary: 'List the accounts at providers that open yours, oldest first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(Identity))
    .query(({ ctx, input }) => listIdentities(ctx, input)),

  unlink: freshProcedure
    .meta({
      rest: 'DELETE /me/identities/{identityId}',
      success: 204,
      summary: 'Disconnect an account at a provider, and sign every other device out.',
      audit: 'identity.unlinked',
      errors: ['account.last_sign_in_method'],
    })
    .input(z.strictObject({ identityId: IdentityId }))
    .output(z.void())
    .mutation(({ ctx, input }) => unlinkIdentity(ctx, input.identityId)),
}
