import { setTimeout as wait } from 'node:timers/promises'

/** What time it is, and waiting: given, so that a test need not wait. */
export interface Clock {
  now(): Date
  /** @throws {Error} as soon as `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, signal && { signal }),
}
