import autocannon from 'autocannon'

/** What one round of load gave. */
export interface Round {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
}

export interface LoadOptions {
  url: string
  connections: number
  seconds: number
  requests: autocannon.Request[]
}

/** Loads one server from this process. Any answer but 2xx ends the measurement: a fast refusal is not speed. */
export async function load(options: LoadOptions): Promise<Round> {
  const result = await autocannon({
    url: options.url,
    connections: options.connections,
    duration: options.seconds,
    requests: options.requests,
  })
  if (result.non2xx > 0 || result.errors > 0 || result['2xx'] === 0) {
    throw new Error(
      `${options.url}: ${result.non2xx} answers were not 2xx, ${result.errors} errors, ${result['2xx']} good`,
    )
  }
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]!
}

/**
 * Runs contenders in turn, A B C A B C, so that a machine that slows down slows all of them, and gives the median of
 * each figure. The first round only warms up.
 */
export async function inTurn(
  rounds: number,
  contenders: Record<string, () => Promise<Round>>,
): Promise<Record<string, Round>> {
  const all: Record<string, Round[]> = {}
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const result = await run()
      if (round > 0) all[name] = [...(all[name] ?? []), result]
    }
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, results]) => [
      name,
      {
        requestsPerSecond: median(results.map((result) => result.requestsPerSecond)),
        p50Ms: median(results.map((result) => result.p50Ms)),
        p99Ms: median(results.map((result) => result.p99Ms)),
      },
    ]),
  )
}
