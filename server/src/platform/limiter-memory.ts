import type { LimitClaim } from '../context.ts'
import type { Clock } from './clock.ts'

/** Some 40 MiB at the most: someone with endless addresses must not use up our memory. */
const MAX_COUNTERS = 200_000
/** How many counters the clean-up looks at for each new one. Two keep up with any flood: one comes, two may go. */
const LOOKS_PER_NEW = 2
/** How many it looks at to find one that may give way, where there is no room. */
const LOOKS_FOR_ROOM = 16

interface Counter {
  count: number
  endsAtMs: number
}

/** Fixed windows in this process's memory. One thread, so decision and increment are one step. */
export class MemoryCounters {
  readonly #counters = new Map<string, Counter>()
  /** Where the clean-up stands. An iterator outlives changes; a new one would step over every deleted entry again. */
  #hand = this.#counters.entries()
  readonly #clock: Clock
  readonly #capacity: number

  constructor(clock: Clock, capacity: number = MAX_COUNTERS) {
    this.#clock = clock
    this.#capacity = capacity
  }

  /** Counts one call, and tells how long until its window ends when that is more than `points`. */
  count(claim: LimitClaim, points: number): number | undefined {
    const nowMs = this.#clock.steadyMs()
    const name = nameOf(claim)
    const counter = this.#counters.get(name)
    if (counter && counter.endsAtMs > nowMs) {
      counter.count += 1
      return counter.count > points ? counter.endsAtMs - nowMs : undefined
    }
    this.#makeRoom(nowMs)
    this.#counters.set(name, { count: 1, endsAtMs: nowMs + claim.windowMs })
    return points < 1 ? claim.windowMs : undefined
  }

  /** How long until its window ends when as many as `points` were counted already. */
  left(claim: LimitClaim, points: number): number | undefined {
    const counter = this.#counters.get(nameOf(claim))
    const leftMs = counter ? counter.endsAtMs - this.#clock.steadyMs() : 0
    return counter && leftMs > 0 && counter.count >= points ? leftMs : undefined
  }

  forget(claim: Pick<LimitClaim, 'limiter' | 'key'>): void {
    this.#counters.delete(nameOf(claim))
  }

  get size(): number {
    return this.#counters.size
  }

  /**
   * Passes over a few counters and drops those whose window has ended. When it is full all the same, one that counts a
   * single call gives way, which is what a flood of new addresses is made of; so a flood cannot be used to have
   * somebody's count, which may be near its limit, forgotten.
   */
  #makeRoom(nowMs: number): void {
    let looks = 0
    for (
      let isFull = this.#isFull();
      looks < (isFull ? LOOKS_FOR_ROOM : LOOKS_PER_NEW);
      isFull = this.#isFull()
    ) {
      looks += 1
      const entry = this.#next()
      if (!entry) return
      const [name, { count, endsAtMs }] = entry
      const isExpendable = isFull && (count === 1 || looks === LOOKS_FOR_ROOM)
      if (endsAtMs <= nowMs || isExpendable) this.#counters.delete(name)
    }
  }

  #isFull(): boolean {
    return this.#counters.size >= this.#capacity
  }

  /** The counter where the clean-up stands, which goes round and round. */
  #next(): [string, Counter] | undefined {
    const here = this.#hand.next()
    if (!here.done) return here.value
    this.#hand = this.#counters.entries()
    const first = this.#hand.next()
    return first.done ? undefined : first.value
  }
}

const nameOf = ({ limiter, key }: Pick<LimitClaim, 'limiter' | 'key'>): string => `${limiter} ${key}`
