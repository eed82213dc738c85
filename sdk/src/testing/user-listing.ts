import type { AdminUser, AdminUserDetails } from '../generated/types.ts'
import { sessionsOf } from './accounts.ts'
import { liveKeysOf } from './api-keys.ts'
import { type Handler, signedIn } from './call.ts'
import { canonical, type TestUser, toUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { nowOf, pageOf, type State } from './state.ts'

/** @throws {Refusal} `not_found` */
export function findPerson(state: State, userId: string): TestUser {
  const user = state.users.find(({ id }) => id === userId)
  if (!user) throw new Refusal('not_found')
  return user
}

function toAdminUser(state: State, user: TestUser): AdminUser {
  const attempts = state.attempts.get(canonical(user.email))
  const until = attempts?.pausedUntil ?? null
  return {
    ...toUser(user),
    erasedAfter: state.closing.get(user.id) ?? null,
    failedSignIns: attempts?.failures ?? 0,
    pausedUntil: until !== null && until > nowOf(state) ? until : null,
    passwordChangeRequired: user.passwordChangeRequired,
  }
}

export function toDetails(state: State, user: TestUser): AdminUserDetails {
  const until = state.mfaAttempts.get(user.id)?.pausedUntil ?? null
  const reset = state.mfaResets.get(user.id)
  return {
    ...toAdminUser(state, user),
    passkeys: user.passkeys.length,
    recoveryCodesLeft: user.recoveryCodes.length,
    secondFactorPausedUntil: until !== null && until > nowOf(state) ? until : null,
    providers: user.identities.map(({ provider }) => provider),
    sessions: state.sessions.filter(({ userId, end }) => userId === user.id && end === null).length,
    apiKeys: liveKeysOf(state, user),
    organizations: state.organizations.flatMap(({ id, name, members }) =>
      members.filter(({ userId }) => userId === user.id).map(({ role }) => ({ id, name, role })),
    ),
    mfaReset: reset ?? null,
  }
}

/** Compares as the server orders: whoever has nothing to be ordered by comes last either way. */
function compare(left: TestUser, right: TestUser, sort: string): number {
  const isDown = sort.startsWith('-')
  const keyOf = (user: TestUser) =>
    sort.endsWith('email')
      ? canonical(user.email)
      : sort.endsWith('lastSignInAt')
        ? user.lastSignInAt?.getTime()
        : user.createdAt.getTime()
  const [a, b] = [keyOf(left), keyOf(right)]
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  const order = a < b ? -1 : a > b ? 1 : left.id < right.id ? -1 : 1
  return isDown ? -order : order
}

function matches(user: TestUser, typed: string): boolean {
  const search = typed.trim().toLowerCase()
  if (user.id === search) return true
  if (search.startsWith('@')) return canonical(user.email).endsWith(search)
  return canonical(user.email).startsWith(search) || user.displayName.toLowerCase().startsWith(search)
}

const belongsTo = (state: State, organizationId: string, user: TestUser): boolean =>
  state.organizations.some(
    ({ id, members }) => id === organizationId && members.some(({ userId }) => userId === user.id),
  )

export const listUsers: Handler<'admin.users.list'> = ({ state }, { limit, cursor, ...query }) => {
  const { search, status, isVerified, platformRole, createdAfter, createdBefore, sort = '-createdAt' } = query
  const found = state.users
    .filter((user) => search === undefined || matches(user, search))
    .filter((user) => status === undefined || user.isDisabled === (status === 'disabled'))
    .filter((user) => isVerified === undefined || user.isVerified === isVerified)
    .filter((user) => platformRole === undefined || user.platformRole === platformRole)
    .filter((user) => createdAfter === undefined || user.createdAt > createdAfter)
    .filter((user) => createdBefore === undefined || user.createdAt < createdBefore)
    .filter((user) => query.organizationId === undefined || belongsTo(state, query.organizationId, user))
    .sort((left, right) => compare(left, right, sort))
  const page = pageOf(found, cursor, limit)
  return { ...page, items: page.items.map((user) => toAdminUser(state, user)) }
}

export const getUser: Handler<'admin.users.get'> = ({ state }, { userId }) =>
  toDetails(state, findPerson(state, userId))

export const listSessionsOfUser: Handler<'admin.users.sessions'> = (call, { userId, ...page }) => {
  findPerson(call.state, userId)
  return sessionsOf(call.state, { userId, currentId: signedIn(call).session.id, ...page })
}

export const listEventsOfUser: Handler<'admin.users.auditEvents'> = (
  { state },
  { userId, cursor, limit },
) => {
  findPerson(state, userId)
  const isAbout = ({ actor, target }: State['events'][number]) => actor.id === userId || target?.id === userId
  return pageOf(state.events.filter(isAbout), cursor, limit)
}
