import type { Invitation, InvitationResult, ListedInvitation } from '../generated/types.ts'
import type { Handler } from './call.ts'
import { addInvitation, isLive } from './invitations.ts'
import { demandGrant, roleOf } from './organization-members.ts'
import { memberOf, type Place, permissionsOf, recordIn } from './organizations.ts'
import { canonical } from './people.ts'
import { Refusal } from './refusal.ts'
import { pageOf, type State, type TestInvitation } from './state.ts'

// What members of an organization do with invitations; what the invited do is in invitations.ts.

function toInvitation(state: State, invitation: TestInvitation): Invitation {
  const { id, email, role, invitedBy, createdAt, expiresAt, closed } = invitation
  const status = closed ?? (isLive(state, invitation) ? 'pending' : 'expired')
  return { id, email, role, status, invitedBy, createdAt, expiresAt }
}

interface Asked {
  email: string
  role: string
}

/** @throws {Refusal} `org.role_forbidden`, `invitation.already_member`, `invitation.declined` */
function invite(state: State, place: Place, { email, role }: Asked): Invitation {
  const { organization, user } = place
  demandGrant(place, roleOf(organization, role))
  const isInvited = ({ id }: { id: string }) =>
    state.users.some((held) => held.id === id && canonical(held.email) === canonical(email))
  if (organization.members.some(({ userId }) => isInvited({ id: userId })))
    throw new Refusal('invitation.already_member')
  const hasDeclined = (held: TestInvitation) =>
    held.organizationId === organization.id && held.email === canonical(email) && held.closed === 'declined'
  if (state.invitations.some(hasDeclined)) throw new Refusal('invitation.declined')
  const invitedBy = { id: user.id, displayName: user.displayName }
  const added = addInvitation(state, {
    ...{ email, role, invitedBy, organizationId: organization.id },
    ...{ organizationName: organization.name, inviterName: user.displayName },
  })
  recordIn(state, place, { action: 'invitation.created', target: { type: 'invitation', id: added.id } })
  return toInvitation(state, added)
}

export const createInvitation: Handler<'invitations.create'> = (call, { organizationId, ...asked }) =>
  invite(call.state, memberOf(call, organizationId, 'invitations:manage'), asked)

export const createInvitations: Handler<'invitations.createMany'> = (
  call,
  { organizationId, invitations },
) => {
  const place = memberOf(call, organizationId, 'invitations:manage')
  const emails = invitations.map(({ email }) => canonical(email))
  const errors = emails.flatMap((email, row) =>
    emails.indexOf(email) === row
      ? []
      : [{ pointer: `/invitations/${row}/email`, code: 'custom', message: 'This address is listed twice.' }],
  )
  if (errors.length > 0) throw new Refusal('request.invalid', { errors })
  const results = invitations.map((asked): InvitationResult => {
    try {
      return { email: asked.email, status: 'invited', invitation: invite(call.state, place, asked) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { email: asked.email, status: 'failed', code: error.code }
    }
  })
  return { results }
}

export const listInvitations: Handler<'invitations.list'> = (call, input) => {
  const { organizationId, status, cursor, limit } = input
  const { organization, member } = memberOf(call, organizationId, 'invitations:read')
  const permissions = permissionsOf(organization, member.role) ?? []
  const seesAddresses = permissions.includes('invitations:manage') || permissions.includes('members:manage')
  const all = call.state.invitations
    .filter((held) => held.organizationId === organization.id)
    .map((held) => toInvitation(call.state, held))
    .map((held): ListedInvitation => (seesAddresses ? held : { ...held, email: null }))
  return pageOf(status === undefined ? all : all.filter((held) => held.status === status), cursor, limit)
}

/** @throws {Refusal} `not_found`, `invitation.declined`, `invitation.not_open` */
function getOpen(state: State, { organization }: Place, invitationId: string): TestInvitation {
  const found = state.invitations.find(
    ({ id, organizationId }) => id === invitationId && organizationId === organization.id,
  )
  if (!found) throw new Refusal('not_found')
  if (found.closed === 'declined') throw new Refusal('invitation.declined')
  if (found.closed !== null) throw new Refusal('invitation.not_open')
  return found
}

export const resendInvitation: Handler<'invitations.resend'> = (call, { organizationId, invitationId }) => {
  const { state } = call
  const place = memberOf(call, organizationId, 'invitations:manage')
  const { email, role } = getOpen(state, place, invitationId)
  return invite(state, place, { email, role })
}

export const revokeInvitation: Handler<'invitations.revoke'> = (call, { organizationId, invitationId }) => {
  const place = memberOf(call, organizationId, 'invitations:manage')
  const found = getOpen(call.state, place, invitationId)
  demandGrant(place, roleOf(place.organization, found.role))
  found.closed = 'revoked'
  recordIn(call.state, place, { action: 'invitation.revoked', target: { type: 'invitation', id: found.id } })
}
