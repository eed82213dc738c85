import type { Config } from './config.ts'
import type { ErrorCode } from './kit/identity-error.ts'
import type { Clock } from './platform/clock.ts'
import type { Database, Db } from './platform/db.ts'
import type { Limiter } from './platform/limiter.ts'
import type { Log } from './platform/log.ts'
import type { Mailer } from './platform/mailer.ts'
import type { Metrics } from './platform/metrics.ts'
import type { Oidc } from './platform/oidc.ts'
import type { Passwords } from './platform/passwords.ts'
import type { KeyRing } from './platform/signing-keys.ts'
import type { Exposition } from './platform/telemetry.ts'
import type { Tracing } from './platform/tracing.ts'
import type { Vault } from './platform/vault.ts'
import type { ActiveKey } from './rooms/api-keys/index.ts'
import type { Standing } from './rooms/memberships/index.ts'
import type { ActiveSession } from './rooms/sessions/index.ts'

/** Which build this is. `contractHash` changes with every change of the contract. */
export interface Build {
  version: string
  commit: string
  contractHash(): string
}

/** What one process holds: made once at start, the same for every request. */
export interface Platform {
  config: Config
  build: Build
  log: Log
  clock: Clock
  database: Database
  limiter: Limiter
  passwords: Passwords
  keyRing: KeyRing
  vault: Vault
  mailer: Mailer
  /** The providers people sign in with, as far as they are configured. */
  oidc: Oidc
  metrics: Metrics
  tracing: Tracing
  /** What metrics say now, for those who may know. */
  exposition: Exposition
  /** Tells the outbox worker that mail was queued, so that it need not wait for its next round. */
  wakeOutbox(): void
  readiness: Readiness
}

/** What decides whether traffic may be sent here, beyond the database's write path, the clock and the keys. */
export interface Readiness {
  /** Set once the process has been told to stop: `/ready` is 503 from then on. */
  isDraining: boolean
  /** Set once the schema is current and the signing keys are loaded: until then only probes and key sets are served. */
  isPrepared: boolean
  /** By the name `/ready` gives them (`schema`, `redis`). Each rejects while what it stands for is not usable. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>
}

/** Who is asking. `anonymous` until an access builder of procedure.ts has checked a token. */
export type Actor =
  | { kind: 'anonymous' }
  | ({ kind: 'user' } & ActiveSession)
  | ({ kind: 'api_key' } & ActiveKey)

/** What is known of the request itself. Nothing here was checked beyond its form. */
export interface RequestFacts {
  readonly id: string
  /** The caller's whole address, for the audit log and for people. */
  readonly ip: string
  /** Who that address is to a limit: an IPv4 address, or an IPv6 /64. */
  readonly ipKey: string
  readonly userAgent: string
  /** Languages of `Accept-Language`, most wanted first. */
  readonly languages: readonly string[]
  /** The raw Authorization header; undefined when there is none. */
  readonly authorization: string | undefined
  /** The raw X-API-Key header. */
  readonly apiKey: string | undefined
  readonly idempotencyKey: string | undefined
}

/** `browser` tells the browser that began a flow from every other; it proves nothing else. */
export type CookieName = 'refresh' | 'device' | 'browser'

/** Cookies by what they are for; their wire names and attributes are http/cookies.ts's business. */
export interface Cookies {
  get(name: CookieName): string | undefined
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
  /** Asks the browser to forget what it holds of this site (`Clear-Site-Data`). For signing out. */
  forgetSite(): void
}

/** What a request has done so far that someone must know of once it is over. */
export interface Effects {
  mailQueued: boolean
  /** Who a checked token said is asking, for the log line. */
  userId?: string
  sessionId?: string
  apiKeyId?: string
  organizationId?: string
  /** Actions recorded in the audit log, in order, once their transactions have committed. */
  readonly audited: string[]
  /** Who else is told of them: metrics. */
  readonly auditObserver?: AuditObserver
}

/** Hears of audit events after their commit, and of those that could not be written. */
export interface AuditObserver {
  recorded(event: AuditedEvent): void
  failed(error: unknown): void
}

/** What is told of an event: nothing that is about a person. */
export interface AuditedEvent {
  action: string
  outcome: 'success' | 'failure'
  details: Readonly<Record<string, unknown>>
}

/** What a procedure and its services get. Inside a transaction, `db` is that transaction. */
export interface Context extends Platform {
  db: Db
  actor: Actor
  request: RequestFacts
  cookies: Cookies
  effects: Effects
  /** What the caller is in the organization that the call names; only where the procedure asks for a member of it. */
  standing?: Standing
}

/** One count against one limit. */
export interface LimitClaim {
  /** Names the limit in metrics and logs: `auth.login:ip`. */
  limiter: string
  /** Who is counted: an address, an identifier's hash, a session. */
  key: string
  points: number
  windowMs: number
  /** What exceeding it answers; `rate_limited` unless told. */
  code?: ErrorCode
  /** Sign-in, sign-up and reset: refused, rather than let through, when the shared counters stay away. */
  critical?: boolean
  /** Not told in metrics when it is used up: nobody is refused for it. */
  quiet?: boolean
}

/** What a procedure that needs a person gets. */
export type UserContext = Context & { actor: Extract<Actor, { kind: 'user' }> }

/** What a procedure gets that admits API keys: whoever made the key stands for it. */
export type HolderContext = Context & { actor: Extract<Actor, { userId: string }> }

/** What a procedure gets that needs a member of an organization. */
export type OrganizationContext = HolderContext & { standing: Standing }

/** As `OrganizationContext`, where API keys are not admitted. */
export type MemberContext = UserContext & { standing: Standing }
