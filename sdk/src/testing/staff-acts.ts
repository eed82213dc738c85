import { revokeKeysOf } from './api-keys.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import { forgetDevices, mailLink, voidChallenges, voidMailed } from './links.ts'
import { demandOtherOwnersEverywhere } from './organization-members.ts'
import { canonical, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { endSessions, nowOf, record, type State } from './state.ts'
import { findPerson } from './user-listing.ts'

const GRACE_MS = 7 * 86_400_000
const DELAY_MS = 24 * 3_600_000

/** What staff do with a person's account. */
export type Act = (call: Call, person: TestUser) => void

/** @throws {Refusal} `not_found`, `admin.outranked`, `admin.not_yourself` */
export function findActedOn(call: Call, userId: string, notOneself = false): TestUser {
  const { user } = signedIn(call)
  if (notOneself && user.id === userId) throw new Refusal('admin.not_yourself')
  const person = findPerson(call.state, userId)
  if (user.platformRole !== 'admin' && person.platformRole !== null) throw new Refusal('admin.outranked')
  return person
}

/** A procedure that is one act upon one person. */
export const act =
  (perform: Act, notOneself = false) =>
  (call: Call, { userId }: { userId: string }): undefined => {
    perform(call, findActedOn(call, userId, notOneself))
  }

export function recordAct(
  call: Call,
  person: TestUser,
  action: Parameters<typeof record>[1]['action'],
  details = {},
): void {
  record(call.state, { action, userId: person.id, actorId: signedIn(call).user.id, details })
}

const endAll = (state: State, { id }: TestUser) =>
  endSessions(state, ({ userId, impersonatorId }) => userId === id || impersonatorId === id)

/** @throws {Refusal} `admin.last_admin` */
export function demandAnotherAdmin(state: State, person: TestUser): void {
  const isOther = (user: TestUser) =>
    user.platformRole === 'admin' &&
    user.id !== person.id &&
    user.isVerified &&
    !user.isDisabled &&
    !state.closing.has(user.id)
  if (person.platformRole === 'admin' && !state.users.some(isOther)) throw new Refusal('admin.last_admin')
}

export const unlock: Act = (call, person) => {
  call.state.attempts.delete(canonical(person.email))
  call.state.mfaAttempts.delete(person.id)
  recordAct(call, person, 'admin.user_unlocked')
}

export const verifyEmailOf: Act = (call, person) => {
  person.isVerified = true
  recordAct(call, person, 'admin.user_verified')
}

export const revokeSessionsOf: Act = (call, person) => {
  const sessionsEnded = endSessions(call.state, ({ userId }) => userId === person.id)
  voidChallenges(call.state, person)
  recordAct(call, person, 'admin.sessions_revoked', { sessionsEnded })
}

/** @throws {Refusal} `admin.user_disabled` */
export const demandNewPassword: Act = (call, person) => {
  const { state } = call
  if (person.isDisabled) throw new Refusal('admin.user_disabled')
  person.passwordChangeRequired = person.password !== null
  endSessions(state, ({ userId }) => userId === person.id)
  voidMailed(state, person)
  voidChallenges(state, person)
  mailLink(state, person, 'rst', 'password_reset')
  recordAct(call, person, 'admin.password_reset_required')
}

export const requirePasswordReset: Handler<'admin.users.requirePasswordReset'> = (call, { userId }) => {
  demandNewPassword(call, findActedOn(call, userId))
  return { status: 'sent' }
}

export const disable: Act = (call, person) => {
  if (!person.isDisabled) {
    demandOtherOwnersEverywhere(call.state, person.id)
    shutOut(call, person)
  }
  recordAct(call, person, 'admin.user_disabled')
}

/** @throws {Refusal} `admin.last_admin` */
function shutOut({ state }: Call, person: TestUser): void {
  demandAnotherAdmin(state, person)
  person.isDisabled = true
  endAll(state, person)
  voidMailed(state, person)
  voidChallenges(state, person)
}

export const enable: Act = (call, person) => {
  if (person.isDisabled) call.state.closing.delete(person.id)
  person.isDisabled = false
  recordAct(call, person, 'admin.user_enabled')
}

export const lockDown: Act = (call, person) => {
  shutOut(call, person)
  person.passwordChangeRequired = person.password !== null
  forgetDevices(call.state, person)
  revokeKeysOf(call.state, person)
  recordAct(call, person, 'admin.user_locked_down')
}

export const deleteUser: Handler<'admin.users.delete'> = (call, { userId }) => {
  const { state } = call
  const person = findActedOn(call, userId, true)
  demandOtherOwnersEverywhere(state, userId)
  shutOut(call, person)
  revokeKeysOf(state, person)
  forgetDevices(state, person)
  const erasedAfter = state.closing.get(userId) ?? nowOf(state, GRACE_MS)
  state.closing.set(userId, erasedAfter)
  recordAct(call, person, 'admin.user_deleted')
  return { status: 'closing', erasedAfter }
}

export const resetMfa: Handler<'admin.users.resetMfa'> = (call, { userId }) => {
  const { state } = call
  const person = findActedOn(call, userId, true)
  if (!person.totp?.confirmedAt && person.passkeys.length === 0 && person.recoveryCodes.length === 0)
    throw new Refusal('admin.no_second_factor')
  const { id: requestedBy } = signedIn(call).user
  const held = state.mfaResets.get(userId)
  const isOver = state.sessions.some(
    (session) =>
      session.userId === userId &&
      held !== undefined &&
      session.authenticatedAt > held.requestedAt &&
      session.amr.includes('mfa'),
  )
  const standing = isOver ? undefined : held
  if (standing && standing.requestedBy !== requestedBy) {
    state.mfaResets.delete(userId)
    Object.assign(person, { totp: null, recoveryCodes: [], passkeys: [] })
    endSessions(state, (session) => session.userId === userId)
    recordAct(call, person, 'admin.mfa_reset_done')
    return { status: 'done' }
  }
  const request = standing ?? { requestedBy, requestedAt: nowOf(state), effectiveAt: nowOf(state, DELAY_MS) }
  state.mfaResets.set(userId, request)
  recordAct(call, person, 'admin.mfa_reset_requested')
  return { status: 'scheduled', effectiveAt: request.effectiveAt }
}
