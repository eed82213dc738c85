import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { CreationOptions, RequestOptions } from '../../server/src/rooms/passkeys/index.ts'

/** What an authenticator, or the browser in front of it, does differently this time. */
export interface Misbehaviour {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  userPresent?: boolean
  userVerified?: boolean
  signCount?: number
  backupEligible?: boolean
  userHandle?: string
  rawId?: string
  /** COSE algorithm of the key that is claimed at registration. */
  algorithm?: number
  spoilSignature?: boolean
  format?: 'none' | 'packed'
}

const ORIGIN = 'https://id.gatehouse.test'
const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()

/** A passkey in software, with the browser around it (WebAuthn Level 3 sections 5 and 6). */
export class Authenticator {
  readonly credentialId = randomBytes(32)
  readonly #privateKey: KeyObject
  readonly #coseKey: Buffer
  #userHandle = ''
  #signCount = 0

  readonly #counts: boolean

  /** @param counts whether it counts its signatures; synced ones do not. */
  constructor(counts = true) {
    this.#counts = counts
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#privateKey = privateKey
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    this.#coseKey = coseKey(-7, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'))
  }

  /** RegistrationResponseJSON for creation options. */
  register(options: CreationOptions, wrong: Misbehaviour = {}) {
    this.#userHandle = options.user.id
    const clientDataJSON = clientData('webauthn.create', options.challenge, wrong)
    const key = wrong.algorithm === undefined ? this.#coseKey : withAlgorithm(this.#coseKey, wrong.algorithm)
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([this.credentialId.length >> 8, this.credentialId.length & 255]),
      this.credentialId,
      key,
    ])
    const authData = Buffer.concat([this.#authenticatorData(options.rp.id, 0x40, wrong), attested])
    const attestationObject = cborMap([
      ['fmt', cborText(wrong.format ?? 'none')],
      [
        'attStmt',
        wrong.format === 'packed' ? cborMap([['x5c', cborArray([cborBytes(randomBytes(8))])]]) : cborMap([]),
      ],
      ['authData', cborBytes(authData)],
    ])
    return {
      id: base64url(this.credentialId),
      rawId: wrong.rawId ?? base64url(this.credentialId),
      type: 'public-key' as const,
      response: {
        clientDataJSON: base64url(clientDataJSON),
        attestationObject: base64url(attestationObject),
        transports: ['internal'],
      },
      clientExtensionResults: {},
    }
  }

  /** AuthenticationResponseJSON for request options. */
  sign(options: RequestOptions, wrong: Misbehaviour = {}) {
    if (this.#counts) this.#signCount += 1
    const clientDataJSON = clientData('webauthn.get', options.challenge, wrong)
    const authData = this.#authenticatorData(options.rpId, 0, wrong)
    const signature = createSign('sha256')
      .update(Buffer.concat([authData, sha256(clientDataJSON)]))
      .sign(this.#privateKey)
    if (wrong.spoilSignature) signature[signature.length - 1]! ^= 1
    return {
      id: base64url(this.credentialId),
      rawId: wrong.rawId ?? base64url(this.credentialId),
      type: 'public-key' as const,
      response: {
        clientDataJSON: base64url(clientDataJSON),
        authenticatorData: base64url(authData),
        signature: base64url(signature),
        userHandle: wrong.userHandle ?? this.#userHandle,
      },
      clientExtensionResults: {},
    }
  }

  /** Section 6.1: the hash of the RP id, flags, the count. */
  #authenticatorData(rpId: string, more: number, wrong: Misbehaviour): Buffer {
    const flags =
      more |
      (wrong.userPresent === false ? 0 : 0x01) |
      (wrong.userVerified === false ? 0 : 0x04) |
      (wrong.backupEligible ? 0x08 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(wrong.signCount ?? this.#signCount)
    return Buffer.concat([sha256(wrong.rpId ?? rpId), Buffer.from([flags]), count])
  }
}

function clientData(type: string, challenge: string, wrong: Misbehaviour): string {
  return JSON.stringify({
    type: wrong.type ?? type,
    challenge: wrong.challenge ?? challenge,
    origin: wrong.origin ?? ORIGIN,
    crossOrigin: wrong.crossOrigin ?? false,
  })
}

/** An EC2 key (RFC 9053 section 7.1.1): kty 2, alg, crv 1, x, y. */
function coseKey(algorithm: number, x: Buffer, y: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x20 | (-1 - algorithm), 0x20, 0x01, 0x21, 0x58, 32]),
    x,
    Buffer.from([0x22, 0x58, 32]),
    y,
  ])
}

/** The same key that says it is of another algorithm, of those that are one byte in CBOR. */
function withAlgorithm(key: Buffer, algorithm: number): Buffer {
  const changed = Buffer.from(key)
  changed[4] = 0x20 | (-1 - algorithm)
  return changed
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([head(3, text.length), Buffer.from(text)])
const cborArray = (items: Buffer[]): Buffer => Buffer.concat([head(4, items.length), ...items])
const cborMap = (entries: [string, Buffer][]): Buffer =>
  Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [cborText(key), value])])
