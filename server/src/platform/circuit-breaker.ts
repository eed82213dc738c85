import type { Clock } from './clock.ts'

/** Keeps a service that does not answer from taking everybody's time (SECURITY F9). */
export interface CircuitBreaker {
  /**
   * Whether a call may be made. After the pause one is, to see whether the service is back; the others wait for what
   * comes of it.
   */
  mayCall(): boolean
  succeeded(): void
  failed(): void
}

const FAILURES_IN_A_ROW = 3
const PAUSE_MS = 30_000

export function createCircuitBreaker(clock: Pick<Clock, 'steadyMs'>): CircuitBreaker {
  let failures = 0
  let openUntilMs = 0
  return {
    mayCall() {
      if (failures < FAILURES_IN_A_ROW) return true
      if (clock.steadyMs() < openUntilMs) return false
      openUntilMs = clock.steadyMs() + PAUSE_MS
      return true
    },
    succeeded() {
      failures = 0
    },
    failed() {
      failures += 1
      openUntilMs = clock.steadyMs() + PAUSE_MS
    },
  }
}
