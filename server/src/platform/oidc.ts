import * as client from 'openid-client'
import type { Config, ProviderConfig } from '../config.ts'
import { type ErrorCode, IdentityError } from '../kit/identity-error.ts'
import { type CircuitBreaker, createCircuitBreaker } from './circuit-breaker.ts'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'
import { faultOf, type ProviderIdentity, textOf, vouchesForEmail } from './oidc-claims.ts'
import { createMetadataReader, isInTrouble, MetadataError, type ProviderMetadata } from './oidc-metadata.ts'
import { callOut, OutboundError } from './outbound.ts'

export type { ProviderIdentity } from './oidc-claims.ts'

/** What a sign-in is bound to on its way: made at its start, demanded at its end. */
export interface FlowSecrets {
  /** PKCE (RFC 7636), always S256. */
  verifier: string
  nonce: string
}

export interface AuthorizationRequest extends FlowSecrets {
  state: string
  redirectUri: string
  loginHint?: string | undefined
}

export interface AuthorizationAnswer extends FlowSecrets {
  code: string
  /** RFC 9207: demanded where the provider says that it sends it, and compared wherever it comes. */
  iss?: string | undefined
  redirectUri: string
}

/**
 * Sign-in at OpenID Connect providers: authorization code with PKCE.
 *
 * Both throw `oauth.provider_unavailable` when the provider does not answer, or is not what the configuration says.
 */
export interface Oidc {
  /** Where to send the browser. */
  authorizationUrl(provider: ProviderConfig, request: AuthorizationRequest): Promise<URL>
  /**
   * Who came back.
   *
   * @throws {IdentityError} `oauth.exchange_failed` when the provider refuses the code, or its answer does not hold.
   */
  exchange(provider: ProviderConfig, answer: AuthorizationAnswer): Promise<ProviderIdentity>
}

/** All calls to a provider for one request of ours together (SECURITY F9, O10). In ms. */
const BUDGET_MS = 5_000
/** The library knows Microsoft's shared tenants by this address; no call goes there on its account. */
const MICROSOFT = 'https://login.microsoftonline.com'

interface Needs {
  config: Pick<Config, 'environment'>
  /** Under the providers' ids. Looked at for every call: they may be replaced meanwhile. */
  secrets: Readonly<Record<string, string>>
  clock: Clock
  log: Log
}

export function createOidc({ config, secrets, clock, log }: Needs): Oidc {
  const readMetadata = createMetadataReader({ config, clock })
  const breakers = new Map<string, CircuitBreaker>()
  const keySets = new Map<string, client.ExportedJWKSCache>()

  /** Runs what needs the provider, within the budget, unless it has just failed to answer several times. */
  async function guarded<Result>(
    provider: ProviderConfig,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const breaker = breakers.get(provider.id) ?? createCircuitBreaker(clock)
    breakers.set(provider.id, breaker)
    if (!breaker.mayCall())
      throw new IdentityError('oauth.provider_unavailable', { retryAfterSeconds: 30, cause: 'breaker open' })
    try {
      const result = await run(AbortSignal.timeout(BUDGET_MS))
      breaker.succeeded()
      return result
    } catch (error) {
      const { code, reason, isDown } = judge(error)
      if (isDown) breaker.failed()
      else breaker.succeeded()
      log.warn(
        { event: 'oidc.failed', provider: provider.id, code, reason },
        'a provider did not do its part',
      )
      // The reason alone: the library's errors carry tokens and claims.
      throw new IdentityError(code, {
        cause: new Error(reason),
        ...(code === 'oauth.provider_unavailable' && { retryAfterSeconds: 30 }),
      })
    }
  }

  async function configurationOf(provider: ProviderConfig, signal: AbortSignal) {
    const metadata = await readMetadata(provider, signal)
    const configuration = await client.discovery(
      new URL(addressForLibrary(provider)),
      provider.clientId,
      { [client.clockTolerance]: 30 },
      clientAuth(metadata, secrets[provider.id] ?? ''),
      {
        // Read and judged already; the library gets it as if it had asked.
        [client.customFetch]: async () => Response.json(metadata),
        // Whether http is allowed at all was decided by the configuration, and is by every call.
        ...(usesHttp(metadata) && { execute: [client.allowInsecureRequests] }),
      },
    )
    configuration[client.customFetch] = (url, options) => answerOf(url, options, signal)
    client.enableNonRepudiationChecks(configuration)
    const keys = keySets.get(provider.id)
    if (keys) client.setJwksCache(configuration, keys)
    return configuration
  }

  /** What the library asks for, asked by the one door to the outside. A provider in trouble is one that is away. */
  async function answerOf(url: string, options: client.CustomFetchOptions, signal: AbortSignal) {
    const body = options.body instanceof URLSearchParams ? options.body.toString() : undefined
    const answer = await callOut(config, new URL(url), {
      method: options.method === 'POST' ? 'POST' : 'GET',
      headers: {
        ...options.headers,
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }),
      },
      body,
      signal,
    })
    if (isInTrouble(answer.status))
      throw new OutboundError('unreachable', `${new URL(url).origin} answered ${answer.status}.`)
    return new Response(new Uint8Array(answer.body), { status: answer.status, headers: answer.headers })
  }

  return {
    authorizationUrl: (provider, request) =>
      guarded(provider, async (signal) => {
        const configuration = await configurationOf(provider, signal)
        return client.buildAuthorizationUrl(configuration, {
          redirect_uri: request.redirectUri,
          scope: provider.scopes.join(' '),
          response_type: 'code',
          state: request.state,
          nonce: request.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(request.verifier),
          code_challenge_method: 'S256',
          ...(request.loginHint !== undefined && { login_hint: request.loginHint }),
        })
      }),

    exchange: (provider, answer) =>
      guarded(provider, async (signal) => {
        const configuration = await configurationOf(provider, signal)
        try {
          return await readIdentity(configuration, provider, answer)
        } finally {
          const keys = client.getJwksCache(configuration)
          if (keys) keySets.set(provider.id, keys)
        }
      }),
  }
}

async function readIdentity(
  configuration: client.Configuration,
  provider: ProviderConfig,
  answer: AuthorizationAnswer,
): Promise<ProviderIdentity> {
  const back = new URL(answer.redirectUri)
  back.searchParams.set('code', answer.code)
  if (answer.iss !== undefined) back.searchParams.set('iss', answer.iss)
  const tokens = await client.authorizationCodeGrant(configuration, back, {
    pkceCodeVerifier: answer.verifier,
    expectedNonce: answer.nonce,
    idTokenExpected: true,
  })
  const idToken: Readonly<Record<string, unknown>> = tokens.claims() ?? {}
  const fault = faultOf(idToken, provider, Date.now() / 1_000)
  if (fault !== undefined) throw new Error(`ID token: ${fault}`)
  const subject = idToken.sub as string
  const { userinfo_endpoint: hasUserInfo } = configuration.serverMetadata()
  // The library refuses an answer whose sub is another (SECURITY O3). Address and vouching come from one source.
  const told: Readonly<Record<string, unknown>> =
    idToken.email === undefined && hasUserInfo
      ? await client.fetchUserInfo(configuration, tokens.access_token, subject)
      : idToken
  return {
    issuer: idToken.iss as string,
    subject,
    email: textOf(told.email),
    emailVerified: vouchesForEmail(told, provider),
    name: textOf(idToken.name ?? told.name),
    hostedDomain: textOf(idToken.hd),
    tokens: {
      accessToken: tokens.access_token,
      ...(tokens.refresh_token !== undefined && { refreshToken: tokens.refresh_token }),
      ...(tokens.scope !== undefined && { scope: tokens.scope }),
      ...(tokens.expires_in !== undefined && { expiresInSeconds: tokens.expires_in }),
    },
  }
}

/** How we prove to be the client: by the body where that is taken, since that needs no second encoding. */
function clientAuth(metadata: ProviderMetadata, secret: string): client.ClientAuth {
  const methods = metadata.token_endpoint_auth_methods_supported
  if (methods.includes('client_secret_post')) return client.ClientSecretPost(secret)
  if (methods.includes('client_secret_basic')) return client.ClientSecretBasic(secret)
  throw new MetadataError('no way to authenticate with a client secret')
}

/** The issuer; for a shared tenant of any Microsoft cloud, the address by which the library knows to expect many. */
const addressForLibrary = ({ issuer, discoveryUrl }: ProviderConfig): string =>
  issuer.includes('{tenantid}') ? MICROSOFT + new URL(discoveryUrl).pathname : issuer

const usesHttp = (metadata: ProviderMetadata): boolean =>
  [metadata.token_endpoint, metadata.jwks_uri, metadata.userinfo_endpoint].some((url) =>
    url?.startsWith('http:'),
  )

interface Judgement {
  code: ErrorCode
  reason: string
  /** Whether it counts against the provider's being there at all. */
  isDown: boolean
}

/** Whose fault it was. What cannot be told is an answer that does not hold. */
function judge(error: unknown): Judgement {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutboundError) {
      const isDown = cause.reason === 'unreachable'
      const code = cause.reason === 'unacceptable' ? 'oauth.exchange_failed' : 'oauth.provider_unavailable'
      return { code, reason: cause.message, isDown }
    }
    if (cause instanceof MetadataError)
      return { code: 'oauth.provider_unavailable', reason: cause.message, isDown: false }
  }
  // RFC 6749 section 5.2: it does not know us, which no person can help.
  if (error instanceof client.ResponseBodyError && /^(?:invalid|unauthorized)_client$/.test(error.error))
    return { code: 'oauth.provider_unavailable', reason: error.error, isDown: false }
  const reason = error instanceof Error ? `${error.message}${codeOf(error)}` : 'unknown'
  return { code: 'oauth.exchange_failed', reason, isDown: false }
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
