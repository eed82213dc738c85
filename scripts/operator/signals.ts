// What a watch looks at, and what it makes of it: the thresholds of iac/alerts, over what it was in the hour before.

/** What a server answered during some span. */
export interface Signals {
  requests: number
  /** Answers of 500 and above. */
  serverErrors: number
  /** Answers of 429. */
  limited: number
  logins: number
  loginsRefused: number
  /** Null while nobody signed in. */
  loginP95Ms: number | null
}

export interface Span {
  from: Date
  to: Date
}

/** Where signals come from. */
export interface SignalSource {
  name: string
  /** @throws {Error} when it cannot be asked, or answers something else. */
  read(span: Span, revision?: string): Promise<Signals>
}

export interface Breach {
  signal: 'server_errors' | 'login_p95' | 'logins_refused' | 'limited'
  now: number
  before: number | null
  threshold: number
}

/** As in iac/alerts/prometheus-rules.yml, which a test holds them to. */
export const THRESHOLDS = {
  serverErrorShare: 0.01,
  loginP95Ms: 500,
  loginsRefusedShare: 0.4,
  limitedShare: 0.05,
  /** How many times what it was before: logins refused as in the alert, the others as a release may not double them. */
  loginsRefusedGrowth: 3,
  growth: 2,
  /** Fewer say nothing of a share. */
  leastRequests: 20,
  leastLogins: 20,
} as const

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** What is beyond its threshold and was not so before: a release is not to blame for what was there already. */
export function breachesOf(now: Signals, before: Signals): Breach[] {
  const breaches: Breach[] = []
  const judge = (
    signal: Breach['signal'],
    value: number,
    was: number | null,
    threshold: number,
    times: number,
  ) => {
    if (value > threshold && value > times * (was ?? 0))
      breaches.push({ signal, now: rounded(value), before: was === null ? null : rounded(was), threshold })
  }
  const { growth, loginsRefusedGrowth, leastRequests, leastLogins } = THRESHOLDS
  if (now.requests >= leastRequests) {
    const of = (key: 'serverErrors' | 'limited') =>
      [share(now[key], now.requests), share(before[key], before.requests)] as const
    judge('server_errors', ...of('serverErrors'), THRESHOLDS.serverErrorShare, growth)
    judge('limited', ...of('limited'), THRESHOLDS.limitedShare, growth)
  }
  if (now.logins >= leastLogins) {
    const refused = [
      share(now.loginsRefused, now.logins),
      share(before.loginsRefused, before.logins),
    ] as const
    judge('logins_refused', ...refused, THRESHOLDS.loginsRefusedShare, loginsRefusedGrowth)
    if (now.loginP95Ms !== null)
      judge('login_p95', now.loginP95Ms, before.loginP95Ms, THRESHOLDS.loginP95Ms, growth)
  }
  return breaches
}

const rounded = (value: number): number => Number(value.toPrecision(3))
