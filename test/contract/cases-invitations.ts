import type { Owner, World } from '../harness/index.ts'
import { invite } from '../harness/invitations.ts'
import type { Case } from './cases.ts'

const WRONG_LINK = `inv_${'A'.repeat(43)}`
const NOBODYS = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const elsewhere = { organizationId: NOBODYS }
const newcomer = { password: 'plum 0123456789', displayName: 'Ada Lovelace' }

const asOwner =
  (input: (world: World, owner: Owner, name: string) => Promise<object> | object) =>
  async (world: World, name: string) => {
    const owner = await world.people.withOrganization(name)
    const { organizationId, headers } = owner
    return { input: { organizationId, ...(await input(world, owner, name)) }, headers }
  }

const ofInvitation = asOwner(async (world, owner, name) => {
  const { invitation } = await invite(world, owner, { email: `guest-of-${name}@example.org` })
  return { invitationId: invitation.id }
})

/** A link to somebody who has no account. */
const linkFor = async (world: World, name: string): Promise<string> => {
  const owner = await world.people.withOrganization(name)
  return (await invite(world, owner, { email: `guest-of-${name}@example.org` })).token
}

/** Inviting people, and their answers. */
export const invitationCases: Record<string, Case> = {
  'invitations.create': {
    good: asOwner((_, __, name) => ({ email: `guest-of-${name}@example.org`, role: 'member' })),
    bad: [
      [{ ...elsewhere, email: 'a@example.org', role: 'member' }, 'not_found'],
      [{ organizationId: 'x', email: 'a@example.org', role: 'member' }, 'request.invalid'],
    ],
  },
  'invitations.createMany': {
    good: asOwner((_, { email }, name) => ({
      invitations: [
        { email: `guest-of-${name}@example.org`, role: 'viewer' },
        { email, role: 'viewer' },
        { email: `other-of-${name}@example.org`, role: 'no-such-role' },
      ],
    })),
    bad: [[{ ...elsewhere, invitations: [{ email: 'a@example.org', role: 'viewer' }] }, 'not_found']],
  },
  'invitations.list': {
    good: asOwner(async (world, owner, name) => {
      await invite(world, owner, { email: `one-of-${name}@example.org` })
      await invite(world, owner, { email: `two-of-${name}@example.org` })
      return { limit: 1, status: 'pending' }
    }),
    bad: [[elsewhere, 'not_found']],
  },
  'invitations.resend': { good: ofInvitation, bad: [[{ ...elsewhere, invitationId: NOBODYS }, 'not_found']] },
  'invitations.revoke': { good: ofInvitation, bad: [[{ ...elsewhere, invitationId: NOBODYS }, 'not_found']] },
  'invitations.preview': {
    good: async (world, name) => ({ input: { token: await linkFor(world, name) } }),
    bad: [
      [{ token: WRONG_LINK }, 'token.invalid'],
      [{ token: '' }, 'request.invalid'],
    ],
  },
  'invitations.accept': {
    good: async (world, name) => ({ input: { token: await linkFor(world, name), ...newcomer } }),
    bad: [
      [{ token: WRONG_LINK, ...newcomer }, 'token.invalid'],
      [{ token: WRONG_LINK, invitationId: NOBODYS }, 'request.invalid'],
      [{ token: WRONG_LINK, delivery: 'pigeon' }, 'request.invalid'],
      [{ token: WRONG_LINK, email: 'mallory@example.org' }, 'request.invalid'],
    ],
  },
  'invitations.decline': {
    good: async (world, name) => ({ input: { token: await linkFor(world, name) } }),
    bad: [
      [{ token: WRONG_LINK }, 'token.invalid'],
      [{ token: WRONG_LINK, invitationId: NOBODYS }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'invitations.mine': {
    good: async (world, name) => {
      const person = await world.people.signedIn(`guest-of-${name}`)
      await invite(world, await world.people.withOrganization(name), { email: person.email })
      return { input: {}, headers: person.headers }
    },
    bad: [[{ cursor: 'AAAA' }, 'request.invalid']],
  },
}
