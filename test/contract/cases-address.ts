import type { Case } from './cases.ts'

const WRONG_CHANGE = `chg_${'A'.repeat(43)}`
const WRONG_UNDO = `und_${'A'.repeat(43)}`

/** Another address, the way back, and closing the account. */
export const addressCases: Record<string, Case> = {
  'account.requestEmailChange': {
    good: async (world, name) => ({
      input: { newEmail: `${name}-new@example.org` },
      headers: (await world.people.signedIn(name)).headers,
    }),
    bad: [
      [{ newEmail: 'no address' }, 'request.invalid'],
      [{ newEmail: 'a@example.org', email: 'b@example.org' }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'account.confirmEmailChange': {
    good: async (world, name) => {
      const { headers } = await world.people.signedIn(name)
      const newEmail = `${name}-new@example.org`
      await world.rest('POST', '/me/email', { newEmail }, headers)
      return { input: { token: (await world.mailbox.lastTo(newEmail)).token } }
    },
    bad: [
      [{ token: WRONG_CHANGE }, 'token.invalid'],
      [{ token: WRONG_UNDO }, 'token.invalid'],
      [{ token: 5 }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'account.undoEmailChange': {
    good: async (world, name) => {
      const { email, headers } = await world.people.signedIn(name)
      const newEmail = `${name}-new@example.org`
      await world.rest('POST', '/me/email', { newEmail }, headers)
      const { token } = await world.mailbox.lastTo(newEmail)
      await world.rest('POST', '/me/email/confirm', { token })
      return { input: { token: (await world.mailbox.lastTo(email)).token } }
    },
    bad: [
      [{ token: WRONG_UNDO }, 'token.invalid'],
      [{ token: WRONG_CHANGE }, 'token.invalid'],
      [{ token: '' }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'account.delete': {
    good: async (world, name) => ({ input: {}, headers: (await world.people.signedIn(name)).headers }),
    bad: [[{ erasedAfter: '2020-01-01T00:00:00.000Z' }, 'request.invalid']],
  },
}
