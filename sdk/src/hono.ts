/** `@gatehouse/sdk/hono`: your own API behind the platform's access tokens. Needs `hono` 4. */
import type { Context, MiddlewareHandler } from 'hono'
import { type ErrorCode, errorTitles } from './generated/errors.ts'
import type { Problem } from './problem.ts'
import {
  type AccessToken,
  createVerifier,
  InvalidTokenError,
  NetworkError,
  type VerifierOptions,
} from './server.ts'

export type { AccessToken }

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

export interface GatehouseAuthOptions extends VerifierOptions {
  /** Lets calls without a token through, with `auth` null. A token that is there must be good all the same. */
  optional?: boolean | undefined
}

/**
 * Verifies the bearer token of each call, offline, and sets `c.get('auth')`.
 *
 * Answers in the platform's own words (RFC 9457): 401 `auth.unauthenticated` for a token that is missing or not good,
 * with the challenge of RFC 6750 section 3; 503 `unavailable` when there are no keys to judge it by.
 */
export function gatehouseAuth(
  options: GatehouseAuthOptions & { optional: true },
): MiddlewareHandler<{ Variables: OptionalAuthVariables }>
export function gatehouseAuth(
  options: GatehouseAuthOptions & { optional?: false | undefined },
): MiddlewareHandler<{ Variables: AuthVariables }>
export function gatehouseAuth({ optional, ...options }: GatehouseAuthOptions): MiddlewareHandler {
  const verifier = createVerifier(options)
  return async (c, next) => {
    const authorization = c.req.header('authorization')
    try {
      const isAnonymous = optional === true && authorization === undefined
      c.set('auth', isAnonymous ? null : await verifier.verifyHeader(authorization))
    } catch (error) {
      if (error instanceof InvalidTokenError) return unauthenticated(c, error.reason === 'missing')
      if (error instanceof NetworkError) return answer(c, 503, 'unavailable', { 'retry-after': '5' })
      throw error
    }
    return next()
  }
}

/**
 * Lets only those through who have proven themselves within so many seconds; stands behind `gatehouseAuth`. Others get
 * the 403 `auth.reauthentication_required` that the platform would answer, with the challenge of RFC 9470 section 3:
 * have them call `auth.reauthenticate`, then repeat the call with the token that gives.
 */
export function requireFresh(seconds: number): MiddlewareHandler<{ Variables: AuthVariables }> {
  return async (c, next) => {
    const auth = c.get('auth') as AccessToken | null | undefined
    if (!auth) return unauthenticated(c, true)
    const isFresh = Date.now() - auth.authenticatedAt.getTime() <= seconds * 1_000
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
