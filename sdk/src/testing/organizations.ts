import type { AuditEvent, Organization } from '../generated/types.ts'
import { type Call, type Handler, type Signed, signedIn } from './call.ts'
import { answer } from './gate.ts'
import type { TestMember, TestOrganization } from './organization-state.ts'
import { hasSecondFactor, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { newId, nowOf, pageOf, record, type State, type TestSession } from './state.ts'

const MAX_OWNED = 50

/** What a role can allow, and what the built-in ones do. */
export const PERMISSIONS = [
  'org:read',
  'org:update',
  'org:delete',
  'members:read',
  'members:manage',
  'roles:manage',
  'invitations:read',
  'invitations:manage',
  'audit:read',
  'api-keys:manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const BUILT_IN: Readonly<Record<string, readonly Permission[]>> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS.filter((permission) => permission !== 'org:delete'),
  member: ['org:read', 'members:read', 'invitations:read'],
  viewer: ['org:read', 'members:read'],
}

/** What a role of an organization allows; undefined for one that nobody knows. */
export const permissionsOf = (
  { roles }: TestOrganization,
  role: string,
): readonly Permission[] | undefined =>
  Object.hasOwn(BUILT_IN, role) ? BUILT_IN[role] : roles.find(({ key }) => key === role)?.permissions

/** A member who calls, and the organization that the call names. */
export interface Place extends Signed {
  organization: TestOrganization
  member: TestMember
}

const lacksSecondFactor = ({ requireMfa }: TestOrganization, { user, session }: Signed): boolean =>
  requireMfa && !hasSecondFactor(user) && !session.amr.includes('mfa')

/**
 * Whoever calls, in the organization that the call names.
 *
 * @throws {Refusal} `not_found` for strangers; `org.forbidden`; `org.mfa_required`.
 */
export function memberOf(
  call: Call,
  organizationId: string,
  permission?: Permission,
  more: { withoutMfa?: boolean } = {},
): Place {
  const who = signedIn(call)
  const organization = call.state.organizations.find(({ id }) => id === organizationId)
  const member = organization?.members.find(({ userId }) => userId === who.user.id)
  if (!organization || !member) throw new Refusal('not_found')
  if (permission && !permissionsOf(organization, member.role)?.includes(permission))
    throw new Refusal('org.forbidden')
  if (!more.withoutMfa && lacksSecondFactor(organization, who)) throw new Refusal('org.mfa_required')
  return { ...who, organization, member }
}

/** Writes down what happened in an organization; about a person, it is in their own log as well. */
export function recordIn(
  state: State,
  place: { organization: TestOrganization; user: TestUser },
  event: Pick<AuditEvent, 'action'> & { target?: AuditEvent['target']; details?: AuditEvent['details'] },
): void {
  record(state, { action: event.action, userId: place.user.id, details: event.details ?? {} })
  const { id } = place.organization
  Object.assign(state.events[0]!, {
    organizationId: id,
    target: event.target ?? { type: 'organization', id },
  })
}

const toOrganization = (organization: TestOrganization, myRole: string): Organization => {
  const { id, name, slug, createdAt, requireMfa, members } = organization
  return { id, name, slug, createdAt, memberCount: members.length, myRole, requireMfa }
}

/** What may stand in a name: no web address, as the server sees it. */
export function checkName(name: string): void {
  if (name.trim() === name && !/:\/\/|www\.|[\w-]\.[a-z]{2,}/i.test(name)) return
  const message = 'No web address, no control or direction characters, no spaces at its ends.'
  throw new Refusal('request.invalid', { errors: [{ pointer: '/name', code: 'custom', message }] })
}

/** The short form of a name. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

export const createOrganization: Handler<'organizations.create'> = (call, { name, slug: wanted }) => {
  const { state } = call
  const { user } = signedIn(call)
  checkName(name)
  const isOwn = ({ members }: TestOrganization) =>
    members.some(({ userId, role }) => userId === user.id && role === 'owner')
  if (state.organizations.filter(isOwn).length >= MAX_OWNED) throw new Refusal('org.too_many')
  const isTaken = (slug: string) => state.organizations.some((other) => other.slug === slug)
  if (wanted !== undefined && isTaken(wanted)) throw new Refusal('org.slug_taken')
  const plain = slugOf(name) || 'organization'
  const slug = wanted ?? (isTaken(plain) ? `${plain}-${state.organizations.length}` : plain)
  const createdAt = nowOf(state)
  const members = [{ userId: user.id, role: 'owner', joinedAt: createdAt }]
  const organization = { id: newId(state), name, slug, createdAt, requireMfa: false, members, roles: [] }
  state.organizations.unshift(organization)
  recordIn(state, { organization, user }, { action: 'organization.created', details: { name, slug } })
  return toOrganization(organization, 'owner')
}

export const listOrganizations: Handler<'organizations.list'> = (call, { cursor, limit }) => {
  const { user } = signedIn(call)
  const mine = call.state.organizations.flatMap((organization) => {
    const member = organization.members.find(({ userId }) => userId === user.id)
    return member ? [toOrganization(organization, member.role)] : []
  })
  return pageOf(mine, cursor, limit)
}

export const getOrganization: Handler<'organizations.get'> = (call, { organizationId }) => {
  const { organization, member } = memberOf(call, organizationId, 'org:read')
  return toOrganization(organization, member.role)
}

export const updateOrganization: Handler<'organizations.update'> = (call, input) => {
  const { organizationId, name, slug, requireMfa } = input
  const place = memberOf(call, organizationId, 'org:update')
  const { organization, member } = place
  if (name !== undefined) checkName(name)
  const isTaken = call.state.organizations.some((other) => other !== organization && other.slug === slug)
  if (slug !== undefined && isTaken) throw new Refusal('org.slug_taken')
  if (requireMfa && lacksSecondFactor({ ...organization, requireMfa }, place))
    throw new Refusal('org.mfa_required')
  const given = Object.entries({ name, slug, requireMfa }).filter(([, value]) => value !== undefined)
  if (given.length > 0) {
    Object.assign(organization, Object.fromEntries(given))
    recordIn(call.state, place, { action: 'organization.updated' })
  }
  return toOrganization(organization, member.role)
}

export const deleteOrganization: Handler<'organizations.delete'> = (call, { organizationId }) => {
  const { state } = call
  const place = memberOf(call, organizationId, 'org:delete')
  state.organizations = state.organizations.filter((other) => other !== place.organization)
  state.invitations = state.invitations.filter((held) => held.organizationId !== organizationId)
  state.apiKeys = state.apiKeys.filter((held) => held.organizationId !== organizationId)
  forget(state.sessions, organizationId)
  recordIn(state, place, { action: 'organization.deleted' })
}

/** Takes an organization out of sessions that work in it. */
export function forget(sessions: TestSession[], organizationId: string, userId?: string): void {
  for (const session of sessions) {
    const isMeant = userId === undefined || session.userId === userId
    if (isMeant && session.organizationId === organizationId) session.organizationId = null
  }
}

export const organizationEvents: Handler<'organizations.auditEvents'> = (call, input) => {
  const { organization } = memberOf(call, input.organizationId, 'audit:read')
  const { action, actorId, from, to, cursor, limit } = input
  const found = call.state.events.filter(
    (event) =>
      event.organizationId === organization.id &&
      (action === undefined || event.action === action) &&
      (actorId === undefined || event.actor.id === actorId) &&
      (from === undefined || event.at >= from) &&
      (to === undefined || event.at < to),
  )
  return pageOf(found, cursor, limit)
}

export const checkPermissions: Handler<'organizations.checkPermissions'> = (call, input) => {
  const { organization, member } = memberOf(call, input.organizationId)
  const held = permissionsOf(organization, member.role) ?? []
  return { results: Object.fromEntries(input.permissions.map((name) => [name, held.includes(name)])) }
}

export const setOrganization: Handler<'sessions.setOrganization'> = (call, { organizationId, delivery }) => {
  const who = signedIn(call)
  const { user, session } = who
  if (organizationId !== null) memberOf(call, organizationId)
  session.organizationId = organizationId
  record(call.state, { action: 'session.organization_set', userId: user.id })
  return answer(call, { user, session, delivery, deviceToken: null, keepsRefreshToken: true })
}
