import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { hash, type Options, parseOptions } from '@node-rs/argon2'
import type { Config } from '../config.ts'
import { createAnswerFloor } from './answer-floor.ts'
import { createBreachedPasswords } from './breached-passwords.ts'
import { loadCommonPasswords } from './common-passwords.ts'
import type { Log } from './log.ts'
import { type Metrics, silentMetrics } from './metrics.ts'
import { createPasswordQueue } from './password-queue.ts'
import {
  isAdmissible,
  isBearable,
  matchesStored,
  parseStoredHash,
  profileOf,
  sampleOf,
} from './stored-hashes.ts'

export interface Passwords {
  /** Argon2id PHC string of an NFC-normalised password. @throws {IdentityError} `unavailable` when the queue is full. */
  hash(password: string): Promise<string>
  /**
   * Judges a password against a stored hash; with undefined, against a dummy of the present parameters, which
   * takes the same time and is always false. While hashes of other kinds are stored, every false takes as long as the
   * slowest of them. @throws {IdentityError} `unavailable` when the queue is full.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
  /** Whether a hash from another system can be taken in: a kind we can judge, and not a bomb. */
  assess(passwordHash: string): 'admissible' | 'unknown' | 'out_of_bounds'
  /**
   * Tells which kinds of hashes are stored, by `profileOf`, so that no refusal shows whose hash is of which. Those that
   * were never timed on this machine are, one after the other.
   */
  expect(profiles: readonly string[]): Promise<void>
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

/** As many may wait as are through within a second or two; later answers would come after the caller has left. */
const MAX_WAITING = 100

/** Of the thread pool: DNS, files and other crypto need some too. */
const THREADS_LEFT_TO_OTHERS = 2

/** How often a kind of hash that is new here is timed. */
const CALIBRATIONS = 3

interface Judged {
  right: boolean
  /** How long the computing took, without any waiting for it. */
  tookMs: number
}

interface Needs {
  config: Pick<Config, 'passwords' | 'environment' | 'threadPoolSize'>
  log: Log
  metrics?: Pick<Metrics, 'passwordHashed' | 'breachAsked'>
}

/**
 * Hashes and judges passwords off the event loop: with argon2id, and as other systems did where a hash came from one.
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

  const ownProfile = profileOf(dummyHash)
  const floor = createAnswerFloor(ownProfile)

  async function matches(passwordHash: string | undefined, password: string): Promise<Judged> {
    const parsed = passwordHash === undefined ? undefined : parseStoredHash(passwordHash)
    const isJudged = parsed !== undefined && isBearable(parsed)
    if (passwordHash !== undefined && !isJudged)
      log.error('a stored password hash is unreadable; it matches nothing')
    const judged = isJudged ? passwordHash! : dummyHash
    const startedAtMs = performance.now()
    const right = await matchesStored(judged, normalise(password))
    const tookMs = performance.now() - startedAtMs
    floor.learn(profileOf(judged), tookMs)
    return { right: right && isJudged, tookMs }
  }

  async function timed<Result>(compute: () => Promise<Result>): Promise<Result> {
    const startedAtMs = performance.now()
    const result = await compute()
    metrics.passwordHashed((performance.now() - startedAtMs) / 1_000)
    return result
  }

  return {
    hash: (password) => queue.run(() => timed(() => hash(normalise(password), options))),
    async verify(passwordHash, password) {
      const { right, tookMs } = await queue.run(() => timed(() => matches(passwordHash, password)))
      // Outside the queue, where nobody waits for it; and only what the computing itself lacks, so that a full queue
      // shows nothing either.
      if (!right) await holdFor(floor.leastMs() - tookMs)
      return right
    },
    assess(passwordHash) {
      const parsed = parseStoredHash(passwordHash)
      if (!parsed) return 'unknown'
      return isAdmissible(parsed) ? 'admissible' : 'out_of_bounds'
    },
    async expect(profiles) {
      floor.expect(profiles)
      for (const profile of profiles) {
        const sample = floor.lacks(profile) ? sampleOf(profile) : undefined
        for (let times = 0; sample !== undefined && times < CALIBRATIONS; times += 1)
          await queue.run(() => matches(sample, '-'))
      }
    },
    needsRehash: (passwordHash) => isWeaker(passwordHash, config.passwords.argon2),
    isCommon: async (password) => common.has(password) || (await breached.has(password)),
    load: () => ({ running: queue.running(), waiting: queue.waiting() }),
  }
}

/** Waits, where there is something to wait for: without, not even a turn. */
async function holdFor(ms: number): Promise<void> {
  if (ms > 0) await setTimeout(ms)
}

/** The same letters may be typed composed or not, by keyboard: NFC at setting and at judging alike (SECURITY P4). */
const normalise = (password: string): string => password.normalize('NFC')

function isWeaker(passwordHash: string, wanted: Config['passwords']['argon2']): boolean {
  const parsed = parseStoredHash(passwordHash)
  if (parsed?.kind !== 'argon2' || !isBearable(parsed)) return true
  const stored = parseOptions(passwordHash)
  return (
    stored.algorithm !== ARGON2ID ||
    stored.version !== VERSION_0x13 ||
    stored.memoryCost < wanted.memoryKiB ||
    stored.timeCost < wanted.iterations ||
    stored.outputLen < TAG_LENGTH ||
    stored.saltLen < SALT_LENGTH
  )
}
