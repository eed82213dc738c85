import type { AuditEvent, User } from '../generated/types.ts'

/** A person the stand-in knows. Change the fields to put them in another state. */
export interface TestUser {
  readonly id: string
  email: string
  /** Null: signs in by other means only. */
  password: string | null
  displayName: string
  isVerified: boolean
  isDisabled: boolean
  passwordChangeRequired: boolean
  avatarUrl: string | null
  locale: string
  timezone: string
  createdAt: Date
  updatedAt: Date
  lastSignInAt: Date | null
}

/** A mail the server would have sent. */
export interface TestMail {
  to: string
  template: 'verify_address' | 'account_exists' | 'finish_sign_up' | 'password_reset'
  /** That of its link. */
  token: string | null
}

export interface TestSession {
  id: string
  userId: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  authenticatedAt: Date
  userAgent: string
  /** How often its refresh token was exchanged, and when last. */
  counter: number
  rotatedAt: Date
  end: 'over' | 'refresh_reused' | null
}

interface Attempts {
  failures: number
  pausedUntil: Date | null
}

/** Everything the stand-in remembers. */
export interface State {
  /** Milliseconds added to the clock: time moves when a test says so. */
  aheadMs: number
  users: TestUser[]
  sessions: TestSession[]
  accessTokens: Map<string, { sessionId: string; expiresAt: Date }>
  oneTimeTokens: Map<string, { purpose: 'vfy' | 'rst'; userId: string; expiresAt: Date }>
  devices: Map<string, string>
  attempts: Map<string, Attempts>
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
    accessTokens: new Map(),
    oneTimeTokens: new Map(),
    devices: new Map(),
    attempts: new Map(),
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

export const canonical = (email: string): string => email.trim().toLowerCase()

export const findUser = (state: State, email: string): TestUser | undefined =>
  state.users.find((user) => canonical(user.email) === canonical(email))

/** A person as they see themselves. */
export function toUser(user: TestUser): User {
  const {
    id,
    email,
    isVerified,
    displayName,
    avatarUrl,
    locale,
    timezone,
    createdAt,
    updatedAt,
    lastSignInAt,
  } = user
  return {
    id,
    email,
    isVerified,
    displayName,
    avatarUrl,
    locale,
    timezone,
    hasPassword: user.password !== null,
    mfaEnabled: false,
    platformRole: null,
    status: user.isDisabled ? 'disabled' : 'active',
    createdAt,
    updatedAt,
    lastSignInAt,
  }
}

/** Adds to a person's security log. */
export function record(
  state: State,
  event: Pick<AuditEvent, 'action'> & {
    userId: string
    outcome?: AuditEvent['outcome']
    details?: AuditEvent['details']
  },
): void {
  state.events.unshift({
    id: newId(state),
    at: nowOf(state),
    action: event.action,
    outcome: event.outcome ?? 'success',
    actor: { type: 'user', id: event.userId },
    realActor: null,
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
