import type { PersonalData, ReceivedInvitation } from '../generated/types.ts'
import { type Call, type Handler, signedIn, whoCalls } from './call.ts'
import { admit } from './gate.ts'
import { checkPassword } from './passwords.ts'
import { addUser, canonical, findUser, type TestUser } from './people.ts'
import { reclaim } from './providers.ts'
import { Refusal } from './refusal.ts'
import { newId, newToken, nowOf, pageOf, record, type State, type TestInvitation } from './state.ts'

const LIFETIME_MS = 7 * 86_400_000

/** What must be said of an invitation to have one mailed. */
export interface NewTestInvitation {
  email: string
  organizationName?: string
  inviterName?: string
  role?: string
  /** Of an organization that the stand-in knows; else it is of one that only the invitation knows. */
  organizationId?: string
  invitedBy?: TestInvitation['invitedBy']
}

/** Mails an invitation, as a member of some organization would have it sent. An older link to it is dead then. */
export function addInvitation(state: State, invitation: NewTestInvitation): TestInvitation {
  const organizationName = invitation.organizationName ?? 'Analytical Engines'
  const email = canonical(invitation.email)
  const replaced = state.invitations.find(
    (held) => held.closed === null && held.email === email && held.organizationName === organizationName,
  )
  state.invitations = state.invitations.filter((held) => held !== replaced)
  const added: TestInvitation = {
    id: replaced?.id ?? newId(state),
    organizationId: invitation.organizationId ?? replaced?.organizationId ?? newId(state),
    organizationName,
    inviterName: invitation.inviterName ?? 'Charles Babbage',
    email,
    role: invitation.role ?? 'member',
    invitedBy: invitation.invitedBy ?? null,
    closed: null,
    token: newToken(state, 'inv'),
    createdAt: nowOf(state),
    expiresAt: nowOf(state, LIFETIME_MS),
  }
  state.invitations.unshift(added)
  state.mails.unshift({ to: invitation.email, template: 'invitation', token: added.token, code: null })
  return added
}

export const isLive = (state: State, { expiresAt, closed }: TestInvitation): boolean =>
  closed === null && expiresAt > nowOf(state)

const liveOf = (state: State, { email }: TestUser): TestInvitation[] =>
  state.invitations.filter((held) => held.email === canonical(email) && isLive(state, held))

/** @throws {Refusal} `token.invalid`; `not_found` for an id that is not of the person's address. */
function getNamed(
  { state }: Call,
  named: { token: string } | { invitationId: string },
  person: TestUser | undefined,
): TestInvitation {
  if ('token' in named) {
    const found = state.invitations.find((held) => held.token === named.token && isLive(state, held))
    if (!found) throw new Refusal('token.invalid')
    return found
  }
  if (!person) throw new Refusal('auth.unauthenticated')
  const found = liveOf(state, person).find(({ id }) => id === named.invitationId)
  if (!found) throw new Refusal('not_found')
  return found
}

/** What a request presents must hold; undefined when it presents nothing. */
const presented = (call: Call): TestUser | undefined =>
  call.accessToken === undefined ? undefined : signedIn(call).user

/** Whoever accepts belongs to the organization, where the stand-in knows it. */
function join(state: State, invitation: TestInvitation, { id: userId }: TestUser): void {
  invitation.closed = 'accepted'
  const organization = state.organizations.find(({ id }) => id === invitation.organizationId)
  organization?.members.unshift({ userId, role: invitation.role, joinedAt: nowOf(state) })
}

export const previewInvitation: Handler<'invitations.preview'> = (call, input) => {
  const { organizationName, inviterName } = getNamed(call, input, undefined)
  return { organizationName, inviterName }
}

export const acceptInvitation: Handler<'invitations.accept'> = (call, input) => {
  const { state } = call
  const person = presented(call)
  const invitation = getNamed(call, input, person)
  if (person) {
    if (canonical(person.email) !== invitation.email) throw new Refusal('invitation.email_mismatch')
    join(state, invitation, person)
    return { status: 'joined', organizationId: invitation.organizationId }
  }
  const holder = findUser(state, invitation.email)
  if (holder && (holder.isVerified || holder.isDisabled)) throw new Refusal('invitation.sign_in_required')
  const { password, displayName } = demandNewcomer(input)
  checkPassword(password, [invitation.email.split('@')[0]!, displayName, invitation.organizationName])
  const user = holder ?? addUser(state, { email: invitation.email, isVerified: true })
  if (holder) reclaim(state, holder)
  else record(state, { action: 'account.created', userId: user.id })
  Object.assign(user, { password, displayName })
  join(state, invitation, user)
  return admit(call, user, {
    amr: ['pwd', 'email'],
    delivery: input.delivery,
    deviceToken: input.deviceToken ?? call.cookies.device,
  })
}

/** @throws {Refusal} `request.invalid`, pointing at what a new account needs. */
function demandNewcomer(input: object): { password: string; displayName: string } {
  const { password, displayName } = input as { password?: string; displayName?: string }
  if (password !== undefined && displayName !== undefined) return { password, displayName }
  const errors = Object.entries({ password, displayName })
    .filter(([, value]) => value === undefined)
    .map(([field]) => ({ pointer: `/${field}`, code: 'required', message: 'A new account needs one.' }))
  throw new Refusal('request.invalid', { errors })
}

export const declineInvitation: Handler<'invitations.decline'> = (call, input) => {
  const person = 'token' in input ? undefined : whoCalls(call)?.user
  getNamed(call, input, person).closed = 'declined'
}

export const listReceivedInvitations: Handler<'invitations.mine'> = (call, { cursor, limit }) => {
  const { items, nextCursor } = pageOf(liveOf(call.state, signedIn(call).user), cursor, limit)
  return { items: items.map(toReceived), nextCursor }
}

function toReceived(invitation: TestInvitation): ReceivedInvitation {
  const { id, organizationName, inviterName, role, createdAt, expiresAt } = invitation
  return { id, organizationName, inviterName, role, createdAt, expiresAt }
}

export const exportInvitations = (state: State, user: TestUser): PersonalData['invitations'] =>
  state.invitations
    .filter(({ email }) => email === canonical(user.email))
    .map(({ organizationName, email, role, createdAt, expiresAt, closed }) => ({
      ...{
        direction: 'received' as const,
        organization: organizationName,
        email,
        role,
        createdAt,
        expiresAt,
      },
      acceptedAt: closed === 'accepted' ? createdAt : null,
      declinedAt: closed === 'declined' ? createdAt : null,
      revokedAt: closed === 'revoked' ? createdAt : null,
    }))
