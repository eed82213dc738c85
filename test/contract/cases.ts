import type { Face, SignedInPerson, World } from '../harness/index.ts'
import { actingCases } from './cases-acting.ts'
import { addressCases } from './cases-address.ts'
import { apiKeyCases } from './cases-api-keys.ts'
import { exportCases } from './cases-export.ts'
import { invitationCases } from './cases-invitations.ts'
import { mfaCases } from './cases-mfa.ts'
import { organizationCases } from './cases-organizations.ts'
import { passkeyCases } from './cases-passkeys.ts'
import { passwordlessCases } from './cases-passwordless.ts'
import { providerCases } from './cases-providers.ts'
import { reviewCases } from './cases-review.ts'
import { userCases } from './cases-users.ts'

interface Sent {
  input: object
  headers?: Record<string, string>
}

/** How a procedure is called well, and how badly. */
export interface Case {
  /** Makes what the call needs, and the call: once per face, since most change something. */
  good(world: World, name: string): Promise<Sent>
  /** What it must refuse, with the code. The same for both faces. */
  bad: [input: object, code: string][]
}

const nothing = async (): Promise<Sent> => ({ input: {} })
const as = (person: SignedInPerson, input: object = {}): Sent => ({ input, headers: person.headers })
const signedIn =
  (input: (person: SignedInPerson) => object = () => ({})) =>
  async (world: World, name: string) => {
    const person = await world.people.signedIn(name)
    return as(person, input(person))
  }

const WRONG_TOKEN = `vfy_${'A'.repeat(43)}`

/** One entry per procedure, by its tRPC path; a test fails when one is missing. */
export const cases: Record<string, Case> = {
  'system.config': { good: nothing, bad: [] },
  'system.version': { good: nothing, bad: [] },
  'auth.register': {
    good: async (_, name) => ({
      input: { email: `${name}@example.org`, password: 'plum 0123456789', displayName: name, locale: 'de' },
    }),
    bad: [
      [{ email: 'no address', password: 'plum 0123456789', displayName: 'Ada' }, 'request.invalid'],
      [{ email: 'a@example.org', password: 'plum 0123456789', displayName: '' }, 'request.invalid'],
      [{ email: 'a@example.org', password: 'short', displayName: 'Ada' }, 'password.too_short'],
      [{ email: 'a@example.org', password: 'qwertyuiop123', displayName: 'Ada' }, 'password.too_common'],
      [{ email: 'a@example.org', password: 'p'.repeat(300), displayName: 'Ada' }, 'password.too_long'],
      [{ email: 'a@example.org', password: 12, displayName: ['Ada'] }, 'request.invalid'],
    ],
  },
  'auth.verifyEmail': {
    good: async (world, name) => {
      const { email } = await world.people.signedUp(name)
      const { token } = await world.mailbox.lastTo(email)
      return { input: { token } }
    },
    bad: [
      [{ token: WRONG_TOKEN }, 'token.invalid'],
      [{ token: '' }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'auth.resendVerification': {
    good: async (world, name) => ({ input: { email: (await world.people.signedUp(name)).email } }),
    bad: [[{ email: '@' }, 'request.invalid']],
  },
  'auth.login': {
    good: async (world, name) => {
      const { email, password } = await world.people.verified(name)
      return { input: { email, password } }
    },
    bad: [
      [{ email: 'nobody@example.org', password: 'not-the-right-one' }, 'auth.invalid_credentials'],
      [{ email: 'nobody@example.org', password: 'x', delivery: 'pigeon' }, 'request.invalid'],
      [{ email: 'nobody@example.org' }, 'request.invalid'],
    ],
  },
  'auth.refresh': {
    good: async (world, name) => ({
      input: { refreshToken: (await world.people.signedIn(name)).refreshToken },
    }),
    bad: [
      [{ refreshToken: 'rt_made-up' }, 'auth.refresh_invalid'],
      [{}, 'auth.refresh_invalid'],
      [{ refreshToken: 5 }, 'request.invalid'],
    ],
  },
  'auth.logout': {
    good: async (world, name) => ({
      input: { refreshToken: (await world.people.signedIn(name)).refreshToken },
    }),
    bad: [[{ refreshToken: {} }, 'request.invalid']],
  },
  'auth.reauthenticate': {
    good: signedIn(({ password }) => ({ password })),
    bad: [
      [{ password: 'not-the-right-one' }, 'auth.invalid_credentials'],
      [{ password: '' }, 'request.invalid'],
    ],
  },
  'password.requestReset': {
    good: async (world, name) => ({ input: { email: (await world.people.verified(name)).email } }),
    bad: [[{ email: 'a@b@c' }, 'request.invalid']],
  },
  'password.confirmReset': {
    good: async (world, name) => {
      const { email } = await world.people.verified(name)
      await world.rest('POST', '/password-reset/request', { email })
      return { input: { token: await world.mailbox.lastToken('rst_'), newPassword: 'pear 9876543210' } }
    },
    bad: [
      [{ token: WRONG_TOKEN, newPassword: 'pear 9876543210' }, 'token.invalid'],
      [{ token: 'x'.repeat(300), newPassword: 'pear 9876543210' }, 'request.invalid'],
    ],
  },
  'password.change': {
    good: signedIn(({ password }) => ({ currentPassword: password, newPassword: 'pear 9876543210' })),
    bad: [
      [{ currentPassword: 'not-the-right-one', newPassword: 'pear 9876543210' }, 'auth.invalid_credentials'],
      [{ newPassword: 7 }, 'request.invalid'],
    ],
  },
  'account.get': { good: signedIn(), bad: [] },
  'account.update': {
    good: signedIn(() => ({ displayName: 'Ada Lovelace', timezone: 'Europe/Berlin' })),
    bad: [
      [{ displayName: 'x'.repeat(65) }, 'request.invalid'],
      [{ avatarUrl: 'http://example.org/a.png' }, 'request.invalid'],
      [{ timezone: 'Mars/Olympus' }, 'request.invalid'],
      [{ isVerified: true, platformRole: 'admin' }, 'request.invalid'],
    ],
  },
  'account.securityLog': {
    good: signedIn(() => ({ limit: 2 })),
    bad: [
      [{ limit: 0 }, 'request.invalid'],
      [{ limit: 101 }, 'request.invalid'],
      [{ limit: 1.5 }, 'request.invalid'],
      [{ cursor: 'no cursor of ours' }, 'request.invalid'],
    ],
  },
  'sessions.list': {
    good: signedIn(() => ({ limit: 1 })),
    bad: [
      [{ limit: -1 }, 'request.invalid'],
      [{ cursor: 'AAAA' }, 'request.invalid'],
    ],
  },
  'sessions.revoke': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const other = await world.people.signInAgain(person)
      return as(person, { sessionId: other.sessionId })
    },
    bad: [
      [{ sessionId: 'no-id' }, 'request.invalid'],
      [{ sessionId: '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f' }, 'not_found'],
    ],
  },
  'sessions.revokeOthers': { good: signedIn(), bad: [] },
  ...apiKeyCases,
  ...actingCases,
  ...exportCases,
  ...addressCases,
  ...invitationCases,
  ...mfaCases,
  ...passwordlessCases,
  ...organizationCases,
  ...passkeyCases,
  ...providerCases,
  ...reviewCases,
  ...userCases,
}

/** A name nobody else in the world has. */
export const nameFor = (path: string, face: Face): string =>
  `${path}-${face}`.toLowerCase().replace(/[^a-z]+/g, '-')
