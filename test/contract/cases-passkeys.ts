import { Authenticator } from '../harness/authenticator.ts'
import { addPasskey, creationOptions, requestOptions } from '../harness/people-passkeys.ts'
import type { Case } from './cases.ts'

const UNKNOWN = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const madeUp = new Authenticator().sign({
  challenge: 'A'.repeat(43),
  timeout: 1,
  rpId: 'id.gatehouse.test',
  allowCredentials: [],
  userVerification: 'required',
})

/** Passkeys, of a software authenticator. */
export const passkeyCases: Record<string, Case> = {
  'passkeys.registrationOptions': {
    good: async (world, name) => ({ input: {}, headers: (await world.people.signedIn(name)).headers }),
    bad: [[{ rpId: 'evil.example' }, 'request.invalid']],
  },
  'passkeys.register': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const response = new Authenticator().register(await creationOptions(world, person))
      return { input: { response, name: 'My key' }, headers: person.headers }
    },
    bad: [
      [{ response: {} }, 'request.invalid'],
      [{ response: 'a passkey' }, 'request.invalid'],
    ],
  },
  'passkeys.list': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      await addPasskey(world, person)
      return { input: { limit: 5 }, headers: person.headers }
    },
    bad: [
      [{ limit: 0 }, 'request.invalid'],
      [{ cursor: 'AAAA' }, 'request.invalid'],
    ],
  },
  'passkeys.rename': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const { passkeyId } = await addPasskey(world, person)
      return { input: { passkeyId, name: 'Laptop' }, headers: person.headers }
    },
    bad: [
      [{ passkeyId: UNKNOWN, name: 'Laptop' }, 'not_found'],
      [{ passkeyId: UNKNOWN, name: '' }, 'request.invalid'],
      [{ passkeyId: 'no-id', name: 'Laptop' }, 'request.invalid'],
    ],
  },
  'passkeys.delete': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const { passkeyId } = await addPasskey(world, person)
      return { input: { passkeyId }, headers: person.headers }
    },
    bad: [
      [{ passkeyId: UNKNOWN }, 'not_found'],
      [{ passkeyId: 'no-id' }, 'request.invalid'],
    ],
  },
  'passkeys.loginOptions': {
    good: async () => ({ input: {} }),
    bad: [
      [{ challengeToken: `mfa_${'A'.repeat(43)}` }, 'mfa.challenge_expired'],
      [{ email: 'ada@example.org' }, 'request.invalid'],
    ],
  },
  'passkeys.login': {
    good: async (world, name) => {
      const { authenticator } = await addPasskey(world, await world.people.signedIn(name))
      return { input: { response: authenticator.sign(await requestOptions(world)) } }
    },
    bad: [
      [{ response: madeUp }, 'auth.invalid_credentials'],
      [{ response: { ...madeUp, id: '!' } }, 'request.invalid'],
      [{}, 'request.invalid'],
    ],
  },
  'auth.reauthenticateOptions': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      await addPasskey(world, person)
      return { input: {}, headers: person.headers }
    },
    bad: [[{ userId: UNKNOWN }, 'request.invalid']],
  },
}
