import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { parseOptions, verify as verifyArgon2 } from '@node-rs/argon2'

/** A password hash as it is stored, taken apart: ours, and those that people bring along from other systems. */
export type StoredHash =
  | {
      kind: 'argon2'
      memoryKiB: number
      iterations: number
      parallelism: number
      saltBytes: number
      keyBytes: number
    }
  | { kind: 'bcrypt'; cost: number }
  | { kind: 'scrypt'; logN: number; blockSize: number; parallelism: number; salt: Buffer; key: Buffer }
  | { kind: 'pbkdf2'; digest: Digest; iterations: number; salt: Buffer; key: Buffer }

type Digest = 'sha1' | 'sha256' | 'sha512'

const DIGEST_BYTES: Record<Digest, number> = { sha1: 20, sha256: 32, sha512: 64 }

/** No stored hash is longer. */
const MAX_HASH_LENGTH = 512

/** What a hash may ask for at the most, to be computed at all: a row that was tampered with must not fell the server. */
const BEARABLE = { memoryKiB: 1_048_576, iterations: 64, parallelism: 16 }

/**
 * What a hash may ask for to be brought along: beyond it, every attempt at that account would take seconds, or memory
 * that others need. Below the least, the hash protects nobody.
 */
const ADMISSIBLE = {
  argon2: { memoryKiB: 262_144, passesKiB: 1_048_576, iterations: 16, parallelism: 16 },
  bcryptCost: { least: 4, most: 14 },
  scrypt: { memoryKiB: 262_144, work: 2 ** 22, leastLogN: 10 },
  pbkdf2Iterations: { least: 1_000, most: 2_000_000 },
  leastSaltBytes: 8,
  leastKeyBytes: 16,
  mostKeyBytes: 64,
}

const BCRYPT = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/
const SCRYPT =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/.]+)={0,2}\$([A-Za-z0-9+/.]+)={0,2}$/
const PBKDF2 =
  /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,8})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+)={0,2}\$([A-Za-z0-9+/.]+)={0,2}$/

/** A hash of a kind we can judge; undefined for others, damaged ones and absurd ones. */
export function parseStoredHash(text: string): StoredHash | undefined {
  if (text.length > MAX_HASH_LENGTH) return undefined
  if (text.startsWith('$argon2')) return parseArgon2(text)
  const bcrypt = BCRYPT.exec(text)
  if (bcrypt) return { kind: 'bcrypt', cost: Number(bcrypt[1]) }
  const byScrypt = SCRYPT.exec(text)
  if (byScrypt) {
    const [, logN, blockSize, parallelism, salt = '', key = ''] = byScrypt
    const numbers = { logN: Number(logN), blockSize: Number(blockSize), parallelism: Number(parallelism) }
    return { kind: 'scrypt', ...numbers, salt: fromBase64(salt), key: fromBase64(key) }
  }
  const byPbkdf2 = PBKDF2.exec(text)
  if (!byPbkdf2) return undefined
  // Without a digest in the name it is SHA-1, as passlib writes it.
  const [, digest = 'sha1', iterations, salt = '', key = ''] = byPbkdf2
  return {
    kind: 'pbkdf2',
    digest: digest as Digest,
    iterations: Number(iterations),
    salt: fromBase64(salt),
    key: fromBase64(key),
  }
}

function parseArgon2(text: string): StoredHash | undefined {
  try {
    const { memoryCost, timeCost, parallelism, saltLen, outputLen } = parseOptions(text)
    const costs = { memoryKiB: memoryCost, iterations: timeCost, parallelism }
    return { kind: 'argon2', ...costs, saltBytes: saltLen, keyBytes: outputLen }
  } catch {
    return undefined
  }
}

/** passlib writes `.` where base64 has `+`. */
const fromBase64 = (text: string): Buffer => Buffer.from(text.replaceAll('.', '+'), 'base64')

/** Whether it is worth computing at all. */
export const isBearable = (hash: StoredHash): boolean =>
  hash.kind === 'argon2'
    ? hash.memoryKiB <= BEARABLE.memoryKiB &&
      hash.iterations <= BEARABLE.iterations &&
      hash.parallelism <= BEARABLE.parallelism
    : isAdmissible(hash)

/** Whether a hash from elsewhere may be taken in: neither a bomb nor worthless. */
export function isAdmissible(hash: StoredHash): boolean {
  const { argon2, bcryptCost, scrypt: most, pbkdf2Iterations } = ADMISSIBLE
  switch (hash.kind) {
    case 'argon2':
      return (
        hash.saltBytes >= ADMISSIBLE.leastSaltBytes &&
        hash.keyBytes >= ADMISSIBLE.leastKeyBytes &&
        hash.keyBytes <= ADMISSIBLE.mostKeyBytes &&
        hash.memoryKiB <= argon2.memoryKiB &&
        hash.iterations <= argon2.iterations &&
        hash.parallelism <= argon2.parallelism &&
        hash.memoryKiB * hash.iterations <= argon2.passesKiB
      )
    case 'bcrypt':
      return hash.cost >= bcryptCost.least && hash.cost <= bcryptCost.most
    case 'scrypt':
      return (
        hasEnoughBytes(hash) &&
        hash.logN >= most.leastLogN &&
        hash.blockSize >= 1 &&
        hash.parallelism >= 1 &&
        (2 ** hash.logN * hash.blockSize * 128) / 1_024 <= most.memoryKiB &&
        2 ** hash.logN * hash.blockSize * hash.parallelism <= most.work
      )
    case 'pbkdf2':
      return (
        hasEnoughBytes(hash) &&
        // More key than one digest costs a whole run more for each, and adds nothing.
        hash.key.length <= DIGEST_BYTES[hash.digest] &&
        hash.iterations >= pbkdf2Iterations.least &&
        hash.iterations <= pbkdf2Iterations.most
      )
  }
}

const hasEnoughBytes = ({ salt, key }: { salt: Buffer; key: Buffer }): boolean =>
  salt.length >= ADMISSIBLE.leastSaltBytes &&
  key.length >= ADMISSIBLE.leastKeyBytes &&
  key.length <= ADMISSIBLE.mostKeyBytes

const PROFILE = /^\$[^$]+\$(?:v=\d+\$)?[^$]+/

/**
 * Everything of a hash that its time depends on: `$2b$12`, `$argon2id$v=19$m=19456,t=2,p=1`. The same expression as that
 * of the index over stored hashes.
 */
export const profileOf = (text: string): string => PROFILE.exec(text)?.[0] ?? ''

/** A hash of that kind that no password made, to time it by; undefined for a kind that we do not judge. */
export function sampleOf(profile: string): string | undefined {
  const rest = profile.startsWith('$2') ? 'A'.repeat(53) : `${'A'.repeat(22)}$${'A'.repeat(27)}`
  const sample = `${profile}$${rest}`
  const parsed = parseStoredHash(sample)
  return parsed && isBearable(parsed) ? sample : undefined
}

const scryptKey = promisify(
  scrypt as (
    password: string,
    salt: Buffer,
    keyLength: number,
    options: { N: number; r: number; p: number; maxmem: number },
    done: (error: Error | null, key: Buffer) => void,
  ) => void,
)
const pbkdf2Key = promisify(pbkdf2)

/** Computes whether a password made a hash. Off the event loop; the caller bounds how many at once. */
export async function matchesStored(text: string, password: string): Promise<boolean> {
  const hash = parseStoredHash(text)
  switch (hash?.kind) {
    case undefined:
      return false
    case 'argon2':
      return verifyArgon2(text, password)
    case 'bcrypt': {
      // Loaded where one is stored: most platforms never need it.
      const { verify } = await import('@node-rs/bcrypt')
      return verify(password, text)
    }
    case 'scrypt': {
      const { logN, blockSize: r, parallelism: p, salt, key } = hash
      const N = 2 ** logN
      const maxmem = 128 * r * (N + p + 2) + 65_536
      return timingSafeEqual(await scryptKey(password, salt, key.length, { N, r, p, maxmem }), key)
    }
    case 'pbkdf2': {
      const { digest, iterations, salt, key } = hash
      return timingSafeEqual(await pbkdf2Key(password, salt, iterations, key.length, digest), key)
    }
  }
}
