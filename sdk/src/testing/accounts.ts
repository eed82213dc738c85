import type { Session } from '../generated/types.ts'
import { type Handler, signedIn } from './call.ts'
import { consumeLink, findLink, mailLink, voidMailed } from './links.ts'
import {
  checkPassword,
  judgePassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  PRODUCT,
} from './passwords.ts'
import { addUser, findUser, type TestUser, toUser } from './people.ts'
import { enabledProviders } from './providers.ts'
import { Refusal } from './refusal.ts'
import { endSessions, nowOf, pageOf, record, type State } from './state.ts'

export const config: Handler<'system.config'> = ({ state }) => ({
  signUpMode: 'public',
  providers: enabledProviders(state),
  passwordPolicy: { minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH },
  passkeys: true,
  passwordless: true,
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
    if (known.isVerified)
      state.mails.unshift({ to: known.email, template: 'account_exists', token: null, code: null })
    else mailLink(state, known, 'rst', 'finish_sign_up')
    return { status: 'verification_sent' }
  }
  const user = addUser(state, { ...input, isVerified: false })
  record(state, { action: 'account.created', userId: user.id })
  mailLink(state, user, 'vfy', 'verify_address')
  return { status: 'verification_sent' }
}

export const verifyEmail: Handler<'auth.verifyEmail'> = ({ state }, { token }) => {
  const user = consumeLink(state, 'vfy', token)
  user.isVerified = true
  record(state, { action: 'email.verified', userId: user.id })
  return { status: 'verified', email: user.email }
}

export const resendVerification: Handler<'auth.resendVerification'> = ({ state }, { email }) => {
  const user = findUser(state, email)
  if (user && !user.isVerified && !user.isDisabled) mailLink(state, user, 'vfy', 'verify_address')
  return { status: 'sent' }
}

export const requestReset: Handler<'password.requestReset'> = ({ state }, { email }) => {
  const user = findUser(state, email)
  if (user && !user.isDisabled) mailLink(state, user, 'rst', 'password_reset')
  if (user)
    record(state, {
      action: 'password.reset_requested',
      userId: user.id,
      outcome: user.isDisabled ? 'failure' : 'success',
    })
  return { status: 'sent' }
}

export const confirmReset: Handler<'password.confirmReset'> = ({ state }, { token, newPassword }) => {
  const user = findLink(state, 'rst', token)
  checkPassword(newPassword, [user.email.split('@')[0]!, user.displayName])
  consumeLink(state, 'rst', token)
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

export const listSessions: Handler<'sessions.list'> = (call, page) => {
  const { user, session } = signedIn(call)
  return sessionsOf(call.state, { userId: user.id, currentId: session.id, ...page })
}

/** Somebody's live sessions, for the person and for staff. */
export function sessionsOf(
  state: State,
  of: { userId: string; currentId: string; cursor?: string | undefined; limit: number },
): { items: Session[]; nextCursor: string | null } {
  const live = state.sessions.filter(({ userId, end }) => userId === of.userId && end === null)
  const { items, nextCursor } = pageOf(live, of.cursor, of.limit)
  return {
    items: items.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent, amr, ...session }) => ({
      id,
      current: id === of.currentId,
      createdAt,
      lastSeenAt,
      expiresAt,
      ip: session.impersonatorId === undefined ? '127.0.0.1' : '',
      userAgent,
      device: 'Unknown device',
      amr,
      organizationId: session.organizationId,
      isImpersonated: session.impersonatorId !== undefined,
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

/** A new password ends what was asked for under the old one. */
function setPassword(state: State, user: TestUser, password: string): void {
  user.password = password
  user.passwordChangeRequired = false
  user.updatedAt = nowOf(state)
  state.attempts.delete(user.email.toLowerCase())
  voidMailed(state, user)
}
