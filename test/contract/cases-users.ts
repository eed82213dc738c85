import type { World } from '../harness/index.ts'
import type { Case } from './cases.ts'

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const REASON = 'Called back on the number in the contract.'

/** An administrator's call upon somebody else. */
const upon =
  (more: object = {}): Case['good'] =>
  async (world, name) => {
    const admin = await world.people.staff(`${name}-admin`, 'admin')
    const { userId } = await world.people.withTotp(name)
    return { input: { userId, ...more }, headers: admin.headers }
  }

const asAdmin =
  (input: (name: string) => object = () => ({})): Case['good'] =>
  async (world: World, name: string) => ({
    input: input(name),
    headers: (await world.people.staff(name, 'admin')).headers,
  })

// Whoever calls with these is no member of the staff: nothing of the input is looked at.
const refusedToStrangers: Case['bad'] = [
  [{ userId: NOBODYS_ID }, 'not_found'],
  [{ userId: 'no-id' }, 'not_found'],
]

/** What staff do with people's accounts. */
export const userCases: Record<string, Case> = {
  'admin.users.list': {
    good: asAdmin((name) => ({ search: name, status: 'active', sort: 'email', limit: 1 })),
    bad: [
      [{}, 'not_found'],
      [{ sort: 'password_hash' }, 'not_found'],
    ],
  },
  'admin.users.get': { good: upon(), bad: refusedToStrangers },
  'admin.users.sessions': { good: upon({ limit: 1 }), bad: refusedToStrangers },
  'admin.users.auditEvents': { good: upon({ limit: 1 }), bad: refusedToStrangers },
  'admin.users.create': {
    good: asAdmin((name) => ({ email: `${name}-new@example.org`, displayName: name, isVerified: true })),
    bad: [[{ email: 'a@example.org', displayName: 'Ada' }, 'not_found']],
  },
  'admin.users.update': {
    good: upon({ displayName: 'Ada Lovelace', timezone: 'Europe/Berlin' }),
    bad: refusedToStrangers,
  },
  'admin.users.setPlatformRole': { good: upon({ role: 'support' }), bad: refusedToStrangers },
  'admin.users.bulk': {
    good: async (world, name) => {
      const { input, headers = {} } = await upon()(world, name)
      const { userId } = input as { userId: string }
      return { input: { action: 'disable', userIds: [userId, NOBODYS_ID] }, headers }
    },
    bad: [[{ action: 'disable', userIds: [NOBODYS_ID] }, 'not_found']],
  },
  'admin.users.unlock': { good: upon(), bad: refusedToStrangers },
  'admin.users.verifyEmail': { good: upon(), bad: refusedToStrangers },
  'admin.users.requirePasswordReset': { good: upon(), bad: refusedToStrangers },
  'admin.users.resetMfa': { good: upon({ reason: REASON }), bad: refusedToStrangers },
  'admin.users.revokeSessions': { good: upon(), bad: refusedToStrangers },
  'admin.users.disable': { good: upon(), bad: refusedToStrangers },
  'admin.users.enable': { good: upon(), bad: refusedToStrangers },
  'admin.users.delete': { good: upon(), bad: refusedToStrangers },
  'admin.users.lockdown': { good: upon(), bad: refusedToStrangers },
}
