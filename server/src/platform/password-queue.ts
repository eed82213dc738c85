import { IdentityError } from '../kit/identity-error.ts'

export interface PasswordQueue {
  /** Runs the job when its turn comes. @throws {IdentityError} `unavailable` at once, when too many wait. */
  run<Result>(job: () => Promise<Result>): Promise<Result>
  /** How many jobs compute now, and how many wait for it: for the metric `password_hash_queue`. */
  running(): number
  waiting(): number
}

/**
 * Lets `maxRunning` jobs compute at once and `maxWaiting` wait, first come first served; more are turned away.
 * A flood of sign-ins is then answered with 503 in a moment, instead of piling up until every answer is too late.
 */
export function createPasswordQueue(maxRunning: number, maxWaiting: number): PasswordQueue {
  const waiting: (() => void)[] = []
  let running = 0

  return {
    running: () => running,
    waiting: () => waiting.length,
    async run(job) {
      if (running < maxRunning) running += 1
      else if (waiting.length >= maxWaiting) throw new IdentityError('unavailable', { retryAfterSeconds: 2 })
      // Whoever finishes hands its place over, so that no newcomer slips in between.
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await job()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
