/** `@gatehouse/sdk/server`: verifies access tokens where your own API is, without asking the platform, and API keys by asking it. */
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { createKeySource } from './key-source.ts'

export {
  type ApiKeyClaims,
  type ApiKeyFault,
  type ApiKeyScope,
  type ApiKeyVerifier,
  type ApiKeyVerifierOptions,
  createApiKeyVerifier,
  InvalidApiKeyError,
} from './api-key-verifier.ts'
export { NetworkError } from './gatehouse-error.ts'

export interface VerifierOptions {
  /** The platform's JWT_ISSUER: its PUBLIC_URL, unless it was told otherwise. Compared to the letter. */
  issuer: string
  /** The platform's JWT_AUDIENCE: `gatehouse`, unless it was told otherwise. */
  audience: string
  /** Where the keys are; `/.well-known/jwks.json` of the issuer unless given. */
  jwksUrl?: string | URL | undefined
  /** Instead of the global one. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
}

/** What a valid access token says. */
export interface AccessToken {
  userId: string
  /** Tokens of a session that was ended are refused by the platform at once, and here once they have expired. */
  sessionId: string
  /** Each token has its own. */
  tokenId: string
  /** Of the program it was issued to. */
  clientId: string
  issuedAt: Date
  expiresAt: Date
  /** When the person last proved themselves; for sensitive acts of your own. */
  authenticatedAt: Date
  /** How they did (RFC 8176): `pwd`, `otp`. */
  amr: readonly string[]
  /** Where they act, and as what; null outside an organization. */
  organizationId: string | null
  role: string | null
  /** The administrator who acts as this person; null when they act themselves. */
  actorId: string | null
}

export interface Verifier {
  /**
   * What a token says, if the platform issued it, to this audience, and it has not expired.
   *
   * @throws {InvalidTokenError} for every other token: answer 401. {NetworkError} when there are no keys to judge it
   *   by, which is no fault of the token: answer 503.
   */
  verify(token: string): Promise<AccessToken>
  /** The same, of an `Authorization: Bearer …` header; one that is missing or malformed is an invalid token. */
  verifyHeader(authorization: string | null | undefined): Promise<AccessToken>
}

/** Why a token is refused. For your log: tell the caller no more than 401. */
export type TokenFault = 'missing' | 'malformed' | 'unknown_key' | 'signature' | 'expired' | 'claims'

export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
  readonly reason: TokenFault

  constructor(reason: TokenFault, options: { cause?: unknown } = {}) {
    super(`The access token is refused: ${reason}.`, options)
    this.reason = reason
  }
}

/** RFC 9068 section 2.1. ID tokens and every other JWT have another type. */
const TOKEN_TYPE = 'at+jwt'
/** RFC 8725 section 3.1: asymmetric ones only, whatever the header says. */
const ALGORITHMS = ['ES256', 'EdDSA', 'RS256']
/** What could name another key or change the reading (`jwk jku x5u x5c crit b64`) is not among these. */
const HEADER_PARAMETERS = new Set(['alg', 'typ', 'kid'])
/** RFC 9068 section 2.2, and the session. */
const REQUIRED_CLAIMS = ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti', 'sid', 'auth_time']
/** How far clocks may differ. */
const LEEWAY_SECONDS = 30
/** The platform's have about 1 KiB. Longer ones are not even decoded. */
const MAX_TOKEN_LENGTH = 4_096

/**
 * Verifies access tokens offline, with the platform's public keys: fetched once, kept for five minutes, and used on
 * while the platform cannot be reached (RFC 9068 section 4, RFC 8725).
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { issuer, audience } = options
  const keys = createKeySource(
    options.jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`,
    options.fetch,
  )

  async function verify(token: string): Promise<AccessToken> {
    refuseOddHeader(token)
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        typ: TOKEN_TYPE,
        issuer,
        audience,
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: REQUIRED_CLAIMS,
      })
      return read(payload)
    } catch (error) {
      throw error instanceof errors.JOSEError
        ? new InvalidTokenError(faultOf(error), { cause: error })
        : error
    }
  }

  return {
    verify,
    async verifyHeader(authorization) {
      const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1]
      if (!token) throw new InvalidTokenError(authorization ? 'malformed' : 'missing')
      return verify(token)
    },
  }
}

/** @throws {InvalidTokenError} before anything is computed or fetched for it */
function refuseOddHeader(token: string): void {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) throw new InvalidTokenError('malformed')
  let header: { kid?: unknown }
  try {
    header = decodeProtectedHeader(token)
  } catch (cause) {
    throw new InvalidTokenError('malformed', { cause })
  }
  const isPlain = Object.keys(header).every((name) => HEADER_PARAMETERS.has(name))
  if (!isPlain || typeof header.kid !== 'string') throw new InvalidTokenError('malformed')
}

function read(payload: JWTPayload): AccessToken {
  const { sub, sid, jti, client_id, auth_time, amr, iat, exp, org, role, act } = payload
  const actor = act as { sub?: unknown } | undefined
  const texts = [sub, sid, jti, client_id].every((claim) => typeof claim === 'string' && claim !== '')
  const hasList = Array.isArray(amr) && amr.every((method) => typeof method === 'string')
  const isOdd =
    !texts ||
    !hasList ||
    typeof auth_time !== 'number' ||
    (act !== undefined && typeof actor?.sub !== 'string')
  // jose looks at `iat` only where it is told a greatest age.
  if (isOdd || iat! > Date.now() / 1_000 + LEEWAY_SECONDS) throw new InvalidTokenError('claims')
  return {
    userId: sub!,
    sessionId: sid as string,
    tokenId: jti!,
    clientId: client_id as string,
    issuedAt: new Date(iat! * 1_000),
    expiresAt: new Date(exp! * 1_000),
    authenticatedAt: new Date(auth_time * 1_000),
    amr,
    organizationId: typeof org === 'string' ? org : null,
    role: typeof role === 'string' ? role : null,
    actorId: (actor?.sub as string | undefined) ?? null,
  }
}

function faultOf(error: errors.JOSEError): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return 'claims'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'unknown_key'
  return 'malformed'
}
