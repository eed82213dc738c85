import { z } from 'zod'
import type { Az } from './az.ts'
import type { SignalSource, Span } from './signals.ts'

/** The command line gives every column as a text. */
const number = z.coerce.number().catch(Number.NaN)
const Row = z.object({
  requests: number,
  serverErrors: number,
  limited: number,
  logins: number,
  loginsRefused: number,
  loginP95Ms: number,
})

/** What the servers logged of requests in a span. One row, always. */
export function signalsQuery({ from, to }: Span, app: string, revision?: string): string {
  const ofRevision = revision === undefined ? '' : `\n    | where RevisionName == "${revision}"`
  return `let requests = ContainerAppConsoleLogs
    | where TimeGenerated between (datetime(${from.toISOString()}) .. datetime(${to.toISOString()}))
    | where ContainerAppName == "${app}"${ofRevision}
    | extend line = parse_json(Log)
    | where tostring(line.msg) == "request"
    | extend method = tostring(line.method), route = tostring(line.route), status = toint(line.status),
        durationMs = todouble(line.durationMs)
    | where route !in ("/health", "/ready", "/api/v1/health", "/api/v1/ready")
    | extend isLogin = method == "POST" and route in ("/api/v1/login", "/trpc/auth.login");
requests
| summarize requests = count(), serverErrors = countif(status >= 500), limited = countif(status == 429),
    logins = countif(isLogin), loginsRefused = countif(isLogin and status == 401),
    loginP95Ms = percentile(iff(isLogin, durationMs, real(null)), 95)`
}

/** The log lines of a Log Analytics workspace. They arrive some minutes late: a watch sees the last ones not at all. */
export function logAnalyticsSignals(
  az: Az,
  { workspace, app }: { workspace: string; app: string },
): SignalSource {
  return {
    name: 'log-analytics',
    async read(span, revision) {
      const query = signalsQuery(span, app, revision)
      const words = [
        'monitor',
        'log-analytics',
        'query',
        '--workspace',
        workspace,
        '--analytics-query',
        query,
      ]
      const [row] = await az.look(words, z.array(Row).length(1))
      const { loginP95Ms, ...counts } = row!
      if (Object.values(counts).some(Number.isNaN))
        throw new Error('Log Analytics answered something else than numbers')
      return { ...counts, loginP95Ms: Number.isNaN(loginP95Ms) ? null : loginP95Ms }
    },
  }
}
