import type { Invitation } from '../../server/src/rooms/invitations/schemas.ts'
import type { SignedInPerson } from './people.ts'
import type { Owner } from './people-organizations.ts'
import type { World } from './world.ts'

/** An invitation that was mailed, and the token of its link. */
export interface Invited {
  invitation: Invitation
  token: string
}

/** Has somebody invited by a member of an organization who may. */
export async function invite(
  world: World,
  inviter: Pick<Owner, 'organizationId'> & Pick<SignedInPerson, 'headers'>,
  asked: { email: string; role?: string },
): Promise<Invited> {
  const { organizationId, headers } = inviter
  const body = { role: 'member', ...asked }
  const answer = await world.rest<Invitation>(
    'POST',
    `/organizations/${organizationId}/invitations`,
    body,
    headers,
  )
  if (answer.status !== 201) throw new Error(`inviting answered ${answer.status}: ${answer.text}`)
  return { invitation: answer.body, token: await lastInvitationTo(world, asked.email) }
}

/** The token of the newest link that was mailed to an address. */
export async function lastInvitationTo(world: World, email: string): Promise<string> {
  const mails = (await world.mailbox.list()).filter(({ to }) => to.toLowerCase() === email.toLowerCase())
  const token = mails.find((mail) => mail.token?.startsWith('inv_'))?.token
  if (!token) throw new Error(`no invitation was mailed to ${email}`)
  return token
}
