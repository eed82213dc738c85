import type { ApiKey, AuditEvent } from '../generated/types.ts'
import type { TestOrganization } from './organization-state.ts'
import type { TestUser } from './people.ts'

/** What a link is for. */
export type Purpose = 'vfy' | 'rst'

/** A mail the server would have sent. */
export interface TestMail {
  to: string
  template:
    | 'verify_address'
    | 'account_exists'
    | 'finish_sign_up'
    | 'password_reset'
    | 'sign_in'
    | 'passwordless_invitation'
    | 'email_change'
    | 'email_change_taken'
    | 'email_change_undo'
    | 'invitation'
    | 'account_made'
  /** That of its link. */
  token: string | null
  /** Six digits to type, where it has some. */
  code: string | null
}

export interface TestSession {
  id: string
  userId: string
  /** The administrator who acts as them; undefined for their own. */
  impersonatorId?: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  authenticatedAt: Date
  userAgent: string
  amr: string[]
  /** How often its refresh token was exchanged, and when last. */
  counter: number
  rotatedAt: Date
  end: 'over' | 'refresh_reused' | null
  /** The organization the person works in. */
  organizationId: string | null
}

export interface Attempts {
  failures: number
  pausedUntil: Date | null
}

/** The demand for a second factor. */
export interface TestChallenge {
  userId: string
  amr: string[]
  /** The browser it was given to; undefined where it is bound to none. */
  browser: string | undefined
  deviceToken: string | undefined
  /** The session it steps up, by id. */
  replaces: string | undefined
  wrongCodes: number
  expiresAt: Date
}

/** A WebAuthn challenge that was given out. */
export interface Ceremony {
  purpose: 'register' | 'sign_in' | 'second_factor' | 'step_up'
  userId?: string | undefined
  /** The session or the demand for a second factor it was given to. */
  boundTo?: string | undefined
  expiresAt: Date
}

/** A provider one can sign in with. */
export interface TestProvider {
  id: string
  name: string
  kind: 'google' | 'microsoft' | 'oidc'
  issuer: string
  enabled: boolean
  /** Domains whose mailboxes it runs: its word opens accounts that have such an address. */
  trustedDomains: string[]
}

/** Who somebody is at a provider. */
export interface ProviderProfile {
  email: string
  /** Whether the provider says so; true unless given. */
  isEmailVerified?: boolean
  /** What the provider knows them by; their address unless given. */
  subject?: string
  name?: string
}

/** A mail that signs in, by its link or by its code. */
export interface MailedFlow {
  id: string
  /** Undefined for an address that nobody has. */
  userId: string | undefined
  email: string
  token: string
  code: string
  wrongCodes: number
  expiresAt: Date
}

/** An invitation that was mailed and not answered. */
export interface TestInvitation {
  readonly id: string
  readonly organizationId: string
  organizationName: string
  inviterName: string
  /** In lower case. */
  email: string
  role: string
  /** Null where it was not sent by a member that the stand-in knows. */
  invitedBy: { id: string; displayName: string } | null
  /** What came of it; null while it is open. */
  closed: 'accepted' | 'declined' | 'revoked' | null
  token: string
  createdAt: Date
  expiresAt: Date
}

/** A way to another address (`chg`), or back to the one before (`und`). */
export interface AddressChange {
  purpose: 'chg' | 'und'
  token: string
  userId: string
  email: string
  createdAt: Date
  expiresAt: Date
}

export interface TestFlow {
  provider: string
  browser: string
  redirectTo: string | null
  /** The session that connects a provider; undefined for a sign-in. */
  linking: { sessionId: string; userId: string } | undefined
  expiresAt: Date
}

/** An API key, of a person or of an organization. */
export interface TestApiKey {
  readonly id: string
  /** Whoever made it. */
  userId: string
  organizationId: string | null
  key: string
  name: string
  scopes: ApiKey['scopes']
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
  /** The key that has taken its place. */
  replacedById: string | null
}

/** Everything the stand-in remembers. */
export interface State {
  /** Milliseconds added to the clock: time moves when a test says so. */
  aheadMs: number
  users: TestUser[]
  sessions: TestSession[]
  /** The latest founded first. */
  organizations: TestOrganization[]
  accessTokens: Map<string, { sessionId: string; expiresAt: Date }>
  oneTimeTokens: Map<string, { purpose: Purpose; userId: string; expiresAt: Date }>
  mailedFlows: MailedFlow[]
  addressChanges: AddressChange[]
  /** Those that await an answer, newest first. */
  invitations: TestInvitation[]
  /** When closed accounts are erased, by person. */
  closing: Map<string, Date>
  /** Resets of second factors under way, by person. */
  mfaResets: Map<string, { requestedBy: string; requestedAt: Date; effectiveAt: Date }>
  devices: Map<string, string>
  attempts: Map<string, Attempts>
  /** Wrong second factors, by person. */
  mfaAttempts: Map<string, Attempts>
  challenges: Map<string, TestChallenge>
  ceremonies: Map<string, Ceremony>
  /** Secrets shown and not yet confirmed, by person. */
  pendingTotp: Map<string, string>
  apiKeys: TestApiKey[]
  providers: TestProvider[]
  /** Sign-ins at providers under way, by `state`. */
  flows: Map<string, TestFlow>
  /** What providers have confirmed, by code. */
  grants: Map<string, { provider: string; profile: ProviderProfile }>
  events: AuditEvent[]
  mails: TestMail[]
  /** By caller, procedure and key: the input, and what it gave. */
  answers: Map<string, { input: string; output: unknown }>
  count: number
}

export function emptyState(): State {
  return {
    aheadMs: 0,
    users: [],
    sessions: [],
    organizations: [],
    accessTokens: new Map(),
    oneTimeTokens: new Map(),
    mailedFlows: [],
    addressChanges: [],
    invitations: [],
    closing: new Map(),
    mfaResets: new Map(),
    devices: new Map(),
    attempts: new Map(),
    mfaAttempts: new Map(),
    challenges: new Map(),
    ceremonies: new Map(),
    pendingTotp: new Map(),
    apiKeys: [],
    providers: [],
    flows: new Map(),
    grants: new Map(),
    events: [],
    mails: [],
    answers: new Map(),
    count: 0,
  }
}

/** The time of the stand-in. Follows faked timers as well. */
export const nowOf = (state: State, laterMs = 0): Date => new Date(Date.now() + state.aheadMs + laterMs)

/** A UUIDv7-shaped id that orders by the time it was made, and is the same in every run but for that. */
export function newId(state: State): string {
  state.count += 1
  const time = nowOf(state).getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${state.count.toString(16).padStart(12, '0')}`
}

/** A secret of the stand-in: told from the server's by its looks, and unlike any other. */
export function newToken(state: State, prefix: string): string {
  state.count += 1
  return `${prefix}_testing_${state.count}`
}

/** Adds to a person's security log. */
export function record(
  state: State,
  event: Pick<AuditEvent, 'action'> & {
    userId: string
    /** Who did it, where it was somebody else. */
    actorId?: string
    /** Who really did it, where somebody acts as the person. */
    realActorId?: string
    outcome?: AuditEvent['outcome']
    details?: AuditEvent['details']
  },
): void {
  state.events.unshift({
    id: newId(state),
    at: nowOf(state),
    action: event.action,
    outcome: event.outcome ?? 'success',
    actor: { type: 'user', id: event.actorId ?? event.userId },
    realActor: event.realActorId === undefined ? null : { type: 'user', id: event.realActorId },
    target: { type: 'user', id: event.userId },
    organizationId: null,
    ip: '127.0.0.1',
    userAgent: 'test',
    requestId: `request-${state.count}`,
    details: event.details ?? {},
  })
}

/** Ends sessions that are still going on, and tells how many. */
export function endSessions(state: State, isMeant: (session: TestSession) => boolean): number {
  const ended = state.sessions.filter((session) => session.end === null && isMeant(session))
  for (const session of ended) session.end = 'over'
  return ended.length
}

/** A page of a list, by the position of its first item. */
export function pageOf<Item>(
  items: Item[],
  cursor: string | undefined,
  limit: number,
): { items: Item[]; nextCursor: string | null } {
  const start = cursor === undefined ? 0 : Number(cursor.replace(/^at_/, ''))
  const next = start + limit
  return { items: items.slice(start, next), nextCursor: next < items.length ? `at_${next}` : null }
}

/** Ends what a person was asked for so far. It stays known: whoever shows it later is told of in their log. */
export function endChallenges(state: State, userId: string): void {
  for (const challenge of state.challenges.values())
    if (challenge.userId === userId) challenge.expiresAt = new Date(0)
}
