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

const ofNobody: Case['bad'] = [
  [{ userId: NOBODYS_ID }, 'not_found'],
  [{ userId: 'no-id' }, 'request.invalid'],
]

/** What staff do with people's accounts. */
export const userCases: Record<string, Case> = {
  'admin.users.list': {
    good: asAdmin((name) => ({ search: name, status: 'active', sort: 'email', limit: 1 })),
    bad: [
      [{ sort: 'password_hash' }, 'request.invalid'],
      [{ cursor: 'x' }, 'request.invalid'],
    ],
  },
  'admin.users.get': { good: upon(), bad: ofNobody },
  'admin.users.sessions': { good: upon({ limit: 1 }), bad: ofNobody },
  'admin.users.auditEvents': { good: upon({ limit: 1 }), bad: ofNobody },
  'admin.users.create': {
    good: asAdmin((name) => ({ email: `${name}-new@example.org`, displayName: name, isVerified: true })),
    bad: [
      [{ email: 'no address', displayName: 'Ada' }, 'request.invalid'],
      [{ email: 'a@example.org', displayName: 'Ada', platformRole: 'admin' }, 'request.invalid'],
    ],
  },
  'admin.users.update': {
    good: upon({ displayName: 'Ada Lovelace', timezone: 'Europe/Berlin' }),
    bad: ofNobody,
  },
  'admin.users.setPlatformRole': {
    good: upon({ role: 'support' }),
    bad: [
      [{ userId: NOBODYS_ID, role: null }, 'not_found'],
      [{ userId: NOBODYS_ID, role: 'owner' }, 'request.invalid'],
    ],
  },
  'admin.users.bulk': {
    good: async (world, name) => {
      const { input, headers = {} } = await upon()(world, name)
      const { userId } = input as { userId: string }
      return { input: { action: 'disable', userIds: [userId, NOBODYS_ID] }, headers }
    },
    bad: [
      [{ action: 'promote', userIds: [NOBODYS_ID] }, 'request.invalid'],
      [{ action: 'disable', userIds: [NOBODYS_ID, NOBODYS_ID] }, 'request.invalid'],
    ],
  },
  'admin.users.unlock': { good: upon(), bad: ofNobody },
  'admin.users.verifyEmail': { good: upon(), bad: ofNobody },
  'admin.users.requirePasswordReset': { good: upon(), bad: ofNobody },
  'admin.users.resetMfa': {
    good: upon({ reason: REASON }),
    bad: [
      [{ userId: NOBODYS_ID, reason: REASON }, 'not_found'],
      [{ userId: NOBODYS_ID, reason: 'short' }, 'request.invalid'],
    ],
  },
  'admin.users.revokeSessions': { good: upon(), bad: ofNobody },
  'admin.users.disable': { good: upon(), bad: ofNobody },
  'admin.users.enable': { good: upon(), bad: ofNobody },
  'admin.users.delete': { good: upon(), bad: ofNobody },
  'admin.users.lockdown': { good: upon(), bad: ofNobody },
}
