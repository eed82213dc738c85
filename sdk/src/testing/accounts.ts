import { type Handler, signedIn } from './call.ts'
import { Refusal } from './refusal.ts'
import { judgePassword } from './sign-in.ts'
import {
  endSessions,
  findUser,
  newId,
  newToken,
  nowOf,
  pageOf,
  record,
  type State,
  type TestMail,
  type TestUser,
  toUser,
} from './state.ts'

const MIN_PASSWORD_LENGTH = 12
const MAX_PASSWORD_LENGTH = 256
/** The server has a list of 100,000. These are on it. */
const COMMON_PASSWORDS = [
  'passwordpassword',
  '123456789012',
  'qwertyuiop123',
  'iloveyouforever',
  'administrator',
]
const LIFETIME_MS = { vfy: 24 * 3_600_000, rst: 30 * 60_000 }
const PRODUCT = 'Gatehouse'

export const config: Handler<'system.config'> = () => ({
  signUpMode: 'public',
  providers: [],
  passwordPolicy: { minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH },
  passkeys: false,
  passwordless: false,
  brand: { name: PRODUCT, logoUrl: null, accentColor: '#2f5d50' },
})

export const version: Handler<'system.version'> = () => ({
  version: '0.0.0',
  commit: 'testing',
  contractHash: 'testing',
})

export const register: Handler<'auth.register'> = ({ state }, input) => {
  checkPassword(input.password, [input.email.split('@')[0]!, input.displayName])
  const known = findUser(state, input.email)
  if (known) {
    if (known.isVerified) state.mails.unshift({ to: known.email, template: 'account_exists', token: null })
    else mail(state, known, 'rst', 'finish_sign_up')
    return { status: 'verification_sent' }
  }
  const user = addUser(state, { ...input, isVerified: false })
  record(state, { action: 'account.created', userId: user.id })
  mail(state, user, 'vfy', 'verify_address')
  return { status: 'verification_sent' }
}

export const verifyEmail: Handler<'auth.verifyEmail'> = ({ state }, { token }) => {
  const user = consume(state, 'vfy', token)
  user.isVerified = true
  record(state, { action: 'email.verified', userId: user.id })
  return { status: 'verified', email: user.email }
}

export const resendVerification: Handler<'auth.resendVerification'> = ({ state }, { email }) => {
  const user = findUser(state, email)
  if (user && !user.isVerified && !user.isDisabled) mail(state, user, 'vfy', 'verify_address')
  return { status: 'sent' }
}

export const requestReset: Handler<'password.requestReset'> = ({ state }, { email }) => {
  const user = findUser(state, email)
  if (user && !user.isDisabled) mail(state, user, 'rst', 'password_reset')
  return { status: 'sent' }
}

export const confirmReset: Handler<'password.confirmReset'> = ({ state }, { token, newPassword }) => {
  const user = find(state, 'rst', token)
  checkPassword(newPassword, [user.email.split('@')[0]!, user.displayName])
  consume(state, 'rst', token)
  user.isVerified = true
  setPassword(state, user, newPassword)
  const sessionsEnded = endSessions(state, ({ userId }) => userId === user.id)
  record(state, { action: 'password.reset', userId: user.id, details: { sessionsEnded } })
}

export const changePassword: Handler<'password.change'> = (call, input) => {
  const { state } = call
  const { user, session } = signedIn(call)
  checkPassword(input.newPassword, [user.email.split('@')[0]!, user.displayName])
  if (user.password !== null) {
    if (input.currentPassword === undefined) {
      const message = 'The account has a password: send it too.'
      throw new Refusal('request.invalid', {
        errors: [{ pointer: '/currentPassword', code: 'required', message }],
      })
    }
    judgePassword(state, { email: user.email, user, password: input.currentPassword, isKnownDevice: false })
  }
  setPassword(state, user, input.newPassword)
  const isOther = ({ userId, id }: { userId: string; id: string }) => userId === user.id && id !== session.id
  const sessionsEnded = input.keepOtherSessions ? 0 : endSessions(state, isOther)
  record(state, { action: 'password.changed', userId: user.id, details: { sessionsEnded } })
}

export const getAccount: Handler<'account.get'> = (call) => toUser(signedIn(call).user)

export const updateAccount: Handler<'account.update'> = (call, input) => {
  const { user } = signedIn(call)
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  if (given.length === 0) return toUser(user)
  Object.assign(user, Object.fromEntries(given), { updatedAt: nowOf(call.state) })
  record(call.state, {
    action: 'account.updated',
    userId: user.id,
    details: { fields: given.map(([name]) => name) },
  })
  return toUser(user)
}

export const securityLog: Handler<'account.securityLog'> = (call, { cursor, limit }) => {
  const { user } = signedIn(call)
  return pageOf(
    call.state.events.filter(({ target }) => target?.id === user.id),
    cursor,
    limit,
  )
}

export const listSessions: Handler<'sessions.list'> = (call, { cursor, limit }) => {
  const { user, session: current } = signedIn(call)
  const live = call.state.sessions.filter(({ userId, end }) => userId === user.id && end === null)
  const { items, nextCursor } = pageOf(live, cursor, limit)
  return {
    items: items.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent }) => ({
      id,
      current: id === current.id,
      createdAt,
      lastSeenAt,
      expiresAt,
      ip: '127.0.0.1',
      userAgent,
      device: 'Unknown device',
      amr: ['pwd'],
      organizationId: null,
    })),
    nextCursor,
  }
}

export const revokeSession: Handler<'sessions.revoke'> = (call, { sessionId }) => {
  const { user, session } = signedIn(call)
  const ended = endSessions(call.state, ({ id, userId }) => id === sessionId && userId === user.id)
  if (ended === 0) throw new Refusal('not_found')
  record(call.state, { action: 'session.ended', userId: user.id, details: { reason: 'revoked' } })
  if (session.id === sessionId) call.setCookies.set('refresh', null)
}

export const revokeOtherSessions: Handler<'sessions.revokeOthers'> = (call) => {
  const { user, session } = signedIn(call)
  const count = endSessions(call.state, ({ id, userId }) => userId === user.id && id !== session.id)
  record(call.state, { action: 'sessions.ended', userId: user.id, details: { count, reason: 'revoked' } })
}

/** What must be said of a person to add one. */
export interface NewTestUser extends Partial<Omit<TestUser, 'id'>> {
  email: string
}

export function addUser(state: State, user: NewTestUser): TestUser {
  const now = nowOf(state)
  const added: TestUser = {
    id: newId(state),
    email: user.email,
    password: user.password === undefined ? 'a long phrase you remember' : user.password,
    displayName: user.displayName ?? user.email.split('@')[0]!,
    isVerified: user.isVerified ?? true,
    isDisabled: user.isDisabled ?? false,
    passwordChangeRequired: user.passwordChangeRequired ?? false,
    avatarUrl: user.avatarUrl ?? null,
    locale: user.locale ?? 'en',
    timezone: user.timezone ?? 'UTC',
    createdAt: user.createdAt ?? now,
    updatedAt: user.updatedAt ?? now,
    lastSignInAt: user.lastSignInAt ?? null,
  }
  state.users.push(added)
  return added
}

/** A new password ends what was asked for under the old one. */
function setPassword(state: State, user: TestUser, password: string): void {
  user.password = password
  user.passwordChangeRequired = false
  user.updatedAt = nowOf(state)
  state.attempts.delete(user.email.toLowerCase())
  for (const [token, { userId }] of state.oneTimeTokens)
    if (userId === user.id) state.oneTimeTokens.delete(token)
}

/** Sends a link; earlier ones of its purpose are void from then on. */
function mail(state: State, user: TestUser, purpose: 'vfy' | 'rst', template: TestMail['template']): void {
  for (const [token, earlier] of state.oneTimeTokens) {
    if (earlier.userId === user.id && earlier.purpose === purpose) state.oneTimeTokens.delete(token)
  }
  const token = newToken(state, purpose)
  state.oneTimeTokens.set(token, { purpose, userId: user.id, expiresAt: nowOf(state, LIFETIME_MS[purpose]) })
  state.mails.unshift({ to: user.email, template, token })
}

/** @throws {Refusal} `token.invalid` */
function find(state: State, purpose: 'vfy' | 'rst', token: string): TestUser {
  const found = state.oneTimeTokens.get(token)
  const isLive = found?.purpose === purpose && found.expiresAt > nowOf(state)
  const user = isLive
    ? state.users.find(({ id, isDisabled }) => id === found.userId && !isDisabled)
    : undefined
  if (!user) throw new Refusal('token.invalid')
  return user
}

function consume(state: State, purpose: 'vfy' | 'rst', token: string): TestUser {
  const user = find(state, purpose, token)
  state.oneTimeTokens.delete(token)
  return user
}

/** @throws {Refusal} `password.*` */
function checkPassword(password: string, context: string[]): void {
  const length = [...password.normalize('NFC')].length
  if (length < MIN_PASSWORD_LENGTH)
    throw new Refusal('password.too_short', { detail: `At least ${MIN_PASSWORD_LENGTH} characters.` })
  if (length > MAX_PASSWORD_LENGTH)
    throw new Refusal('password.too_long', { detail: `At most ${MAX_PASSWORD_LENGTH} characters.` })
  const folded = password.toLowerCase()
  const words = [...context, PRODUCT].flatMap((phrase) => phrase.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  if (words.some((word) => [...word].length >= 4 && folded.includes(word)))
    throw new Refusal('password.contains_context')
  if (COMMON_PASSWORDS.includes(folded)) throw new Refusal('password.too_common')
}
