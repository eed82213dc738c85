import type { ProviderConfig } from '../../config.ts'
import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { safeReturnAddress } from '../../kit/return-address.ts'
import { hashToken, newSecret } from '../../kit/tokens.ts'
import type { FlowSecrets } from '../../platform/oidc.ts'
import { BROWSER_COOKIE_SECONDS, browserOf } from '../gate/index.ts'
import { enabledProviders } from '../identities/index.ts'
import { authenticate } from '../sessions/index.ts'
import { deleteOldFlows, insertFlow } from './store.ts'

/** How long a person may take at the provider (SECURITY O1). Ten minutes, in seconds. */
const FLOW_TTL_SECONDS = 600
const SECRETS = 'oauth-flow'

interface Begin {
  provider: string
  redirectTo?: string | undefined
  mode: 'login' | 'link'
  loginHint?: string | undefined
}

/**
 * The address at a provider to send the browser to. What it comes back with is worth something only in the same
 * browser, for the same provider, once, within ten minutes; for connecting, only in the same session.
 *
 * @throws {IdentityError} `oauth.provider_unavailable`; `request.invalid` for a return address that may not be gone
 *   to; for connecting `auth.unauthenticated`, `auth.reauthentication_required` and `impersonation.not_allowed`.
 */
export async function beginFlow(
  ctx: Context,
  input: Begin,
): Promise<{ authorizationUrl: string; state: string }> {
  const provider = await getProvider(ctx, input.provider)
  const actor = input.mode === 'link' ? await authenticate(ctx, true) : undefined
  const redirectTo = input.redirectTo === undefined ? undefined : allowedAddress(ctx, input.redirectTo)
  if (input.redirectTo !== undefined && redirectTo === undefined) throw badReturnAddress()
  const state = newSecret()
  const browser = browserOf(ctx)
  const secrets: FlowSecrets = { verifier: newSecret(), nonce: newSecret() }
  const url = await ctx.oidc.authorizationUrl(provider, {
    ...secrets,
    state,
    redirectUri: redirectUriOf(ctx, provider),
    loginHint: input.loginHint,
  })
  await insertFlow(
    ctx.db,
    {
      stateHash: hashToken(state),
      provider: provider.id,
      mode: input.mode,
      userId: actor?.userId ?? null,
      sessionId: actor?.sessionId ?? null,
      browserHash: hashToken(browser),
      secretsSealed: ctx.vault.seal(SECRETS, Buffer.from(JSON.stringify(secrets))),
      redirectTo: redirectTo ?? null,
    },
    FLOW_TTL_SECONDS,
  )
  ctx.cookies.set('browser', browser, BROWSER_COOKIE_SECONDS)
  return { authorizationUrl: url.href, state }
}

/** What `beginFlow` sealed. */
export const openSecrets = (ctx: Pick<Context, 'vault'>, sealed: Buffer): FlowSecrets =>
  JSON.parse(ctx.vault.open(SECRETS, sealed).toString('utf8')) as FlowSecrets

/**
 * A provider that is on at this moment.
 *
 * @throws {IdentityError} `oauth.provider_unavailable` for one that is off, also for flows begun before (SECURITY O8);
 *   `not_found` for one that is not configured.
 */
export async function getProvider(ctx: Pick<Context, 'db' | 'config'>, id: string): Promise<ProviderConfig> {
  if (!ctx.config.providers.some((provider) => provider.id === id)) throw new IdentityError('not_found')
  const provider = (await enabledProviders(ctx)).find((enabled) => enabled.id === id)
  if (!provider) throw new IdentityError('oauth.provider_unavailable', { cause: new Error('switched off') })
  return provider
}

/** One per provider, so that the answer of one cannot be passed off as another's (RFC 9700 section 4.4). */
export const redirectUriOf = ({ config }: Pick<Context, 'config'>, { id }: ProviderConfig): string =>
  `${config.publicUrl.href.replace(/\/$/, '')}/login/oauth/${id}/callback`

/** The return address if it may be gone to. Asked at the start and at the end: the configuration may have changed. */
export const allowedAddress = ({ config }: Pick<Context, 'config'>, raw: string): string | undefined =>
  safeReturnAddress(raw, { publicOrigin: config.publicUrl.origin, allowedOrigins: config.allowedRedirects })

const badReturnAddress = () =>
  new IdentityError('request.invalid', {
    errors: [
      {
        pointer: '/redirectTo',
        code: 'redirect.not_allowed',
        message: 'Neither a path of this site nor an address of an allowed origin.',
      },
    ],
  })

/** Removes flows that ran out. For the housekeeping round. */
export async function cleanUpOauthFlows(ctx: Pick<Context, 'db'>): Promise<void> {
  await deleteOldFlows(ctx.db)
}
