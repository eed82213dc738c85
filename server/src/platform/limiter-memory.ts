import type { LimitClaim } from '../context.ts'
import type { Clock } from './clock.ts'

/** Some 40 MiB at the most: someone with endless addresses must not use up our memory. */
const MAX_COUNTERS = 200_000
/** How many of the oldest are looked at for each new one. Two keep up with any flood: one comes, two may go. */
const LOOKS_PER_NEW = 2
/** How many are looked at for one that may give way, where there is no room. */
const LOOKS_FOR_ROOM = 16

interface Counter {
  count: number
  endsAtMs: number
}

/** Fixed windows in this process's memory. One thread, so decision and increment are one step. */
export class MemoryCounters {
  // A Map keeps the order of insertion: its first entry is where the clean-up stands, its last the newest.
  readonly #counters = new Map<string, Counter>()
  readonly #clock: Clock
  readonly #capacity: number

  constructor(clock: Clock, capacity: number = MAX_COUNTERS) {
    this.#clock = clock
    this.#capacity = capacity
  }

  /** Counts one call, and tells how long until its window ends when that is more than `points`. */
  count(claim: LimitClaim, points: number): number | undefined {
    const nowMs = this.#clock.nowMs()
    const name = `${claim.limiter} ${claim.key}`
    const counter = this.#counters.get(name)
    if (counter && counter.endsAtMs > nowMs) {
      counter.count += 1
      return counter.count > points ? counter.endsAtMs - nowMs : undefined
    }
    // Deleted first, so that it goes to the end.
    this.#counters.delete(name)
    this.#makeRoom(nowMs)
    this.#counters.set(name, { count: 1, endsAtMs: nowMs + claim.windowMs })
    return points < 1 ? claim.windowMs : undefined
  }

  get size(): number {
    return this.#counters.size
  }

  /**
   * Passes over a few of the oldest: those whose window has ended go, the others are put back at the end. When it is
   * full all the same, one that counts a single call gives way, which is what a flood of new addresses is made of; so
   * it cannot be used to have somebody's count, which may be near its limit, forgotten.
   */
  #makeRoom(nowMs: number): void {
    let isFull = this.#counters.size >= this.#capacity
    const looks = isFull ? LOOKS_FOR_ROOM : LOOKS_PER_NEW
    for (let look = 0; look < looks && (isFull || look < LOOKS_PER_NEW); look += 1) {
      const [oldest] = this.#counters
      if (!oldest) return
      const [name, counter] = oldest
      this.#counters.delete(name)
      const goes = counter.endsAtMs <= nowMs || (isFull && (counter.count === 1 || look === looks - 1))
      if (!goes) this.#counters.set(name, counter)
      isFull = this.#counters.size >= this.#capacity
    }
  }
}
