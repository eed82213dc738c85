/** `@gatehouse/sdk/hono`: your own API behind the platform's access tokens and API keys. Needs `hono` 4. */
import type { Context, MiddlewareHandler } from 'hono'
import { type ErrorCode, errorTitles } from './generated/errors.ts'
import type { Problem } from './problem.ts'
import {
  type AccessToken,
  type ApiKeyClaims,
  type ApiKeyScope,
  createApiKeyVerifier,
  createVerifier,
  InvalidApiKeyError,
  InvalidTokenError,
  NetworkError,
  type VerifierOptions,
} from './server.ts'

export type { AccessToken, ApiKeyClaims, ApiKeyScope }

/** For `new Hono<{ Variables: AuthVariables }>()`, where handlers are not chained to the middleware. */
export interface AuthVariables {
  /** Who calls. */
  auth: AccessToken
}

/** The same behind `gatehouseAuth({ optional: true })`. */
export interface OptionalAuthVariables {
  /** Who calls; null when nobody says. */
  auth: AccessToken | null
}

/** The same behind `gatehouseAuth({ apiKeys })`. */
export interface KeyedAuthVariables {
  /** Who calls, or which program: `'keyId' in auth`. Both have a `userId` and an `organizationId`. */
  auth: AccessToken | ApiKeyClaims
}

/** The same behind `gatehouseAuth({ apiKeys, optional: true })`. */
export interface OptionalKeyedAuthVariables {
  auth: AccessToken | ApiKeyClaims | null
}

export interface ApiKeyAdmission {
  /** What a key must have, all of them. For routes that ask for more, `requireScopes` stands behind it. */
  scopes: readonly [ApiKeyScope, ...ApiKeyScope[]]
  /** Where the platform is; the issuer unless given. */
  baseUrl?: string | URL | undefined
  /** How long an answer about a key is believed, in ms; 1,000 unless given. */
  cacheMs?: number | undefined
  /**
   * The organization a call is about: a key must be good there. A person's own key is judged by their role in it. Where
   * it gives none, no key is good: a middleware knows only the parameters of its own path.
   */
  organizationId?: ((c: Context) => string | undefined) | undefined
}

export interface GatehouseAuthOptions extends VerifierOptions {
  /** Lets calls without a token through, with `auth` null. A token that is there must be good all the same. */
  optional?: boolean | undefined
  /** Takes API keys as well: in `X-API-Key`, or as the bearer credential. Never in the address. */
  apiKeys?: ApiKeyAdmission | undefined
}

type WithKeys = GatehouseAuthOptions & { apiKeys: ApiKeyAdmission }
type WithoutKeys = GatehouseAuthOptions & { apiKeys?: undefined }

/**
 * Verifies the bearer token of each call, offline, and sets `c.get('auth')`. With `apiKeys`, a key may stand in its
 * place: the platform is asked about it.
 *
 * Answers in the platform's own words (RFC 9457): 401 `auth.unauthenticated` for a token or key that is missing or not
 * good, with the challenge of RFC 6750 section 3; 403 `api_key.scope_missing`; 503 `unavailable` when there are no keys
 * to judge it by, or the platform cannot be asked.
 */
export function gatehouseAuth(
  options: WithKeys & { optional: true },
): MiddlewareHandler<{ Variables: OptionalKeyedAuthVariables }>
export function gatehouseAuth(
  options: WithKeys & { optional?: false | undefined },
): MiddlewareHandler<{ Variables: KeyedAuthVariables }>
export function gatehouseAuth(
  options: WithoutKeys & { optional: true },
): MiddlewareHandler<{ Variables: OptionalAuthVariables }>
export function gatehouseAuth(
  options: WithoutKeys & { optional?: false | undefined },
): MiddlewareHandler<{ Variables: AuthVariables }>
export function gatehouseAuth({ optional, apiKeys, ...options }: GatehouseAuthOptions): MiddlewareHandler {
  const verifier = createVerifier(options)
  const readKey = apiKeys && createKeyReader(apiKeys, options)
  return async (c, next) => {
    const authorization = c.req.header('authorization')
    const isAnonymous = authorization === undefined && !(readKey && c.req.header('x-api-key') !== undefined)
    try {
      const key = await readKey?.(c)
      if (key && !hasScopes(key, apiKeys!.scopes)) return scopeMissing(c)
      c.set('auth', optional && isAnonymous ? null : (key ?? (await verifier.verifyHeader(authorization))))
    } catch (error) {
      if (error instanceof InvalidTokenError) return unauthenticated(c, error.reason === 'missing')
      if (error instanceof InvalidApiKeyError) return unauthenticated(c, false)
      if (error instanceof NetworkError) return answer(c, 503, 'unavailable', { 'retry-after': '5' })
      throw error
    }
    return next()
  }
}

/**
 * Reads the key of a call; undefined when it presents none.
 *
 * Throws InvalidApiKeyError for one that is not good, and for a call with two credentials: which one is meant, nobody
 * can say.
 */
function createKeyReader({ baseUrl, cacheMs, organizationId }: ApiKeyAdmission, options: VerifierOptions) {
  const { verify } = createApiKeyVerifier({
    baseUrl: baseUrl ?? options.issuer,
    cacheMs,
    fetch: options.fetch,
  })
  return async (c: Context): Promise<ApiKeyClaims | undefined> => {
    const authorization = c.req.header('authorization')
    const inHeader = c.req.header('x-api-key')
    if (inHeader !== undefined && authorization !== undefined) throw new InvalidApiKeyError('malformed')
    const key = inHeader ?? /^Bearer (gk_\S+)$/i.exec(authorization ?? '')?.[1]
    if (key === undefined) return undefined
    if (!organizationId) return verify(key)
    const wanted = organizationId(c)
    if (!wanted) throw new InvalidApiKeyError('refused')
    return verify(key, { organizationId: wanted })
  }
}

const hasScopes = (key: ApiKeyClaims, scopes: readonly ApiKeyScope[]): boolean =>
  scopes.every((scope) => key.scopes.includes(scope))

const scopeMissing = (c: Context): Response =>
  answer(c, 403, 'api_key.scope_missing', { 'www-authenticate': 'Bearer error="insufficient_scope"' })

/**
 * Lets only those API keys through that have all these scopes; stands behind `gatehouseAuth({ apiKeys })`. People pass:
 * what they may do is for your own code, by `organizationId` and `role`.
 */
export function requireScopes(
  ...scopes: readonly [ApiKeyScope, ...ApiKeyScope[]]
): MiddlewareHandler<{ Variables: KeyedAuthVariables }> {
  return async (c, next) => {
    const auth = c.get('auth') as AccessToken | ApiKeyClaims | null | undefined
    if (!auth) return unauthenticated(c, true)
    return 'keyId' in auth && !hasScopes(auth, scopes) ? scopeMissing(c) : next()
  }
}

/**
 * Lets only those through who have proven themselves within so many seconds; stands behind `gatehouseAuth`. Others get
 * the 403 `auth.reauthentication_required` that the platform would answer, with the challenge of RFC 9470 section 3:
 * have them call `auth.reauthenticate`, then repeat the call with the token that gives. An API key never has.
 */
export function requireFresh(seconds: number): MiddlewareHandler<{ Variables: AuthVariables }> {
  return async (c, next) => {
    const auth = c.get('auth') as AccessToken | ApiKeyClaims | null | undefined
    if (!auth) return unauthenticated(c, true)
    const isFresh =
      'authenticatedAt' in auth && Date.now() - auth.authenticatedAt.getTime() <= seconds * 1_000
    if (isFresh) return next()
    const challenge = `Bearer error="insufficient_user_authentication", max_age=${seconds}`
    return answer(c, 403, 'auth.reauthentication_required', { 'www-authenticate': challenge })
  }
}

/** RFC 6750 section 3.1: who sent no credentials is told of no error. */
const unauthenticated = (c: Context, isMissing: boolean): Response =>
  answer(c, 401, 'auth.unauthenticated', {
    'www-authenticate': isMissing ? 'Bearer' : 'Bearer error="invalid_token"',
  })

/** A problem as the platform words it, but for the address of its page, which your API has none of. */
function answer(c: Context, status: number, code: ErrorCode, headers: Record<string, string>): Response {
  const given = c.req.header('x-request-id') ?? ''
  const requestId = /^[A-Za-z0-9._-]{8,128}$/.test(given) ? given : crypto.randomUUID()
  const problem: Problem = {
    type: 'about:blank',
    title: errorTitles[code],
    status,
    code,
    requestId,
    ...(status === 503 && { retryAfterSeconds: 5 }),
  }
  const all = { 'content-type': 'application/problem+json', 'x-request-id': requestId, ...headers }
  return new Response(JSON.stringify(problem), { status, headers: all })
}
