import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, type Options, type ParsedHashOptions, parseOptions, verify } from '@node-rs/argon2'
import type { Config } from '../config.ts'
import { createBreachedPasswords } from './breached-passwords.ts'
import { loadCommonPasswords } from './common-passwords.ts'
import type { Log } from './log.ts'
import { type Metrics, silentMetrics } from './metrics.ts'
import { createPasswordQueue } from './password-queue.ts'

export interface Passwords {
  /** Argon2id PHC string of an NFC-normalised password. @throws {IdentityError} `unavailable` when the queue is full. */
  hash(password: string): Promise<string>
  /**
   * Judges a password against a stored hash; with undefined, against a dummy of the present parameters, which
   * takes the same time and is always false. @throws {IdentityError} `unavailable` when the queue is full.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
  /** Whether a stored hash is weaker than the present parameters. */
  needsRehash(passwordHash: string): boolean
  /** Whether the password is on the bundled list or, where HIBP is on, in its range answer. */
  isCommon(password: string): Promise<boolean>
  /** How many hashes compute now, and how many wait: for the metric `password_hash_queue`. */
  load(): { running: number; waiting: number }
}

/** Values of @node-rs/argon2's ambient const enums, which type stripping cannot inline. */
const ARGON2ID = 2
const VERSION_0x13 = 1

/** Salt 16 and tag 32 bytes (RFC 9106 section 3.1) are the library's own; stored hashes with less are weak. */
const SALT_LENGTH = 16
const TAG_LENGTH = 32

/** A stored hash that asks for more (an import gone wrong, a row tampered with) is not computed: 1 GiB, 64 passes. */
const MOST = { memoryKiB: 1_048_576, iterations: 64, parallelism: 16 }

/** As many may wait as are through within a second or two; later answers would come after the caller has left. */
const MAX_WAITING = 100

/** Of the thread pool: DNS, files and other crypto need some too. */
const THREADS_LEFT_TO_OTHERS = 2

interface Needs {
  config: Pick<Config, 'passwords' | 'environment' | 'threadPoolSize'>
  log: Log
  metrics?: Pick<Metrics, 'passwordHashed' | 'breachAsked'>
}

/**
 * Hashes and judges passwords with argon2id off the event loop.
 *
 * Each hash takes one thread of libuv's pool for its whole time. As many run as there are cores: measured on two
 * cores, 1, 2, 3 and 4 at once gave 71, 93, 61 and 69 per second, and with all four threads taken a file read waited
 * 108 ms (p99) instead of 13. Two threads of the pool always stay free.
 */
export async function createPasswords({ config, log, metrics = silentMetrics }: Needs): Promise<Passwords> {
  const { memoryKiB, iterations, parallelism } = config.passwords.argon2
  const options: Options = {
    algorithm: ARGON2ID,
    version: VERSION_0x13,
    memoryCost: memoryKiB,
    timeCost: iterations,
    parallelism,
    outputLen: TAG_LENGTH,
  }
  const threads = config.threadPoolSize - THREADS_LEFT_TO_OTHERS
  const queue = createPasswordQueue(Math.max(1, Math.min(availableParallelism(), threads)), MAX_WAITING)
  const common = loadCommonPasswords()
  const breached = createBreachedPasswords({ config, log, metrics })
  // Of a secret nobody has: made with the present parameters, so that unknown addresses cost what known ones do.
  const dummyHash = await hash(randomBytes(32).toString('base64url'), options)

  async function matches(passwordHash: string | undefined, password: string): Promise<boolean> {
    const judged = passwordHash !== undefined && readParameters(passwordHash) ? passwordHash : undefined
    if (passwordHash !== undefined && !judged)
      log.error('a stored password hash is unreadable; it matches nothing')
    const right = await verify(judged ?? dummyHash, normalise(password))
    return right && judged !== undefined
  }

  async function timed<Result>(compute: () => Promise<Result>): Promise<Result> {
    const startedAtMs = performance.now()
    const result = await compute()
    metrics.passwordHashed((performance.now() - startedAtMs) / 1_000)
    return result
  }

  return {
    hash: (password) => queue.run(() => timed(() => hash(normalise(password), options))),
    verify: (passwordHash, password) => queue.run(() => timed(() => matches(passwordHash, password))),
    needsRehash: (passwordHash) => isWeaker(passwordHash, config.passwords.argon2),
    isCommon: async (password) => common.has(password) || (await breached.has(password)),
    load: () => ({ running: queue.running(), waiting: queue.waiting() }),
  }
}

/** The same letters may be typed composed or not, by keyboard: NFC at setting and at judging alike (SECURITY P4). */
const normalise = (password: string): string => password.normalize('NFC')

/** The parameters of a hash we can judge; undefined for foreign, damaged and absurd ones. */
function readParameters(passwordHash: string): ParsedHashOptions | undefined {
  try {
    const stored = parseOptions(passwordHash)
    const bearable =
      stored.memoryCost <= MOST.memoryKiB &&
      stored.timeCost <= MOST.iterations &&
      stored.parallelism <= MOST.parallelism
    return bearable ? stored : undefined
  } catch {
    return undefined
  }
}

function isWeaker(passwordHash: string, wanted: Config['passwords']['argon2']): boolean {
  const stored = readParameters(passwordHash)
  return (
    !stored ||
    stored.algorithm !== ARGON2ID ||
    stored.version !== VERSION_0x13 ||
    stored.memoryCost < wanted.memoryKiB ||
    stored.timeCost < wanted.iterations ||
    stored.outputLen < TAG_LENGTH ||
    stored.saltLen < SALT_LENGTH
  )
}
