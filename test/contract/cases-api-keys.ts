import type { SignedInPerson, World } from '../harness/index.ts'
import type { Case } from './cases.ts'

const UNKNOWN = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

async function keyOf(world: World, { headers }: SignedInPerson, at = '/me/api-keys') {
  const { body } = await world.rest<{ key: string; apiKey: { id: string } }>(
    'POST',
    at,
    { name: 'Deploys', scopes: ['org:read'] },
    headers,
  )
  return { key: body.key, keyId: body.apiKey.id }
}

const inYears = (years: number): Date => new Date(Date.now() + years * 366 * 86_400_000)

/** API keys of people. */
const personalCases: Record<string, Case> = {
  'apiKeys.list': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      await keyOf(world, person)
      await keyOf(world, person)
      return { input: { limit: 1 }, headers: person.headers }
    },
    bad: [
      [{ limit: 0 }, 'request.invalid'],
      [{ cursor: 'AAAA' }, 'request.invalid'],
    ],
  },
  'apiKeys.create': {
    good: async (world, name) => {
      const { headers } = await world.people.signedIn(name)
      const expiresAt = new Date(world.clock.nowMs() + 86_400_000)
      return { input: { name: 'Deploys', scopes: ['account:read'], expiresAt }, headers }
    },
    bad: [
      [{ name: '', scopes: [] }, 'request.invalid'],
      [{ name: 'Deploys' }, 'request.invalid'],
      [{ name: 'Deploys', scopes: ['api-keys:manage'] }, 'request.invalid'],
      [{ name: 'Deploys', scopes: ['everything'] }, 'request.invalid'],
      [{ name: 'Deploys', scopes: [], expiresAt: inYears(-1) }, 'request.invalid'],
      [{ name: 'Deploys', scopes: [], expiresAt: inYears(2) }, 'request.invalid'],
      [{ name: 'Deploys', scopes: [], expiresAt: 'soon' }, 'request.invalid'],
      [{ name: 'Deploys', scopes: [], userId: UNKNOWN }, 'request.invalid'],
    ],
  },
  'apiKeys.rotate': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const { keyId } = await keyOf(world, person)
      return { input: { keyId, overlapSeconds: 60 }, headers: person.headers }
    },
    bad: [
      [{ keyId: UNKNOWN }, 'not_found'],
      [{ keyId: 'no-id' }, 'request.invalid'],
      [{ keyId: UNKNOWN, overlapSeconds: -1 }, 'request.invalid'],
      [{ keyId: UNKNOWN, overlapSeconds: 604_801 }, 'request.invalid'],
    ],
  },
  'apiKeys.revoke': {
    good: async (world, name) => {
      const person = await world.people.signedIn(name)
      const { keyId } = await keyOf(world, person)
      return { input: { keyId }, headers: person.headers }
    },
    bad: [
      [{ keyId: UNKNOWN }, 'not_found'],
      [{ keyId: 'no-id' }, 'request.invalid'],
    ],
  },
  'apiKeys.verify': {
    good: async (world, name) => ({
      input: { key: (await keyOf(world, await world.people.signedIn(name))).key },
    }),
    bad: [
      [{ key: '' }, 'request.invalid'],
      [{ key: 'x'.repeat(257) }, 'request.invalid'],
      [{ key: 'gk_x', organizationId: 'acme' }, 'request.invalid'],
    ],
  },
}

const ofOrganization = async (world: World, name: string) => {
  const owner = await world.people.withOrganization(name)
  const { organizationId, headers } = owner
  return { owner, organizationId, headers, at: `/organizations/${organizationId}/api-keys` }
}

/** API keys of organizations. */
export const apiKeyCases: Record<string, Case> = {
  ...personalCases,
  'organizations.apiKeys.list': {
    good: async (world, name) => {
      const { owner, organizationId, headers, at } = await ofOrganization(world, name)
      await keyOf(world, owner, at)
      await keyOf(world, owner, at)
      return { input: { organizationId, limit: 1 }, headers }
    },
    bad: [
      [{ organizationId: UNKNOWN }, 'not_found'],
      [{ organizationId: 'acme' }, 'request.invalid'],
    ],
  },
  'organizations.apiKeys.create': {
    good: async (world, name) => {
      const { organizationId, headers } = await ofOrganization(world, name)
      return { input: { organizationId, name: 'Deploys', scopes: ['members:read', 'org:read'] }, headers }
    },
    bad: [
      [{ organizationId: UNKNOWN, name: 'Deploys', scopes: [] }, 'not_found'],
      [{ organizationId: 'acme', name: 'Deploys', scopes: [] }, 'request.invalid'],
    ],
  },
  'organizations.apiKeys.rotate': {
    good: async (world, name) => {
      const { owner, organizationId, headers, at } = await ofOrganization(world, name)
      const { keyId } = await keyOf(world, owner, at)
      return { input: { organizationId, keyId }, headers }
    },
    bad: [
      [{ organizationId: UNKNOWN, keyId: UNKNOWN }, 'not_found'],
      [{ organizationId: 'acme', keyId: UNKNOWN }, 'request.invalid'],
    ],
  },
  'organizations.apiKeys.revoke': {
    good: async (world, name) => {
      const { owner, organizationId, headers, at } = await ofOrganization(world, name)
      const { keyId } = await keyOf(world, owner, at)
      return { input: { organizationId, keyId }, headers }
    },
    bad: [
      [{ organizationId: UNKNOWN, keyId: UNKNOWN }, 'not_found'],
      [{ organizationId: 'acme', keyId: UNKNOWN }, 'request.invalid'],
    ],
  },
}
