import type { Case } from './cases.ts'

const nothing = { input: {} }
const WRONG_CHALLENGE = `mfa_${'A'.repeat(43)}`

/** Second factors. Most need somebody with an authenticator app. */
export const mfaCases: Record<string, Case> = {
  'mfa.status': {
    good: async (world, name) => ({ ...nothing, headers: (await world.people.withTotp(name)).headers }),
    bad: [],
  },
  'mfa.enrollTotp': {
    good: async (world, name) => ({ ...nothing, headers: (await world.people.signedIn(name)).headers }),
    bad: [[{ secret: 'MINE' }, 'request.invalid']],
  },
  'mfa.confirmTotp': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const { body } = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, person.headers)
      return { input: { code: world.people.codeOf(body.secret) }, headers: person.headers }
    },
    bad: [
      [{ code: '000000' }, 'mfa.code_invalid'],
      [{ code: 123456 }, 'request.invalid'],
    ],
  },
  'mfa.disableTotp': {
    good: async (world, name) => {
      const person = await world.people.withTotp(name)
      return { input: { code: await person.nextCode() }, headers: person.headers }
    },
    bad: [
      [{ code: '000000' }, 'mfa.code_invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'mfa.regenerateRecoveryCodes': {
    good: async (world, name) => {
      const person = await world.people.withTotp(name)
      const again = await world
        .as(person)
        .rest('POST', '/reauthenticate', { totpCode: await person.nextCode() })
      return { ...nothing, headers: { authorization: `Bearer ${again.body.accessToken as string}` } }
    },
    bad: [[{ count: 3 }, 'request.invalid']],
  },
  'mfa.verify': {
    good: async (world, name) => {
      const person = await world.people.withTotp(name)
      const { email, password } = person
      const { body } = await world.rest('POST', '/login', { email, password })
      return {
        input: {
          challengeToken: body.challengeToken as string,
          method: 'totp',
          code: await person.nextCode(),
        },
      }
    },
    bad: [
      [{ challengeToken: WRONG_CHALLENGE, method: 'totp', code: '000000' }, 'mfa.challenge_expired'],
      [{ challengeToken: 'x', method: 'recovery_code', code: 'x' }, 'mfa.challenge_expired'],
      [{ challengeToken: WRONG_CHALLENGE, method: 'sms', code: '000000' }, 'request.invalid'],
      [{ challengeToken: WRONG_CHALLENGE, method: 'totp' }, 'request.invalid'],
    ],
  },
}
