import type { Procedures } from '../generated/definitions.ts'
import { FRESH_MS, type Handler, type Signed, signedIn } from './call.ts'
import { mailLink, voidChallenges, voidMailed } from './links.ts'
import { addUser, canonical, findUser } from './people.ts'
import { Refusal } from './refusal.ts'
import {
  type Act,
  demandAnotherAdmin,
  demandNewPassword,
  disable,
  enable,
  findActedOn,
  lockDown,
  recordAct,
  revokeSessionsOf,
  unlock,
  verifyEmailOf,
} from './staff-acts.ts'
import { endSessions, nowOf } from './state.ts'
import { toDetails } from './user-listing.ts'

export const createUser: Handler<'admin.users.create'> = (call, input) => {
  const { state } = call
  if (findUser(state, input.email)) throw new Refusal('user.email_taken')
  const { email, displayName, locale = 'en', isVerified = false, sendInvite = true } = input
  const person = addUser(state, { email, displayName, locale, isVerified, password: null })
  if (sendInvite) mailLink(state, person, 'rst', 'account_made')
  recordAct(call, person, 'admin.user_created', { isVerified, invited: sendInvite })
  return toDetails(state, person)
}

export const updateUser: Handler<'admin.users.update'> = (call, { userId, email, ...change }) => {
  const { state } = call
  const signed = signedIn(call)
  if (email !== undefined && nowOf(state).getTime() - signed.session.authenticatedAt.getTime() > FRESH_MS)
    throw new Refusal('auth.reauthentication_required')
  const person = findActedOn(call, userId, email !== undefined)
  if (email !== undefined && email !== person.email) {
    const owner = findUser(state, email)
    if (owner && owner !== person) throw new Refusal('user.email_taken')
    const isSameMailbox = canonical(email) === canonical(person.email)
    person.email = email
    if (!isSameMailbox) {
      demandAnotherAdmin(state, person)
      person.isVerified = false
      endSessions(state, (session) => session.userId === userId)
      voidMailed(state, person)
      voidChallenges(state, person)
      mailLink(state, person, 'vfy', 'verify_address')
    }
    recordAct(call, person, 'admin.user_email_changed')
  }
  const fields = Object.entries(change).filter(([, value]) => value !== undefined)
  if (fields.length > 0) {
    Object.assign(person, Object.fromEntries(fields), { updatedAt: nowOf(state) })
    recordAct(call, person, 'admin.user_updated', { fields: fields.map(([field]) => field) })
  }
  return toDetails(state, person)
}

export const setPlatformRole: Handler<'admin.users.setPlatformRole'> = (call, { userId, role }) => {
  if (!signedIn(call).session.amr.includes('mfa')) throw new Refusal('admin.mfa_required')
  const person = findActedOn(call, userId, true)
  if (role !== 'admin') demandAnotherAdmin(call.state, person)
  const before = { platformRole: person.platformRole }
  person.platformRole = role
  recordAct(call, person, 'admin.user_role_changed', { before, after: { platformRole: role } })
}

type Bulk = Procedures['admin.users.bulk']
interface BulkAct {
  perform: Act
  notOneself?: boolean
  /** Whether support may do it, too. */
  bySupport?: boolean
}

const acts: Record<Bulk['input']['action'], BulkAct> = {
  disable: { perform: disable, notOneself: true },
  enable: { perform: enable },
  unlock: { perform: unlock, bySupport: true },
  verify_email: { perform: verifyEmailOf },
  revoke_sessions: { perform: revokeSessionsOf, bySupport: true },
  require_password_reset: { perform: demandNewPassword, bySupport: true },
  lockdown: { perform: lockDown, notOneself: true },
}

const mayDo = ({ user }: Signed, { bySupport = false }: BulkAct): boolean =>
  user.platformRole === 'admin' || (user.platformRole === 'support' && bySupport)

export const actOnMany: Handler<'admin.users.bulk'> = (call, { action, userIds }) => {
  const wanted = acts[action]
  if (!mayDo(signedIn(call), wanted)) throw new Refusal('admin.permission_missing')
  const items = userIds.map((userId): Bulk['output']['items'][number] => {
    try {
      wanted.perform(call, findActedOn(call, userId, wanted.notOneself))
      return { userId, status: 'done' }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { userId, status: 'failed', code: error.code }
    }
  })
  return { items }
}
