/** How a sign-in was tried and how that ended; `challenged`: the first factor was right and a second one is asked for. */
export interface SignInAttempt {
  method: string
  outcome: 'success' | 'failure' | 'challenged'
  /** `none` unless it failed. */
  reason: string
}

/** How a person came back from a provider. */
export interface OauthCallback {
  provider: string
  outcome: 'success' | 'failure' | 'challenged'
  reason: string
}

export interface AnsweredRequest {
  method: string
  /** The pattern that matched; empty where none did. Never the address itself. */
  route: string
  status: number
  seconds: number
}

/**
 * What the platform counts (OPERATIONS "Signals"). Nothing here takes a person, an address or an IP; what a caller could
 * make up is held to a list of known values before it becomes a label.
 */
export interface Metrics {
  requestAnswered(request: AnsweredRequest): void
  signInTried(attempt: SignInAttempt): void
  oauthReturned(callback: OauthCallback): void
  sessionRefreshed(outcome: 'success' | 'refused' | 'failed'): void
  refreshReused(): void
  signInPaused(): void
  /** @param limiter as `LimitClaim` names it. */
  limitReached(limiter: string): void
  accountCreated(): void
  adminActed(action: string): void
  auditFailed(): void
  /** `seconds` of computing, without the wait for a turn. */
  passwordHashed(seconds: number): void
  breachAsked(outcome: 'found' | 'not_found' | 'unavailable'): void
  mailTried(outcome: 'sent' | 'refused' | 'failed'): void
  housekeepingFailed(duty: string): void
}

const nothing = () => {}

/** Counts nothing: for parts that are tested by themselves. */
export const silentMetrics: Metrics = {
  requestAnswered: nothing,
  signInTried: nothing,
  oauthReturned: nothing,
  sessionRefreshed: nothing,
  refreshReused: nothing,
  signInPaused: nothing,
  limitReached: nothing,
  accountCreated: nothing,
  adminActed: nothing,
  auditFailed: nothing,
  passwordHashed: nothing,
  breachAsked: nothing,
  mailTried: nothing,
  housekeepingFailed: nothing,
}

/** What is looked at when somebody asks for the metrics. Undefined where that could not be learned. */
export interface Readings {
  isReady: boolean
  /** Whether it answers, by name: `database`, `redis`, `smtp`, `key_vault`. Those that are not used are not named. */
  dependencies: Readonly<Record<string, boolean>>
  poolConnections: Readonly<Record<'idle' | 'used' | 'waiting', number>>
  passwordQueue: Readonly<Record<'running' | 'waiting', number>>
  migrationsPending: number | undefined
  /** Since the oldest key of each state was made. */
  keyAgeSeconds: Readonly<Record<string, number>> | undefined
  outboxOldestAgeSeconds: number | undefined
  /** How far the database's clock is ahead of this process's. */
  clockSkewSeconds: number | undefined
  /** When secrets of the key vault expire, in seconds since 1970, by variable. Those without an end are not named. */
  secretExpirySeconds: Readonly<Record<string, number>>
  /** Since a restore drill passed, or since the platform began where none did. */
  drillAgeSeconds: number | undefined
}
