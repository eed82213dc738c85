import type { Config } from '../config.ts'
import { IdentityError } from '../kit/identity-error.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/** Whether the server answers for a Host header. Outside production also for this machine's own names. */
export function hostRule(config: Config): (host: string) => boolean {
  const { host: ownHost, protocol } = config.publicUrl
  const defaultPort = protocol === 'https:' ? ':443' : ':80'
  const isProduction = config.environment === 'production'
  return (host) => {
    if (host === ownHost) return true
    const lower = host.toLowerCase()
    if (lower === ownHost || lower === ownHost + defaultPort) return true
    return !isProduction && LOOPBACK_HOST.test(lower)
  }
}

/** What the cross-site rule looks at. */
export interface Provenance {
  method: string
  origin: string | null
  secFetchSite: string | null
  hasCookies: boolean
}

/**
 * Refuses a change that a page of another site made a browser ask for (SECURITY W2), sign-in and sign-up included.
 * Browsers say where a request comes from in headers no page can set; who says nothing is no browser, and may act
 * unless it sends cookies.
 *
 * @throws {IdentityError} `request.cross_site`
 */
export function crossSiteRule(config: Config): (request: Provenance) => void {
  const allowed = new Set([config.publicUrl.origin, ...config.allowedOrigins])
  return ({ method, origin, secFetchSite, hasCookies }) => {
    if (SAFE_METHODS.has(method) || secFetchSite === 'same-origin') return
    if (origin !== null) {
      if (allowed.has(origin)) return
    } else if (secFetchSite === null || secFetchSite === 'none') {
      if (!hasCookies) return
    }
    throw new IdentityError('request.cross_site')
  }
}

/** Request headers a page of an allowed origin may send, and those of the answer it may read. */
const ALLOWED_REQUEST_HEADERS = 'Authorization, Content-Type, Idempotency-Key, X-Request-Id, trpc-accept'
const EXPOSED_HEADERS = 'X-Request-Id, Retry-After, WWW-Authenticate'
const PREFLIGHT_MAX_AGE_SECONDS = '600'

/**
 * The CORS headers for an Origin: of exactly those configured, never a reflected one, never `null` (SECURITY W3).
 * Undefined for all others, whose pages then may not read the answer.
 */
export function corsRule(config: Config): (origin: string) => Record<string, string> | undefined {
  const byOrigin = new Map(
    config.allowedOrigins.map((origin) => [
      origin,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': EXPOSED_HEADERS,
      },
    ]),
  )
  return (origin) => byOrigin.get(origin)
}

/** What a preflight of an allowed origin is answered with, on top of `corsRule`'s headers. */
export function preflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': ALLOWED_REQUEST_HEADERS,
    'access-control-max-age': PREFLIGHT_MAX_AGE_SECONDS,
  }
}
