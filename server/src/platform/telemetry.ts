import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { constantTimeEqual, hashToken } from '../kit/tokens.ts'
import type { AnsweredRequest, Metrics, Readings } from './metrics.ts'
import { createProcessGauges } from './process-gauges.ts'

/** What may be read of the metrics, and by whom. */
export interface Exposition {
  readonly contentType: string
  /** Looks at everything that is looked at, and gives all metrics as Prometheus reads them. */
  read(): Promise<string>
  /** Whether there is a token to ask for: without one, metrics stand on their own port only. */
  readonly isGuarded: boolean
  /** Whether this Authorization header lets its sender read. Everybody may where there is no token. */
  admits(authorization: string | undefined): boolean
}

export interface Telemetry {
  metrics: Metrics
  exposition: Exposition
  /** Says how to look at what is not counted but looked at, whenever somebody reads. */
  lookBy(look: () => Promise<Readings>): void
}

export interface TelemetryOptions {
  build: { version: string; commit: string }
  /** Ids of the configured providers: others are told as `other`. */
  providers: readonly string[]
  token: string | undefined
}

const REQUEST_BUCKETS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const HASH_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** What no pattern matches is one route, however it is spelled. */
const NO_ROUTE = 'unmatched'

/** How many different values a label takes that is not held to a list. Ours are codes, some thirty of each kind. */
const MAX_VALUES = 60
const CODE = /^[A-Za-z][\w.:-]{0,63}$/

/**
 * The values of one label: codes of ours, as many as there can be. Whatever else gets here is `other`, so that no caller
 * can make a series of their own.
 */
function vocabulary(): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    if (known.has(value)) return value
    if (known.size >= MAX_VALUES || !CODE.test(value)) return 'other'
    known.add(value)
    return value
  }
}

/** The metrics of one platform, in a registry of its own: nothing is shared with another one in the same process. */
export function createTelemetry({ build, providers, token }: TelemetryOptions): Telemetry {
  const registry = new Registry()
  const gauges = createGauges(registry)
  createProcessGauges(registry)
  new Gauge({
    name: 'build_info',
    help: 'Always 1: which build this is.',
    labelNames: ['version', 'commit'],
    registers: [registry],
  }).set({ version: build.version, commit: build.commit }, 1)
  const tokenHash = token === undefined ? undefined : hashToken(token)
  let look: (() => Promise<Readings>) | undefined
  return {
    metrics: createMetrics(registry, new Set(providers)),
    exposition: {
      contentType: registry.contentType,
      async read() {
        if (look) show(gauges, await look())
        return registry.metrics()
      },
      isGuarded: tokenHash !== undefined,
      admits(authorization = '') {
        if (!tokenHash) return true
        const presented = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? ''
        return constantTimeEqual(hashToken(presented), tokenHash)
      },
    },
    lookBy(given) {
      look = given
    },
  }
}

function createMetrics(registry: Registry, providers: ReadonlySet<string>): Metrics {
  const counters = createCounters(registry)
  const hashes = new Histogram({
    name: 'auth_password_hash_duration_seconds',
    help: 'Time to compute a password hash, without waiting for a turn.',
    buckets: HASH_BUCKETS,
    registers: [registry],
  })
  const [reasonOf, limiterOf, actionOf, methodOf] = [vocabulary(), vocabulary(), vocabulary(), vocabulary()]
  beginAtZero(counters, providers)
  return {
    requestAnswered: createRequestHistogram(registry),
    signInTried: ({ method, outcome, reason }) =>
      counters.logins.inc({ method: methodOf(method), outcome, reason: reasonOf(reason) }),
    oauthReturned({ provider, outcome, reason }) {
      const known = providers.has(provider) ? provider : 'other'
      counters.callbacks.inc({ provider: known, outcome, reason: reasonOf(reason) })
    },
    sessionRefreshed: (outcome) => counters.refreshes.inc({ outcome }),
    refreshReused: () => counters.reuses.inc(),
    signInPaused: () => counters.pauses.inc(),
    limitReached: (limiter) => counters.limits.inc({ limiter: limiterOf(limiter) }),
    accountCreated: () => counters.accounts.inc(),
    adminActed: (action) => counters.adminActs.inc({ action: actionOf(action) }),
    auditFailed: () => counters.auditFailures.inc(),
    passwordHashed: (seconds) => hashes.observe(seconds),
    breachAsked: (outcome) => counters.lookups.inc({ outcome }),
    mailTried: (outcome) => counters.mails.inc({ outcome }),
    housekeepingFailed: (duty) => counters.neglected.inc({ duty }),
  }
}

type Counters = ReturnType<typeof createCounters>

function createCounters(registry: Registry) {
  const counter = <const Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Counter({ name, help, labelNames, registers: [registry] })
  const ended = ['outcome', 'reason'] as const
  return {
    logins: counter('auth_login_attempts_total', 'Sign-ins tried, and how they ended.', ['method', ...ended]),
    callbacks: counter('auth_oauth_callbacks_total', 'Returns from providers, and how they ended.', [
      'provider',
      ...ended,
    ]),
    refreshes: counter('auth_token_refresh_total', 'Refreshes of a session.', ['outcome']),
    reuses: counter('auth_refresh_reuse_total', 'Sessions ended because a replaced refresh token came back.'),
    pauses: counter('auth_lockouts_total', 'Accounts that a run of wrong passwords has paused.'),
    limits: counter('auth_rate_limited_total', 'Calls refused because a limit was used up.', ['limiter']),
    accounts: counter('auth_registrations_total', 'Accounts made.'),
    adminActs: counter('auth_admin_actions_total', 'Acts of administrators.', ['action']),
    auditFailures: counter(
      'audit_write_failures_total',
      'Events that could not be written to the audit log.',
    ),
    mails: counter('email_send_total', 'Attempts to hand a mail to the relay.', ['outcome']),
    lookups: counter('auth_breach_lookups_total', 'Passwords looked up at Have I Been Pwned.', ['outcome']),
    neglected: counter('housekeeping_failures_total', 'Rounds in which a duty of housekeeping failed.', [
      'duty',
    ]),
  }
}

/** A series that begins with its first count hides that count from `increase`: what alarms watch begins at 0. */
function beginAtZero(counters: Counters, providers: Iterable<string>): void {
  const method = 'password'
  for (const reason of ['wrong_password', 'unknown_address', 'paused'])
    counters.logins.inc({ method, outcome: 'failure', reason }, 0)
  counters.logins.inc({ method, outcome: 'success', reason: 'none' }, 0)
  counters.limits.inc({ limiter: 'auth.login:spray' }, 0)
  for (const outcome of ['success', 'refused', 'failed']) counters.refreshes.inc({ outcome }, 0)
  for (const outcome of ['sent', 'refused', 'failed']) counters.mails.inc({ outcome }, 0)
  for (const provider of providers)
    counters.callbacks.inc({ provider, outcome: 'success', reason: 'none' }, 0)
}

function createRequestHistogram(registry: Registry): Metrics['requestAnswered'] {
  const durations = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time from a request’s arrival to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  })
  return ({ method, route, status, seconds }: AnsweredRequest) =>
    durations.observe(
      { method: METHODS.has(method) ? method : 'OTHER', route: route === '' ? NO_ROUTE : route, status },
      seconds,
    )
}

type Gauges = ReturnType<typeof createGauges>

function createGauges(registry: Registry) {
  const gauge = <const Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  return {
    ready: gauge('service_ready', 'Whether /ready would say so: 1 or 0.'),
    dependency: gauge('dependency_up', 'Whether what the platform depends on answers: 1 or 0.', [
      'dependency',
    ]),
    pool: gauge('db_pool_connections', 'Connections of the pool, and callers that wait for one.', ['state']),
    queue: gauge('password_hash_queue', 'Password hashes that compute, and that wait for a turn.', ['state']),
    migrations: gauge('migrations_pending', 'Migrations that this build has and the database has not.'),
    keyAge: gauge('signing_key_age_seconds', 'Age of the oldest signing key in each state.', ['state']),
    outbox: gauge('email_outbox_oldest_age_seconds', 'How long the oldest mail has been waiting to be sent.'),
    expiry: gauge(
      'secret_expiry_timestamp_seconds',
      'When a secret of the key vault expires, as Unix time.',
      ['variable'],
    ),
    skew: gauge('clock_skew_seconds', 'How far the database’s clock is ahead of this process’s.'),
    drill: gauge(
      'restore_drill_age_seconds',
      'Since a restore drill passed; since the first event where none did.',
    ),
  }
}

/** What could not be learned has no value: a number of some time ago would pass for one of now. */
function show(gauges: Gauges, readings: Readings): void {
  for (const gauge of [gauges.dependency, gauges.keyAge, gauges.expiry]) gauge.reset()
  for (const gauge of [gauges.migrations, gauges.outbox, gauges.skew, gauges.drill]) gauge.remove()
  gauges.ready.set(readings.isReady ? 1 : 0)
  for (const [dependency, isUp] of Object.entries(readings.dependencies))
    gauges.dependency.set({ dependency }, isUp ? 1 : 0)
  for (const [state, count] of Object.entries(readings.poolConnections)) gauges.pool.set({ state }, count)
  for (const [state, count] of Object.entries(readings.passwordQueue)) gauges.queue.set({ state }, count)
  for (const [state, age] of Object.entries(readings.keyAgeSeconds ?? {})) gauges.keyAge.set({ state }, age)
  for (const [variable, at] of Object.entries(readings.secretExpirySeconds))
    gauges.expiry.set({ variable }, at)
  const single = [
    [gauges.migrations, readings.migrationsPending],
    [gauges.outbox, readings.outboxOldestAgeSeconds],
    [gauges.skew, readings.clockSkewSeconds],
    [gauges.drill, readings.drillAgeSeconds],
  ] as const
  for (const [gauge, value] of single) if (value !== undefined) gauge.set(value)
}
