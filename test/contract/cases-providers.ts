import type { World } from '../harness/index.ts'
import { begin } from '../harness/provider-sign-in.ts'
import type { Case } from './cases.ts'
import { provider } from './provider.ts'

const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

async function staff(world: World, name: string): Promise<{ authorization: string }> {
  const person = await world.people.signedIn(name)
  await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${person.userId}`
  return person.headers
}

/** Somebody a provider has just confirmed, and their browser. */
async function returned(world: World, name: string) {
  const begun = await begin(world)
  const claims = { sub: name, email: `${name}@example.org`, email_verified: true, name }
  return { ...provider.signIn(begun.authorizationUrl, claims), headers: begun.headers }
}

/** The procedures that have to do with providers; see `cases`. */
export const providerCases: Record<string, Case> = {
  'oauth.providers': { good: async () => ({ input: {} }), bad: [] },
  'oauth.authorize': {
    good: async () => ({ input: { provider: 'acme', redirectTo: '/account', mode: 'login' } }),
    bad: [
      [{ provider: 'nobody' }, 'not_found'],
      [{ provider: 'a' }, 'request.invalid'],
      [{ provider: 'acme', redirectTo: '//evil.test' }, 'request.invalid'],
      [{ provider: 'acme', redirectTo: 'https://evil.test/' }, 'request.invalid'],
      [{ provider: 'acme', mode: 'other' }, 'request.invalid'],
      [{ provider: 'acme', mode: 'link' }, 'auth.unauthenticated'],
    ],
  },
  'oauth.callback': {
    good: async (world, name) => {
      const { headers, code, state } = await returned(world, name)
      return { input: { provider: 'acme', code, state }, headers }
    },
    bad: [
      [{ provider: 'acme', code: 'made-up', state: 'made-up' }, 'oauth.state_invalid'],
      [{ provider: 'nobody', code: 'made-up', state: 'made-up' }, 'not_found'],
      [{ provider: 'acme', code: '', state: 'made-up' }, 'request.invalid'],
      [{ provider: 'acme', state: 'made-up' }, 'request.invalid'],
      [{ provider: 'acme', code: 'c', state: 's', delivery: 'pigeon' }, 'request.invalid'],
    ],
  },
  'identities.list': {
    good: async (world, name) => {
      const { headers, code, state } = await returned(world, name)
      const { body } = await world.rest('POST', '/oauth/acme/callback', { code, state }, headers)
      return { input: { limit: 1 }, headers: { authorization: `Bearer ${String(body.accessToken)}` } }
    },
    bad: [
      [{ limit: 0 }, 'request.invalid'],
      [{ cursor: 'AAAA' }, 'request.invalid'],
    ],
  },
  'identities.unlink': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const [row] = await world.sql`INSERT INTO identities (id, user_id, provider, issuer, subject)
        VALUES (gen_random_uuid(), ${person.userId}, 'acme', ${provider.issuer}, ${name}) RETURNING id`
      return { input: { identityId: String(row?.id) }, headers: person.headers }
    },
    bad: [
      [{ identityId: 'no-id' }, 'request.invalid'],
      [{ identityId: NOBODYS_ID }, 'not_found'],
    ],
  },
  'admin.providers.list': {
    good: async (world, name) => ({ input: {}, headers: await staff(world, name) }),
    bad: [],
  },
  'admin.providers.set': {
    good: async (world, name) => ({
      input: { provider: 'acme', enabled: true },
      headers: await staff(world, name),
    }),
    bad: [[{ provider: 'nobody', enabled: false }, 'not_found']],
  },
}
