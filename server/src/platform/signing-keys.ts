import { createPrivateKey, createPublicKey, type KeyObject, randomUUID, sign as signSync } from 'node:crypto'
import { promisify } from 'node:util'
import { decodeProtectedHeader, type JWK, type JWTPayload, jwtVerify } from 'jose'
import type { Config } from '../config.ts'
import { IdentityError } from '../kit/identity-error.ts'
import { isId } from '../kit/ids.ts'
import type { Clock } from './clock.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

export type SigningAlgorithm = 'ES256' | 'EdDSA' | 'RS256'

/** Claims of an access token (RFC 9068 section 2.2), as the platform names them. */
export interface AccessTokenClaims {
  userId: string
  sessionId: string
  /** Seconds since 1970. */
  authTime: number
  amr: readonly string[]
  tokenId: string
}

/** What an access token is to say. */
export interface NewToken extends Omit<AccessTokenClaims, 'tokenId'> {
  /** The organization the person works in, and their role there: claims `org` and `role`. */
  organization?: { id: string; role: string } | undefined
  /** Who really acts, when an administrator acts as the person: the claim `act` (RFC 8693 section 4.1). */
  impersonatorId?: string | undefined
  /** Another life than the configured one, in seconds. */
  ttlSeconds?: number | undefined
}

/** A key as the ring holds it: loaded from the signing-keys room, opened by the vault. */
export interface RingKey {
  kid: string
  algorithm: SigningAlgorithm
  publicJwk: JWK
  /** Absent for keys that only verify. */
  privateJwk?: JWK
  /** The one that signs. */
  signs: boolean
}

export interface KeyRing {
  /** @throws {IdentityError} `unavailable` while there is no key that signs. */
  sign(claims: NewToken): Promise<string>
  /**
   * The claims of a valid access token of ours (RFC 8725, RFC 9068 section 4); undefined for everything else.
   *
   * @throws {IdentityError} `unavailable` while no keys are loaded: that is our fault, not the token's.
   */
  verify(token: string): Promise<AccessTokenClaims | undefined>
  /** The public keys, for /.well-known/jwks.json; served from memory. */
  jwks(): { keys: JWK[] }
  /** Takes the keys as they now stand in the database. Revoked ones are not among them. */
  replace(keys: readonly RingKey[]): Promise<void>
  isLoaded(): boolean
}

/** RFC 9068 section 2.1. ID tokens, challenges and every other JWT of ours have another, and fail here (J3). */
const TOKEN_TYPE = 'at+jwt'
/** The platform's own clients; RFC 9068 wants the claim, and clients registered by others will have their own. */
const CLIENT_ID = 'gatehouse'
/** How far clocks may differ (J4). */
const LEEWAY_SECONDS = 30
/** Ours have under 1 KiB. Longer ones are not even decoded. */
const MAX_TOKEN_LENGTH = 4_096
/** A few MiB at the most. */
const REMEMBERED_TOKENS = 5_000
/** All a header may have. What could name another key or change the reading (`jwk jku x5u x5c crit b64`) is not in it. */
const HEADER_PARAMETERS = new Set(['alg', 'typ', 'kid'])
const PUBLIC_PARAMETERS = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const

interface LoadedKey {
  kid: string
  algorithm: SigningAlgorithm
  publicKey: KeyObject
  publicJwk: JWK
}

interface Needs {
  config: Pick<Config, 'jwt'>
  clock: Clock
}

/**
 * Signs and verifies access tokens with the keys it was last given.
 *
 * Signing uses node:crypto: 33 µs for ES256 where jose's WebCrypto takes 125, and it needs no thread of the pool that a
 * flood of sign-ins keeps busy. Verifying, where a mistake would be an open door, is jose's.
 */
export function createKeyRing({ config, clock }: Needs): KeyRing {
  const { issuer, audience, accessTokenTtlSeconds } = config.jwt
  const verified = createVerifiedTokens<AccessTokenClaims>(REMEMBERED_TOKENS, LEEWAY_SECONDS)
  let keys = new Map<string, LoadedKey>()
  let signer: { header: string; key: KeyObject; algorithm: SigningAlgorithm } | undefined
  let jwks: { keys: JWK[] } = { keys: [] }

  const nowSeconds = () => Math.floor(clock.nowMs() / 1_000)

  /** J1, J2: an algorithm and a key of ours, before anything is computed. */
  function findKey(token: string): LoadedKey | undefined {
    const header = decodeProtectedHeader(token)
    if (!Object.keys(header).every((name) => HEADER_PARAMETERS.has(name))) return undefined
    const key = typeof header.kid === 'string' ? keys.get(header.kid) : undefined
    return key && header.alg === key.algorithm && header.typ === TOKEN_TYPE ? key : undefined
  }

  async function check(token: string): Promise<AccessTokenClaims | undefined> {
    const key = findKey(token)
    if (!key) return undefined
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: [key.algorithm],
      typ: TOKEN_TYPE,
      issuer,
      audience,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: clock.now(),
      requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat'],
    })
    const claims = readClaims(payload, audience)
    if (!claims || payload.iat! > nowSeconds() + LEEWAY_SECONDS) return undefined
    // Keys may have been replaced during the check: what a revoked one signed must not be remembered, nor taken. The
    // same key loaded again is the same key.
    if (!keys.get(key.kid)?.publicKey.equals(key.publicKey)) return undefined
    verified.remember(token, { claims, issuedAtSeconds: payload.iat!, expiresAtSeconds: payload.exp! })
    return claims
  }

  return {
    async sign(claims) {
      if (!signer)
        throw new IdentityError('unavailable', { retryAfterSeconds: 5, cause: new Error('no key signs') })
      const issuedAt = nowSeconds()
      const payload = encodeJson({
        iss: issuer,
        sub: claims.userId,
        aud: audience,
        client_id: CLIENT_ID,
        iat: issuedAt,
        exp: issuedAt + (claims.ttlSeconds ?? accessTokenTtlSeconds),
        jti: randomUUID(),
        sid: claims.sessionId,
        auth_time: claims.authTime,
        amr: claims.amr,
        ...(claims.organization && { org: claims.organization.id, role: claims.organization.role }),
        ...(claims.impersonatorId !== undefined && { act: { sub: claims.impersonatorId } }),
      })
      const input = `${signer.header}.${payload}`
      return `${input}.${(await signBytes(signer.algorithm, signer.key, input)).toString('base64url')}`
    },
    async verify(token) {
      if (keys.size === 0)
        throw new IdentityError('unavailable', { retryAfterSeconds: 5, cause: new Error('no keys') })
      if (token.length > MAX_TOKEN_LENGTH) return undefined
      const known = verified.find(token, nowSeconds())
      if (known) return known.claims
      // jose says what is wrong by throwing; to the caller all of it is one and the same (J8, X8).
      return check(token).catch(() => undefined)
    },
    jwks: () => jwks,
    async replace(ringKeys) {
      const loaded = ringKeys.map(loadKey)
      const signing = ringKeys.find((key) => key.signs && key.privateJwk)
      const newSigner = signing && {
        header: encodeJson({ alg: signing.algorithm, typ: TOKEN_TYPE, kid: signing.kid }),
        key: createPrivateKey({ key: signing.privateJwk!, format: 'jwk' }),
        algorithm: signing.algorithm,
      }
      // Nothing above changed anything: a damaged key leaves the ring as it was.
      keys = new Map(loaded.map((key) => [key.kid, key]))
      signer = newSigner
      jwks = { keys: loaded.map((key) => key.publicJwk) }
      verified.clear()
    },
    isLoaded: () => signer !== undefined,
  }
}

/** @throws {Error} when the key is not of its algorithm, or an RSA key is short. */
function loadKey({ kid, algorithm, publicJwk }: RingKey): LoadedKey {
  const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' })
  const { modulusLength = 0, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  const type = publicKey.asymmetricKeyType
  const fits = {
    ES256: type === 'ec' && namedCurve === 'prime256v1',
    EdDSA: type === 'ed25519',
    RS256: type === 'rsa' && modulusLength >= 3_072,
  }[algorithm]
  if (!fits) throw new Error(`Signing key ${kid} cannot be used for ${algorithm}.`)
  // Copied by name, so that no private parameter is ever published (J7).
  const published: JWK = { kid, alg: algorithm, use: 'sig' }
  for (const name of PUBLIC_PARAMETERS) if (publicJwk[name] !== undefined) published[name] = publicJwk[name]
  return { kid, algorithm, publicKey, publicJwk: published }
}

/** What jose does not check: that `aud` is one value, and that our own claims are there with their types. */
function readClaims(payload: JWTPayload, audience: string): AccessTokenClaims | undefined {
  const { sub, sid, jti, auth_time: authTime, amr, client_id: clientId, aud } = payload
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof jti !== 'string') return undefined
  if (!isId(sub) || !isId(sid)) return undefined
  if (aud !== audience || typeof clientId !== 'string' || typeof authTime !== 'number') return undefined
  if (!Array.isArray(amr) || !amr.every((method) => typeof method === 'string')) return undefined
  return { userId: sub, sessionId: sid, tokenId: jti, authTime, amr }
}

const signInPool = promisify(signSync)

/** RSA takes a millisecond and goes to the thread pool; the elliptic curves are done before it would have begun. */
async function signBytes(algorithm: SigningAlgorithm, key: KeyObject, input: string): Promise<Buffer> {
  const bytes = Buffer.from(input)
  switch (algorithm) {
    case 'ES256':
      return signSync('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
    case 'EdDSA':
      return signSync(null, bytes, key)
    case 'RS256':
      return signInPool('sha256', bytes, key)
  }
}

const encodeJson = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
