import type { AuditEvent, Mail, ReviewedOrganization, SigningKey } from '../generated/types.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import type { TestOrganization } from './organization-state.ts'
import { Refusal } from './refusal.ts'
import { newId, nowOf, pageOf, record, type State, type TestMail } from './state.ts'

interface Filters {
  action?: string | undefined
  outcome?: string | undefined
  actorId?: string | undefined
  targetType?: string | undefined
  targetId?: string | undefined
  organizationId?: string | undefined
  requestId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

const matching = ({ events }: State, filters: Filters): AuditEvent[] =>
  events.filter(
    (event) =>
      (filters.action ?? event.action) === event.action &&
      (filters.outcome ?? event.outcome) === event.outcome &&
      (filters.actorId ?? event.actor.id) === event.actor.id &&
      (filters.targetType ?? event.target?.type) === event.target?.type &&
      (filters.targetId ?? event.target?.id) === event.target?.id &&
      (filters.organizationId ?? event.organizationId) === event.organizationId &&
      (filters.requestId ?? event.requestId) === event.requestId &&
      !(filters.from && event.at < new Date(filters.from)) &&
      !(filters.to && event.at >= new Date(filters.to)),
  )

export const listAuditEvents: Handler<'admin.audit.list'> = ({ state }, { limit, cursor, ...filters }) =>
  pageOf(matching(state, filters), cursor, limit)

export const exportAuditEvents: Handler<'admin.audit.export'> = (call, { limit, cursor, ...filters }) => {
  const { items, nextCursor } = pageOf(matching(call.state, filters), cursor, limit)
  recordAct(call, { action: 'admin.audit_exported', details: { events: items.length } })
  return [...items, { nextCursor }].map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Nobody tampers with what is in memory. */
export const verifyAuditEvents: Handler<'admin.audit.verify'> = ({ state }) => ({
  chains: Math.min(1, state.events.length),
  events: state.events.length,
  breaks: [],
  nextCursor: null,
})

/** What the platform's staff do, in the log: about something, or about nothing. */
function recordAct(
  call: Call,
  act: { action: AuditEvent['action']; target?: AuditEvent['target']; details?: AuditEvent['details'] },
): void {
  const { user } = signedIn(call)
  record(call.state, { action: act.action, userId: user.id, ...(act.details && { details: act.details }) })
  call.state.events[0]!.target = act.target ?? null
}

/** Mails to this domain fail, so that tests have some that did. */
const UNDELIVERABLE = '@undeliverable.example'

const summaries = new WeakMap<TestMail, Mail>()

function toMail(state: State, mail: TestMail): Mail {
  const known = summaries.get(mail)
  if (known) return known
  const now = nowOf(state)
  const isFailed = mail.to.endsWith(UNDELIVERABLE)
  const summary: Mail = {
    id: newId(state),
    status: isFailed ? 'failed' : 'sent',
    recipient: mail.to,
    userId: state.users.find(({ email }) => email === mail.to)?.id ?? null,
    template: mail.template,
    createdAt: now,
    attempts: 1,
    lastError: isFailed ? '550 no such mailbox' : null,
    nextAttemptAt: null,
    usefulUntil: null,
    sentAt: isFailed ? null : now,
    failedAt: isFailed ? now : null,
    droppedAt: null,
    canRetry: isFailed,
  }
  summaries.set(mail, summary)
  return summary
}

/** Newest first, as they are held; the oldest gets its id first. */
const mailsOf = (state: State): Mail[] =>
  state.mails
    .toReversed()
    .map((mail) => toMail(state, mail))
    .toReversed()

export const listMail: Handler<'admin.mail.list'> = ({ state }, { limit, cursor, ...filters }) =>
  pageOf(
    mailsOf(state).filter(
      ({ status, recipient, template }) =>
        (filters.status ?? status) === status &&
        (filters.recipient ?? recipient).toLowerCase() === recipient.toLowerCase() &&
        (filters.template ?? template) === template,
    ),
    cursor,
    limit,
  )

export const retryMail: Handler<'admin.mail.retry'> = (call, { messageId }) => {
  const mail = mailsOf(call.state).find(({ id }) => id === messageId)
  if (!mail) throw new Refusal('not_found')
  if (!mail.canRetry) throw new Refusal('conflict')
  const now = nowOf(call.state)
  Object.assign(mail, { status: 'queued', attempts: 0, failedAt: null, nextAttemptAt: now, canRetry: false })
  recordAct(call, { action: 'admin.mail_retried', target: { type: 'mail', id: mail.id } })
  return { ...mail }
}

const keysByState = new WeakMap<State, SigningKey[]>()

function newKey(state: State, keyState: SigningKey['state']): SigningKey {
  const now = nowOf(state)
  const activatesAt = keyState === 'next' ? nowOf(state, 600_000) : now
  return {
    kid: `testing-${newId(state)}`,
    algorithm: 'ES256',
    state: keyState,
    createdAt: now,
    activatesAt,
    retiresAt: null,
    revokedAt: null,
  }
}

/** Newest first. */
function keysOf(state: State): SigningKey[] {
  const keys = keysByState.get(state) ?? [newKey(state, 'active')]
  keysByState.set(state, keys)
  const next = keys.find((key) => key.state === 'next')
  if (next && next.activatesAt <= nowOf(state)) {
    for (const key of keys) if (key.state === 'active') key.state = 'retiring'
    next.state = 'active'
  }
  return keys
}

export const listSigningKeys: Handler<'admin.keys.list'> = ({ state }, { limit, cursor }) =>
  pageOf(
    keysOf(state).map((key) => ({ ...key })),
    cursor,
    limit,
  )

export const rotateSigningKey: Handler<'admin.keys.rotate'> = (call) => {
  const keys = keysOf(call.state)
  const pending = keys.find((key) => key.state === 'next')
  if (pending) return { ...pending }
  const next = newKey(call.state, 'next')
  const active = keys.find((key) => key.state === 'active')
  if (active) active.retiresAt = new Date(next.activatesAt.getTime() + 690_000)
  keys.unshift(next)
  recordAct(call, { action: 'signing_key.rotated', target: { type: 'signing_key', id: next.kid } })
  return { ...next }
}

export const revokeSigningKey: Handler<'admin.keys.revoke'> = (call, { kid }) => {
  const keys = keysOf(call.state)
  const key = keys.find((one) => one.kid === kid)
  if (!key) throw new Refusal('not_found')
  if (key.state === 'revoked') return { ...key }
  const signed = key.state === 'active'
  Object.assign(key, { state: 'revoked', revokedAt: nowOf(call.state) })
  if (signed) {
    const next = keys.find((one) => one.state === 'next') ?? newKey(call.state, 'active')
    Object.assign(next, { state: 'active', activatesAt: nowOf(call.state) })
    if (!keys.includes(next)) keys.unshift(next)
  }
  recordAct(call, { action: 'signing_key.revoked', target: { type: 'signing_key', id: kid } })
  return { ...key }
}

/** The stand-in refuses nobody for asking too often. */
export const stats: Handler<'admin.stats'> = ({ state }, { days = 14 }) => {
  const dayOf = (at: Date) => at.toISOString().slice(0, 10)
  const countOn = (day: string, action: AuditEvent['action']) =>
    state.events.filter((event) => event.action === action && dayOf(event.at) === day).length
  const all = Array.from({ length: days }, (_, index) => dayOf(nowOf(state, (index - days + 1) * 86_400_000)))
  const now = nowOf(state)
  return {
    days: all.map((day) => ({
      day,
      users: state.users.filter(({ createdAt }) => dayOf(createdAt) === day).length,
      signIns: countOn(day, 'sign_in.succeeded'),
      failures: countOn(day, 'sign_in.failed') + countOn(day, 'mfa.failed'),
      lockouts: countOn(day, 'sign_in.paused'),
      rateLimited: 0,
    })),
    totals: {
      users: state.users.length,
      verified: state.users.filter(({ isVerified }) => isVerified).length,
      disabled: state.users.filter(({ isDisabled }) => isDisabled).length,
      organizations: state.organizations.length,
      sessions: state.sessions.filter(({ end, expiresAt }) => end === null && expiresAt > now).length,
    },
  }
}

const toReviewed = (organization: TestOrganization): ReviewedOrganization => ({
  id: organization.id,
  name: organization.name,
  slug: organization.slug,
  requireMfa: organization.requireMfa,
  memberCount: organization.members.length,
  createdAt: organization.createdAt,
  updatedAt: organization.createdAt,
})

export const listAllOrganizations: Handler<'admin.organizations.list'> = (
  { state },
  { search = '', limit, cursor },
) => {
  const begins = (text: string) => text.toLowerCase().startsWith(search.toLowerCase())
  const found = state.organizations.filter(({ name, slug }) => begins(name) || begins(slug))
  return pageOf(found.map(toReviewed), cursor, limit)
}

export const getAnyOrganization: Handler<'admin.organizations.get'> = ({ state }, { organizationId }) => {
  const organization = state.organizations.find(({ id }) => id === organizationId)
  if (!organization) throw new Refusal('not_found')
  const owners = organization.members
    .filter(({ role }) => role === 'owner')
    .toSorted((left, right) => left.joinedAt.getTime() - right.joinedAt.getTime())
    .flatMap(({ userId, joinedAt }) => {
      const user = state.users.find(({ id }) => id === userId)
      if (!user) return []
      const { id, displayName, email, avatarUrl, isDisabled } = user
      return [{ id, displayName, email, avatarUrl, isDisabled, joinedAt }]
    })
  return { ...toReviewed(organization), owners }
}
