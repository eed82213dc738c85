import { GatehouseError, NetworkError } from './gatehouse-error.ts'

const MAX_ATTEMPTS = 4
const BASE_DELAY_MS = 250
const MAX_DELAY_MS = 8_000
/** Each call pays a tenth of a retry into the budget: under an outage a client asks at most 10 % more than usual. */
const INCOME_PER_CALL = 0.1
const FIRST_BUDGET = 3
const MAX_BUDGET = 10

export interface Retries {
  /** Runs `attempt`, and again after a pause while the answer is "not now" and the call may be repeated. */
  run<Result>(
    attempt: () => Promise<Result>,
    call: { repeatable: boolean; signal?: AbortSignal | undefined },
  ): Promise<Result>
}

/**
 * Repeats what the platform asks to be repeated: 503, and 409 while the first call with an Idempotency-Key still runs;
 * and of these only reads and calls with a key, which cannot have two effects. Pauses have full jitter, so that many
 * clients do not come back in step.
 *
 * @param random from 0 to 1; for tests.
 */
export function createRetries(random: () => number = Math.random): Retries {
  let budget = FIRST_BUDGET
  return {
    async run(attempt, { repeatable, signal }) {
      budget = Math.min(MAX_BUDGET, budget + INCOME_PER_CALL)
      for (let count = 1; ; count++) {
        try {
          return await attempt()
        } catch (error) {
          const waitMs = repeatable ? pauseAfter(error, count, random) : undefined
          if (waitMs === undefined || count === MAX_ATTEMPTS || budget < 1) throw error
          budget -= 1
          await pause(waitMs, signal)
        }
      }
    },
  }
}

/** How long to wait before asking again, in ms; undefined when asking again is wrong, or would take too long. */
function pauseAfter(error: unknown, count: number, random: () => number): number | undefined {
  const isBusy =
    (error instanceof GatehouseError && (error.status === 503 || error.code === 'idempotency.in_progress')) ||
    (error instanceof NetworkError && error.status === 503)
  if (!isBusy) return undefined
  const leastMs = (error instanceof GatehouseError && error.retryAfterMs) || 0
  const waitMs = leastMs + random() * BASE_DELAY_MS * 2 ** count
  return leastMs > MAX_DELAY_MS ? undefined : waitMs
}

function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      if (signal?.aborted) reject(signal.reason)
      else resolve()
    }
    const timer = setTimeout(finish, durationMs)
    signal?.addEventListener('abort', finish)
  })
}
