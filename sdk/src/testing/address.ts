import { exportKeys, revokeKeysOf } from './api-keys.ts'
import { type Handler, signedIn } from './call.ts'
import { exportInvitations } from './invitations.ts'
import { forgetDevices, voidChallenges, voidMailed } from './links.ts'
import { demandOtherOwnersEverywhere } from './organization-members.ts'
import { canonical, findUser, type TestUser, toUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { type AddressChange, endSessions, newToken, nowOf, record, type State } from './state.ts'

const CONFIRM_MS = 60 * 60_000
const UNDO_MS = 72 * 3_600_000
const GRACE_MS = 7 * 86_400_000

export const requestEmailChange: Handler<'account.requestEmailChange'> = (call, { newEmail }) => {
  const { state } = call
  const { user } = signedIn(call)
  const owner = findUser(state, newEmail)
  // In both cases: else the link of an earlier request would tell, by living on, that this address is taken.
  state.addressChanges = state.addressChanges.filter(
    ({ purpose, userId }) => purpose !== 'chg' || userId !== user.id,
  )
  if (!isFree(state, user, newEmail)) {
    if (owner && !owner.isDisabled)
      state.mails.unshift({ to: owner.email, template: 'email_change_taken', token: null, code: null })
  } else {
    const token = addChange(state, user, { purpose: 'chg', email: newEmail, lifeMs: CONFIRM_MS })
    state.mails.unshift({ to: newEmail, template: 'email_change', token, code: null })
  }
  record(state, { action: 'email.change_requested', userId: user.id })
  return { status: 'sent' }
}

export const confirmEmailChange: Handler<'account.confirmEmailChange'> = ({ state }, { token }) => {
  const { user, change } = find(state, 'chg', token)
  if (user.isDisabled || !isFree(state, user, change.email)) throw new Refusal('token.invalid')
  voidMailed(state, user)
  voidChallenges(state, user)
  // Written otherwise, it is the same mailbox: there is nothing to go back to.
  if (canonical(user.email) !== canonical(change.email)) {
    const undo = addChange(state, user, { purpose: 'und', email: user.email, lifeMs: UNDO_MS })
    state.mails.unshift({ to: user.email, template: 'email_change_undo', token: undo, code: null })
  }
  Object.assign(user, { email: change.email, isVerified: true, updatedAt: nowOf(state) })
  record(state, { action: 'email.changed', userId: user.id })
}

export const undoEmailChange: Handler<'account.undoEmailChange'> = ({ state }, { token }) => {
  const { user, change } = find(state, 'und', token)
  const at = state.addressChanges.indexOf(change)
  // The ways back to what came after it are void.
  state.addressChanges = state.addressChanges.filter(({ userId }, index) => userId !== user.id || index < at)
  removeWhatCameSince(user, change.createdAt)
  endSessions(state, ({ userId }) => userId === user.id)
  forgetDevices(state, user)
  voidMailed(state, user)
  voidChallenges(state, user)
  state.closing.delete(user.id)
  const passwordChangeRequired = user.password !== null
  Object.assign(user, {
    email: change.email,
    isVerified: true,
    passwordChangeRequired,
    updatedAt: nowOf(state),
  })
  record(state, { action: 'email.change_undone', userId: user.id })
}

function removeWhatCameSince(user: TestUser, since: Date): void {
  const wasBefore = ({ createdAt }: { createdAt: Date }) => createdAt < since
  user.passkeys = user.passkeys.filter(wasBefore)
  user.identities = user.identities.filter(wasBefore)
  const confirmedAt = user.totp?.confirmedAt ?? null
  if (confirmedAt !== null && confirmedAt >= since) Object.assign(user, { totp: null, recoveryCodes: [] })
}

/** Whether nobody else has the address, or may go back to it. */
function isFree(state: State, { id }: TestUser, email: string): boolean {
  const owner = findUser(state, email)
  if (owner) return owner.id === id
  return !state.addressChanges.some(
    (change) =>
      change.purpose === 'und' &&
      change.userId !== id &&
      canonical(change.email) === canonical(email) &&
      change.expiresAt > nowOf(state),
  )
}

type NewChange = Pick<AddressChange, 'purpose' | 'email'> & { lifeMs: number }

function addChange(state: State, { id: userId }: TestUser, { purpose, email, lifeMs }: NewChange): string {
  const token = newToken(state, purpose)
  const span = { createdAt: nowOf(state), expiresAt: nowOf(state, lifeMs) }
  state.addressChanges.push({ purpose, token, userId, email, ...span })
  return token
}

/** @throws {Refusal} `token.invalid` */
function find(state: State, purpose: 'chg' | 'und', token: string) {
  const change = state.addressChanges.find(
    (held) => held.token === token && held.purpose === purpose && held.expiresAt > nowOf(state),
  )
  const user = change && state.users.find(({ id }) => id === change.userId)
  if (!change || !user) throw new Refusal('token.invalid')
  return { user, change }
}

export const closeAccount: Handler<'account.delete'> = (call) => {
  const { state } = call
  const { user } = signedIn(call)
  const isOtherAdmin = ({ id, platformRole, isDisabled }: TestUser) =>
    platformRole === 'admin' && id !== user.id && !isDisabled && !state.closing.has(id)
  if (user.platformRole === 'admin' && !state.users.some(isOtherAdmin)) throw new Refusal('admin.last_admin')
  demandOtherOwnersEverywhere(state, user.id)
  const erasedAfter = nowOf(state, GRACE_MS)
  state.closing.set(user.id, erasedAfter)
  endSessions(state, ({ userId }) => userId === user.id)
  revokeKeysOf(state, user)
  forgetDevices(state, user)
  voidMailed(state, user)
  voidChallenges(state, user)
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
  const securityLog = state.events.filter(({ target }) => target?.id === user.id)
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
    apiKeys: exportKeys(state, user),
    memberships: state.organizations.flatMap(({ id, name, members }) =>
      members
        .filter(({ userId }) => userId === user.id)
        .map(({ role, joinedAt }) => ({ organizationId: id, organization: name, role, joinedAt })),
    ),
    invitations: exportInvitations(state, user),
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
      .map(({ email, createdAt, expiresAt }) => ({ email, createdAt, expiresAt })),
    mails: state.mails
      .filter(({ to }) => to.toLowerCase() === user.email.toLowerCase())
      .map(({ to, template }) => ({ kind: template, recipient: to, createdAt: now, sentAt: now })),
    securityLog,
  }
}
