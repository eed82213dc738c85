import { createHash, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { SigningAlgorithm } from '../../platform/signing-keys.ts'

export interface NewKey {
  kid: string
  algorithm: SigningAlgorithm
  publicJwk: JWK
  privateJwk: JWK
}

/** A new key pair. Its `kid` is its RFC 7638 thumbprint, so no two keys can share one by mistake. */
export async function generateSigningKey(algorithm: SigningAlgorithm): Promise<NewKey> {
  const pair = await makePair(algorithm)
  const publicHalf = pair.publicKey.export({ format: 'jwk' }) as JWK
  const kid = thumbprint(publicHalf)
  const marks = { kid, alg: algorithm, use: 'sig' }
  return {
    kid,
    algorithm,
    publicJwk: { ...publicHalf, ...marks },
    privateJwk: { ...(pair.privateKey.export({ format: 'jwk' }) as JWK), ...marks },
  }
}

const makeKeyPair = promisify(generateKeyPair)

function makePair(algorithm: SigningAlgorithm): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (algorithm) {
    case 'ES256':
      return makeKeyPair('ec', { namedCurve: 'P-256' })
    case 'EdDSA':
      return makeKeyPair('ed25519')
    case 'RS256':
      return makeKeyPair('rsa', { modulusLength: 3072 })
  }
}

/** SHA-256 over the members that make the key, in lexicographic order and nothing else (RFC 7638 section 3). */
export function thumbprint(jwk: JWK): string {
  const members =
    jwk.kty === 'RSA'
      ? { e: jwk.e, kty: jwk.kty, n: jwk.n }
      : jwk.kty === 'OKP'
        ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x }
        : { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}
