import type { Member } from '../generated/types.ts'
import { revokeKeysOf } from './api-keys.ts'
import type { Handler } from './call.ts'
import type { TestMember, TestOrganization } from './organization-state.ts'
import { forget, memberOf, type Permission, type Place, permissionsOf, recordIn } from './organizations.ts'
import { Refusal } from './refusal.ts'
import { pageOf, type State } from './state.ts'

/** @throws {Refusal} `org.role_forbidden` for a role beyond the caller's own, or that nobody knows. */
export function demandGrant(
  { organization, member }: Place,
  granted: { role: string; permissions: readonly Permission[] | undefined },
): void {
  const own = permissionsOf(organization, member.role) ?? []
  const isOwners = granted.role === 'owner' && member.role !== 'owner'
  if (isOwners || !granted.permissions?.every((permission) => own.includes(permission)))
    throw new Refusal('org.role_forbidden')
}

export const roleOf = (organization: TestOrganization, role: string) => ({
  role,
  permissions: permissionsOf(organization, role),
})

/** @throws {Refusal} `org.last_owner` unless somebody else who can sign in owns it. */
function demandOtherOwner(state: State, { members }: TestOrganization, userId: string): void {
  const canSignIn = (id: string) =>
    state.users.some((user) => user.id === id && user.isVerified && !user.isDisabled) &&
    !state.closing.has(id)
  const isOther = (member: TestMember) => member.role === 'owner' && member.userId !== userId
  if (!members.some((member) => isOther(member) && canSignIn(member.userId)))
    throw new Refusal('org.last_owner')
}

/** Whether every organization that somebody owns has another owner: asked before they close their account. */
export function demandOtherOwnersEverywhere(state: State, userId: string): void {
  for (const organization of state.organizations) {
    const isOwner = organization.members.some((member) => member.userId === userId && member.role === 'owner')
    if (isOwner) demandOtherOwner(state, organization, userId)
  }
}

function toMember(
  state: State,
  { organization, member: caller, user: me }: Place,
  member: TestMember,
): Member {
  const user = state.users.find(({ id }) => id === member.userId)!
  const seesAddress =
    permissionsOf(organization, caller.role)?.includes('members:manage') || user.id === me.id
  const { id, displayName, avatarUrl, email } = user
  return {
    user: { id, displayName, avatarUrl, email: seesAddress ? email : null },
    role: member.role,
    joinedAt: member.joinedAt,
  }
}

export const listMembers: Handler<'organizations.members'> = (call, { organizationId, cursor, limit }) => {
  const place = memberOf(call, organizationId, 'members:read')
  const members = place.organization.members.map((member) => toMember(call.state, place, member))
  return pageOf(members, cursor, limit)
}

function getMember({ organization }: Place, userId: string): TestMember {
  const found = organization.members.find((member) => member.userId === userId)
  if (!found) throw new Refusal('not_found')
  return found
}

const aboutPerson = (id: string) => ({ target: { type: 'user', id } })

export const setRole: Handler<'organizations.setRole'> = (call, { organizationId, userId, role }) => {
  const { state } = call
  const place = memberOf(call, organizationId, 'members:manage')
  const { organization } = place
  const found = getMember(place, userId)
  demandGrant(place, roleOf(organization, role))
  demandGrant(place, roleOf(organization, found.role))
  if (found.role !== role) {
    if (found.role === 'owner') demandOtherOwner(state, organization, userId)
    const details = { before: found.role, after: role }
    if (isLesser(organization, role, found.role)) voidInvitationsBy(state, organization, userId)
    found.role = role
    recordIn(state, place, { action: 'member.role_changed', ...aboutPerson(userId), details })
  }
  return toMember(state, place, found)
}

/** Takes back what somebody has sent who may no longer send it. */
function voidInvitationsBy(state: State, { id }: TestOrganization, userId: string): void {
  for (const invitation of state.invitations)
    if (invitation.organizationId === id && invitation.invitedBy?.id === userId)
      invitation.closed ??= 'revoked'
}

/** Whether a role allows less than another. */
function isLesser(organization: TestOrganization, role: string, than: string): boolean {
  const held = permissionsOf(organization, role) ?? []
  return (
    than === 'owner' || !permissionsOf(organization, than)?.every((permission) => held.includes(permission))
  )
}

function remove(state: State, { organization }: Place, member: TestMember): void {
  if (member.role === 'owner') demandOtherOwner(state, organization, member.userId)
  organization.members = organization.members.filter((other) => other !== member)
  forget(state.sessions, organization.id, member.userId)
  voidInvitationsBy(state, organization, member.userId)
  revokeKeysOf(state, { id: member.userId }, organization.id)
}

export const removeMember: Handler<'organizations.removeMember'> = (call, { organizationId, userId }) => {
  const place = memberOf(call, organizationId, 'members:manage')
  const found = getMember(place, userId)
  demandGrant(place, roleOf(place.organization, found.role))
  remove(call.state, place, found)
  recordIn(call.state, place, { action: 'member.removed', ...aboutPerson(userId) })
}

export const leaveOrganization: Handler<'organizations.leave'> = (call, { organizationId }) => {
  const place = memberOf(call, organizationId, undefined, { withoutMfa: true })
  remove(call.state, place, place.member)
  recordIn(call.state, place, { action: 'member.left', ...aboutPerson(place.user.id) })
}

export const transferOwnership: Handler<'organizations.transferOwnership'> = (call, input) => {
  const { state } = call
  const place = memberOf(call, input.organizationId, 'org:delete')
  if (place.member.role !== 'owner' || input.userId === place.user.id) throw new Refusal('org.role_forbidden')
  const receiver = getMember(place, input.userId)
  const account = state.users.find(({ id }) => id === receiver.userId)
  if (!account?.isVerified || account.isDisabled || state.closing.has(account.id))
    throw new Refusal('conflict', { detail: 'This person cannot sign in at present.' })
  receiver.role = 'owner'
  voidInvitationsBy(state, place.organization, place.user.id)
  place.member.role = 'admin'
  recordIn(state, place, { action: 'organization.ownership_transferred', ...aboutPerson(input.userId) })
}
