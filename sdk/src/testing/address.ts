import { type Handler, signedIn } from './call.ts'
import { voidMailed } from './mailed-sign-in.ts'
import { findUser, toUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { endSessions, newToken, nowOf, record } from './state.ts'

const CONFIRM_MS = 60 * 60_000
const UNDO_MS = 72 * 3_600_000
const GRACE_MS = 7 * 86_400_000

export const requestEmailChange: Handler<'account.requestEmailChange'> = (call, { newEmail }) => {
  const { state } = call
  const { user } = signedIn(call)
  const owner = findUser(state, newEmail)
  state.addressChanges = state.addressChanges.filter(
    ({ purpose, userId }) => purpose !== 'chg' || userId !== user.id,
  )
  if (owner && owner.id !== user.id) {
    state.mails.unshift({ to: owner.email, template: 'email_change_taken', token: null, code: null })
  } else {
    const token = newToken(state, 'chg')
    const expiresAt = nowOf(state, CONFIRM_MS)
    state.addressChanges.push({ purpose: 'chg', token, userId: user.id, email: newEmail, expiresAt })
    state.mails.unshift({ to: newEmail, template: 'email_change', token, code: null })
  }
  record(state, {
    action: 'email.change_requested',
    userId: user.id,
    outcome: owner && owner.id !== user.id ? 'failure' : 'success',
  })
  return { status: 'sent' }
}

export const confirmEmailChange: Handler<'account.confirmEmailChange'> = ({ state }, { token }) => {
  const { user, change } = take(state, 'chg', token)
  if ((findUser(state, change.email)?.id ?? user.id) !== user.id) throw new Refusal('token.invalid')
  const undo = newToken(state, 'und')
  const expiresAt = nowOf(state, UNDO_MS)
  state.addressChanges.push({ purpose: 'und', token: undo, userId: user.id, email: user.email, expiresAt })
  state.mails.unshift({ to: user.email, template: 'email_change_undo', token: undo, code: null })
  voidMailed(state, user)
  Object.assign(user, { email: change.email, isVerified: true, updatedAt: nowOf(state) })
  record(state, { action: 'email.changed', userId: user.id })
}

export const undoEmailChange: Handler<'account.undoEmailChange'> = ({ state }, { token }) => {
  const at = state.addressChanges.findIndex((change) => change.token === token)
  const { user, change } = take(state, 'und', token)
  // The ways back to what came after it are void.
  state.addressChanges = state.addressChanges.filter(({ userId }, index) => userId !== user.id || index < at)
  voidMailed(state, user)
  Object.assign(user, {
    email: change.email,
    isVerified: true,
    passwordChangeRequired: user.password !== null,
    updatedAt: nowOf(state),
  })
  endSessions(state, ({ userId }) => userId === user.id)
  record(state, { action: 'email.change_undone', userId: user.id })
}

/** @throws {Refusal} `token.invalid` */
function take(state: Parameters<typeof findUser>[0], purpose: 'chg' | 'und', token: string) {
  const change = state.addressChanges.find(
    (held) => held.token === token && held.purpose === purpose && held.expiresAt > nowOf(state),
  )
  const user = change && state.users.find(({ id, isDisabled }) => id === change.userId && !isDisabled)
  if (!change || !user) throw new Refusal('token.invalid')
  state.addressChanges = state.addressChanges.filter((held) => held !== change)
  return { user, change }
}

export const closeAccount: Handler<'account.delete'> = (call) => {
  const { state } = call
  const { user } = signedIn(call)
  const erasedAfter = nowOf(state, GRACE_MS)
  state.closing.set(user.id, erasedAfter)
  voidMailed(state, user)
  endSessions(state, ({ userId }) => userId === user.id)
  call.setCookies.set('refresh', null)
  record(state, { action: 'account.closed', userId: user.id })
  return { status: 'closing', erasedAfter }
}

export const exportAccount: Handler<'account.export'> = (call) => {
  const { state } = call
  const { user } = signedIn(call)
  const attempts = state.attempts.get(user.email.toLowerCase())
  const wrongCodes = state.mfaAttempts.get(user.id)
  const now = nowOf(state)
  record(state, { action: 'account.exported', userId: user.id })
  return {
    exportedAt: now,
    account: toUser(user),
    erasedAfter: state.closing.get(user.id) ?? null,
    password: {
      isSet: user.password !== null,
      changedAt: user.password === null ? null : user.createdAt,
      changeRequired: user.passwordChangeRequired,
      failedAttempts: attempts?.failures ?? 0,
      pausedUntil: attempts?.pausedUntil ?? null,
    },
    authenticatorApp: {
      confirmedAt: user.totp?.confirmedAt ?? null,
      failedAttempts: wrongCodes?.failures ?? 0,
      pausedUntil: wrongCodes?.pausedUntil ?? null,
    },
    recoveryCodes: user.recoveryCodes.map(() => ({ createdAt: user.createdAt, usedAt: null })),
    passkeys: user.passkeys.map(({ id, name, createdAt, lastUsedAt, isBackedUp }) => ({
      ...{ id, name, createdAt, lastUsedAt, isBackedUp },
      ...{ transports: ['internal'], aaguid: '00000000-0000-0000-0000-000000000000' },
    })),
    identities: user.identities.map(({ provider, subject, email, createdAt, lastUsedAt }) => ({
      ...{ provider, subject, email, createdAt, lastUsedAt },
      issuer: state.providers.find(({ id }) => id === provider)?.issuer ?? '',
    })),
    sessions: state.sessions
      .filter(({ userId }) => userId === user.id)
      .map(({ id, createdAt, expiresAt, lastSeenAt, userAgent, amr, end }) => ({
        ...{ id, createdAt, expiresAt, lastSeenAt, userAgent, amr },
        ...{ ip: '127.0.0.1', endedAt: end === null ? null : now, endReason: end },
      })),
    devices: [...state.devices.values()]
      .filter((userId) => userId === user.id)
      .map(() => ({ createdAt: user.createdAt, lastSeenAt: now, failedAttempts: 0 })),
    mailedLinks: [],
    earlierAddresses: state.addressChanges
      .filter(({ purpose, userId }) => purpose === 'und' && userId === user.id)
      .map(({ email, expiresAt }) => ({ email, createdAt: now, expiresAt })),
    mails: state.mails
      .filter(({ to }) => to.toLowerCase() === user.email.toLowerCase())
      .map(({ to, template }) => ({ kind: template, recipient: to, createdAt: now, sentAt: now })),
    securityLog: state.events.filter(({ target }) => target?.id === user.id),
  }
}
