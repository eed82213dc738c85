import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { constantTimeEqual } from '../kit/tokens.ts'

/** Keeps what rests in the database unreadable without SECRET_KEY, and derives keys from it per purpose. */
export interface Vault {
  /** AES-256-GCM with the key of that purpose; the output names its key version. */
  seal(purpose: string, plain: Uint8Array): Buffer
  /** @throws {Error} when it was sealed for another purpose, by an unknown key, or was altered. */
  open(purpose: string, sealed: Uint8Array): Buffer
  /** Bytes 2 to 5 of all that is sealed with the present secret key: what lacks them still needs a previous one. */
  presentKeyId(): Buffer
  /** Opens what these have sealed as well, from now on, and goes on sealing with the present one. */
  alsoOpenWith(secretKeys: readonly string[]): void
  /** Seals with the first of these from now on. The others, and all that were known before, still open. */
  sealWith(secretKeys: readonly string[]): void
  /** The secret keys, the present one first. For making the first roots of them, and for nothing else. */
  secretKeys(): Buffer[]
  /**
   * Takes what HMAC keys are derived from, from now on: the newest live root first. Until then it is the secret keys.
   * Revoked ones are believed by `everyMac` only.
   */
  useRoots(roots: VaultRoots): void
  /** HMAC-SHA256 with the present key of that purpose. */
  mac(purpose: string, data: Uint8Array | string): Buffer
  /** The same with every key, the present one first: to tell again what was derived before a rotation. */
  macs(purpose: string, data: Uint8Array | string): Buffer[]
  /** As `macs`, with revoked roots too: where what was derived cannot be derived anew, and a thief gains nothing by it. */
  everyMac(purpose: string, data: Uint8Array | string): Buffer[]
  /** Whether `mac` was made with the present or a previous key. Constant time. */
  verifyMac(purpose: string, data: Uint8Array | string, mac: Uint8Array): boolean
}

export interface VaultRoots {
  live: readonly Buffer[]
  revoked: readonly Buffer[]
}

/** First byte of everything sealed: the layout below. Another layout gets another number. */
const FORMAT = 1
const KEY_ID_LENGTH = 4
const IV_LENGTH = 12
const TAG_LENGTH = 16
const HEADER_LENGTH = 1 + KEY_ID_LENGTH + IV_LENGTH + TAG_LENGTH

/**
 * A vault over the present secret key and the previous ones, in this order.
 *
 * Each purpose has keys of its own (HKDF-SHA256, RFC 5869), so that what was made for one is noise to another, and
 * a key that got out opens one kind of thing. Sealed: format, key id, IV, tag, ciphertext; the first two and the
 * purpose are authenticated. The IV is random: 96 bits suffice for 2^32 seals per key (NIST SP 800-38D section 8.3),
 * which a database of signing keys and second factors does not reach.
 *
 * @param onUnknownKey is called when something was sealed with a key that is not known: another process may know a newer one.
 */
export function createVault(secretKeys: readonly string[], onUnknownKey: () => void = () => {}): Vault {
  let keys = [...secretKeys]
  let families = keys.map(familyOf)
  let present = families[0]!
  if (keys.length === 0) throw new Error('A vault needs a secret key.')

  let roots = { live: families, revoked: [] as KeyFamily[] }

  const macsOf = (by: readonly KeyFamily[], purpose: string, content: Uint8Array | string) =>
    by.map((family) => hmac(family.macKey(purpose), content))
  const macs = (purpose: string, content: Uint8Array | string) => macsOf(roots.live, purpose, content)

  return {
    seal(purpose, plain) {
      const header = Buffer.concat([Buffer.of(FORMAT), present.id])
      const iv = randomBytes(IV_LENGTH)
      const cipher = createCipheriv('aes-256-gcm', present.sealKey(purpose), iv, {
        authTagLength: TAG_LENGTH,
      })
      cipher.setAAD(Buffer.concat([header, Buffer.from(purpose)]))
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([header, iv, cipher.getAuthTag(), ciphertext])
    },
    open(purpose, sealed) {
      if (sealed.length < HEADER_LENGTH || sealed[0] !== FORMAT)
        throw new Error('Not something a vault sealed.')
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length)
      const header = bytes.subarray(0, 1 + KEY_ID_LENGTH)
      const iv = bytes.subarray(header.length, header.length + IV_LENGTH)
      const family = families.find(({ id }) => id.equals(header.subarray(1)))
      if (!family) onUnknownKey()
      if (!family) throw new Error('Sealed with a key that is neither SECRET_KEY nor in SECRET_KEY_PREVIOUS.')
      const decipher = createDecipheriv('aes-256-gcm', family.sealKey(purpose), iv, {
        authTagLength: TAG_LENGTH,
      })
      decipher.setAAD(Buffer.concat([header, Buffer.from(purpose)]))
      decipher.setAuthTag(bytes.subarray(header.length + IV_LENGTH, HEADER_LENGTH))
      return Buffer.concat([decipher.update(bytes.subarray(HEADER_LENGTH)), decipher.final()])
    },
    presentKeyId: () => present.id,
    alsoOpenWith(more) {
      keys = [...new Set([...keys, ...more])]
      families = keys.map(familyOf)
    },
    sealWith(these) {
      if (these.length === 0) throw new Error('A vault needs a secret key.')
      keys = [...new Set([...these, ...keys])]
      families = keys.map(familyOf)
      present = families[0]!
    },
    secretKeys: () => keys.map((key) => Buffer.from(key, 'utf8')),
    useRoots({ live, revoked }) {
      if (live.length === 0) throw new Error('A vault needs a live root.')
      roots = { live: live.map(createKeyFamily), revoked: revoked.map(createKeyFamily) }
    },
    mac: (purpose, content) => hmac(roots.live[0]!.macKey(purpose), content),
    macs,
    everyMac: (purpose, content) => macsOf([...roots.live, ...roots.revoked], purpose, content),
    verifyMac(purpose, content, mac) {
      // Every key is tried whatever came of the one before, so that time does not tell which it was.
      return macs(purpose, content)
        .map((own) => constantTimeEqual(own, mac))
        .includes(true)
    },
  }
}

const familyOf = (secretKey: string): KeyFamily => createKeyFamily(Buffer.from(secretKey, 'utf8'))

interface KeyFamily {
  /** Names the secret key in what it sealed. Derived, so that it tells nothing of the key itself. */
  id: Buffer
  sealKey(purpose: string): KeyObject
  macKey(purpose: string): KeyObject
}

function createKeyFamily(secret: Buffer): KeyFamily {
  const input = createSecretKey(secret)
  // Purposes are names in our code, a handful; nothing from outside makes one.
  const derived = new Map<string, KeyObject>()
  const derive = (use: string, length: number) =>
    Buffer.from(hkdfSync('sha256', input, 'gatehouse vault 1', use, length))
  const keyFor = (use: string) => {
    let key = derived.get(use)
    if (!key) {
      key = createSecretKey(derive(use, 32))
      derived.set(use, key)
    }
    return key
  }
  return {
    id: derive('key id', KEY_ID_LENGTH),
    sealKey: (purpose) => keyFor(`seal ${purpose}`),
    macKey: (purpose) => keyFor(`mac ${purpose}`),
  }
}

const hmac = (key: KeyObject, content: Uint8Array | string): Buffer =>
  createHmac('sha256', key).update(content).digest()
