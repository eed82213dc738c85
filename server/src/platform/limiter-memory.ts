import type { LimitClaim } from '../context.ts'
import type { Clock } from './clock.ts'

/** Beyond this many counters the oldest give way: someone with endless addresses must not use up our memory. */
const MAX_COUNTERS = 200_000
const SWEEP_EVERY = 10_000

interface Counter {
  count: number
  endsAtMs: number
}

/** Fixed windows in this process's memory. One thread, so decision and increment are one step. */
export class MemoryCounters {
  readonly #counters = new Map<string, Counter>()
  readonly #clock: Clock
  #untilSweep = SWEEP_EVERY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts one call, and tells how long until its window ends when that is more than `points`. */
  count(claim: LimitClaim, points: number): number | undefined {
    const nowMs = this.#clock.nowMs()
    const name = `${claim.limiter} ${claim.key}`
    const counter = this.#counters.get(name)
    if (!counter || counter.endsAtMs <= nowMs) {
      this.#begin(name, { count: 1, endsAtMs: nowMs + claim.windowMs }, nowMs)
      return points < 1 ? claim.windowMs : undefined
    }
    counter.count += 1
    return counter.count > points ? counter.endsAtMs - nowMs : undefined
  }

  #begin(name: string, counter: Counter, nowMs: number): void {
    this.#untilSweep -= 1
    if (this.#untilSweep <= 0) this.#sweep(nowMs)
    // Deleted first, so that the map's order is that of the windows' beginnings.
    this.#counters.delete(name)
    this.#counters.set(name, counter)
    if (this.#counters.size > MAX_COUNTERS) this.#counters.delete(this.#counters.keys().next().value!)
  }

  #sweep(nowMs: number): void {
    this.#untilSweep = SWEEP_EVERY
    for (const [name, { endsAtMs }] of this.#counters) if (endsAtMs <= nowMs) this.#counters.delete(name)
  }
}
