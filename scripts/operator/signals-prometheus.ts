import { z } from 'zod'
import type { SignalSource, Signals, Span } from './signals.ts'

const TIMEOUT_MS = 10_000
const Answer = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })).max(1),
  }),
})

const COUNT = 'http_server_request_duration_seconds_count'
const SERVED = 'job="gatehouse",route!~"(/api/v1)?/(health|ready)"'
const LOGINS = 'job="gatehouse",route=~"/api/v1/login|/trpc/auth.login",method="POST"'

/** The queries, over a span of so many seconds. */
function queriesOver(seconds: number): Record<keyof Signals, string> {
  const grown = (labels: string) => `sum(increase(${COUNT}{${labels}}[${seconds}s]))`
  const buckets = `sum by (le) (increase(http_server_request_duration_seconds_bucket{${LOGINS}}[${seconds}s]))`
  return {
    requests: grown(SERVED),
    serverErrors: grown(`${SERVED},status=~"5.."`),
    limited: grown(`${SERVED},status="429"`),
    logins: grown(LOGINS),
    loginsRefused: grown(`${LOGINS},status="401"`),
    loginP95Ms: `1000 * histogram_quantile(0.95, ${buckets})`,
  }
}

/** A Prometheus that scrapes the servers as `job="gatehouse"`, by its HTTP API. It knows servers, and no revisions. */
export function prometheusSignals(url: string): SignalSource {
  const base = url.replace(/\/$/, '')
  async function ask(query: string, at: Date): Promise<number | null> {
    const words = new URLSearchParams({ query, time: (at.getTime() / 1_000).toFixed(3) })
    const response = await fetch(`${base}/api/v1/query?${words}`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok) throw new Error(`Prometheus answered ${response.status}`)
    const answer = Answer.safeParse(await response.json())
    if (!answer.success) throw new Error('Prometheus answered something else than a number')
    const value = answer.data.data.result[0]?.value[1]
    return value === undefined || value === 'NaN' ? null : Number(value)
  }
  return {
    name: 'prometheus',
    async read({ from, to }: Span) {
      const queries = Object.entries(
        queriesOver(Math.max(1, Math.round((to.getTime() - from.getTime()) / 1_000))),
      )
      // A silence of all servers is no silence of people: without them there is nothing to judge by.
      const up = await ask('count(up{job="gatehouse"} == 1)', to)
      if (!up) throw new Error('Prometheus reaches no server as job="gatehouse"')
      const values = await Promise.all(
        queries.map(async ([name, query]) => [name, await ask(query, to)] as const),
      )
      const found = Object.fromEntries(values) as Record<keyof Signals, number | null>
      const { loginP95Ms, ...counts } = found
      const known = Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, value ?? 0]))
      return { ...(known as Omit<Signals, 'loginP95Ms'>), loginP95Ms }
    },
  }
}
