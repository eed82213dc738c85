import type { JWK } from 'jose'

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
  sign(claims: Omit<AccessTokenClaims, 'tokenId'>): Promise<string>
  /** The claims of a valid access token of ours (RFC 8725, RFC 9068 section 4); undefined for everything else. */
  verify(token: string): Promise<AccessTokenClaims | undefined>
  /** The public keys, for /.well-known/jwks.json; served from memory. */
  jwks(): { keys: JWK[] }
  /** Takes the keys as they now stand in the database. Revoked ones are not among them. */
  replace(keys: readonly RingKey[]): Promise<void>
  isLoaded(): boolean
}
