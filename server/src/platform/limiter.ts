import type { Redis } from 'ioredis'
import type { Config } from '../config.ts'
import type { LimitClaim } from '../context.ts'
import { IdentityError } from '../kit/identity-error.ts'
import type { Clock } from './clock.ts'
import { MemoryCounters } from './limiter-memory.ts'
import { countInRedis, forgetInRedis, leftInRedis } from './limiter-redis.ts'
import type { Log } from './log.ts'
import { type Metrics, silentMetrics } from './metrics.ts'
import type { RedisLink } from './redis.ts'

/** How many nodes are taken to share a limit while they cannot ask each other. */
const ASSUMED_NODES = 2
/** How long sign-in, sign-up and reset go on without the shared counters, in ms (SECURITY F7). */
const CRITICAL_GRACE_MS = 60_000
/** After a failure Redis is left alone for this long, so that callers do not each wait for its timeout, in ms. */
const BREAK_MS = 1_000

export interface Limiter {
  /**
   * Counts every claim, each decision and increment being one step. All are counted, also when the first is used up.
   *
   * @throws {IdentityError} the claim's code (`rate_limited`), with `retryAfterSeconds`, when one is used up;
   *   `unavailable` when a critical one cannot be counted.
   */
  take(claims: readonly LimitClaim[]): Promise<void>
  /** Whether a claim is used up, as `take` would tell the next caller: in ms until it is not. Counts nothing. */
  usedUpFor(claim: LimitClaim): Promise<number | undefined>
  /** Forgets what was counted against a claim, as far as the counters can be reached: for whoever is helped back in. */
  forget(claim: Pick<LimitClaim, 'limiter' | 'key'>): Promise<void>
}

interface LimiterOptions {
  config: Pick<Config, 'rateLimits' | 'redisRequired'>
  /** Asked for its client at each call, which other credentials may have replaced. */
  redis: Pick<RedisLink, 'client'> | undefined
  clock: Clock
  log: Log
  metrics?: Pick<Metrics, 'limitReached'>
}

/** Limits shared by all nodes through Redis, or kept in memory where there is none. */
export function createLimiter(options: LimiterOptions): Limiter {
  const { config, redis, clock, log, metrics = silentMetrics } = options
  if (!config.rateLimits)
    return { take: async () => {}, usedUpFor: async () => undefined, forget: async () => {} }
  const refuseUsedUp = refuserOf(metrics)
  const counters = new MemoryCounters(clock)
  const countHere = (claims: readonly LimitClaim[], share: number) =>
    claims.map((claim) => counters.count(claim, Math.max(1, Math.floor(claim.points / share))))
  const nodes = config.redisRequired ? ASSUMED_NODES : 1
  const leftHere = (claim: LimitClaim, share: number) =>
    counters.left(claim, Math.max(1, Math.floor(claim.points / share)))
  if (!redis)
    return {
      take: async (claims) => refuseUsedUp(claims, countHere(claims, 1)),
      usedUpFor: async (claim) => leftHere(claim, 1),
      forget: async (claim) => counters.forget(claim),
    }
  const shared = new SharedCounters(redis, clock, log)
  return {
    async take(claims) {
      const counted = await shared.ask((counts) => countInRedis(counts, claims))
      if (counted) return refuseUsedUp(claims, counted.answer)
      if (
        config.redisRequired &&
        shared.awayMs() > CRITICAL_GRACE_MS &&
        claims.some(({ critical }) => critical)
      ) {
        throw new IdentityError('unavailable', { retryAfterSeconds: 5 })
      }
      refuseUsedUp(claims, countHere(claims, nodes))
    },
    async usedUpFor(claim) {
      const asked = await shared.ask((counts) => leftInRedis(counts, claim))
      return asked ? asked.answer : leftHere(claim, nodes)
    },
    async forget(claim) {
      counters.forget(claim)
      await shared.ask((counts) => forgetInRedis(counts, claim))
    },
  }
}

/** Refuses for the claim that makes its caller wait longest, and counts that one. */
const refuserOf =
  (metrics: Pick<Metrics, 'limitReached'>) =>
  (claims: readonly LimitClaim[], waitsMs: readonly (number | undefined)[]): void => {
    let longest: { waitMs: number; claim: LimitClaim } | undefined
    for (const [index, claim] of claims.entries()) {
      const waitMs = waitsMs[index]
      if (waitMs === undefined || (longest && longest.waitMs >= waitMs)) continue
      longest = { waitMs, claim }
    }
    if (!longest) return
    const { waitMs, claim } = longest
    if (!claim.quiet) metrics.limitReached(claim.limiter)
    throw new IdentityError(claim.code ?? 'rate_limited', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
      cause: { limiter: claim.limiter },
    })
  }

/** Redis behind a breaker: after a failure it is left alone for a moment, and how long it has been away is known. */
class SharedCounters {
  readonly #redis: Pick<RedisLink, 'client'>
  readonly #clock: Clock
  readonly #log: Log
  #awaySinceMs: number | undefined
  #askAgainAtMs = 0

  constructor(redis: Pick<RedisLink, 'client'>, clock: Clock, log: Log) {
    this.#redis = redis
    this.#clock = clock
    this.#log = log
  }

  /** What Redis answers, or undefined when it does not. */
  async ask<Answer>(question: (redis: Redis) => Promise<Answer>): Promise<{ answer: Answer } | undefined> {
    if (performance.now() < this.#askAgainAtMs) return undefined
    // While it is away one call finds out whether it is back; the others do not wait with it.
    if (this.#awaySinceMs !== undefined) this.#askAgainAtMs = performance.now() + BREAK_MS
    try {
      const answer = await question(this.#redis.client)
      this.#awaySinceMs = undefined
      this.#askAgainAtMs = 0
      return { answer }
    } catch (error) {
      this.#askAgainAtMs = performance.now() + BREAK_MS
      if (this.#awaySinceMs === undefined) {
        this.#awaySinceMs = this.#clock.steadyMs()
        this.#log.warn({ err: error, dependency: 'redis' }, 'limits are counted in memory for now')
      }
      return undefined
    }
  }

  /** How long every attempt has failed, in ms; 0 while it answers. */
  awayMs(): number {
    return this.#awaySinceMs === undefined ? 0 : this.#clock.steadyMs() - this.#awaySinceMs
  }
}
