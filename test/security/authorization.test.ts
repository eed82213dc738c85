import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, callers, outcomeOf } from '../../scripts/authorization/matrix.ts'
import { printAuthorization } from '../../scripts/authorization/print.ts'
import { errorCatalogue } from '../../server/src/errors.ts'
import { type Definition, readDefinitions } from '../../server/src/http/definitions.ts'
import { readAccess } from '../../server/src/kit/access.ts'
import { organizationScopes, personalScopes } from '../../server/src/kit/api-key-scopes.ts'
import { hashToken } from '../../server/src/kit/tokens.ts'
import { newApiKey } from '../../server/src/rooms/api-keys/index.ts'
import { appRouter } from '../../server/src/router.ts'
import { faces, type SignedInPerson, useWorld } from '../harness/index.ts'

const definitions = readDefinitions(appRouter)
const names = Object.keys(callers) as Caller[]

test('the table that is checked in is the one the definitions make', () => {
  const checkedIn = readFileSync(new URL('../../docs/AUTHORIZATION.md', import.meta.url), 'utf8')
  expect(checkedIn).toBe(printAuthorization(definitions, errorCatalogue))
})

describe('who may call what', () => {
  // Some thousand calls of a minute.
  const world = useWorld({ config: { rateLimits: false } })
  const acme = crypto.randomUUID()
  const globex = crypto.randomUUID()
  const headersOf = new Map<string, Record<string, string>>()

  async function newOrganization(id: string): Promise<void> {
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${id}, 'Same name', ${id})`
  }

  async function join(organizationId: string, name: string, role: string): Promise<SignedInPerson> {
    const person = await world.people.signedIn(name)
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${person.userId}, ${role})`
    return person
  }

  async function keyOf(userId: string, organizationId: string | null, scopes: readonly string[]) {
    const { key, prefix } = newApiKey()
    await world.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, organization_id, scopes)
      VALUES (gen_random_uuid(), ${hashToken(key)}, ${prefix}, 'key', ${userId}, ${organizationId}, ${scopes as string[]})`
    return { 'x-api-key': key }
  }

  const put = (name: string, { headers }: { headers: Record<string, string> }) => headersOf.set(name, headers)
  const make = async (name: string, change: (person: SignedInPerson) => Promise<unknown>) => {
    const person = await world.people.signedIn(name)
    await change(person)
    put(name, person)
  }
  const anHourAgo = ({ sessionId }: SignedInPerson) =>
    world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${sessionId}`
  const giveRole = ({ userId }: SignedInPerson, role: string) =>
    world.sql`UPDATE users SET platform_role = ${role} WHERE id = ${userId}`

  beforeAll(async () => {
    await newOrganization(acme)
    await newOrganization(globex)
    headersOf.set('anonymous', {})
    await make(
      'unverified',
      ({ userId }) => world.sql`UPDATE users SET is_verified = false WHERE id = ${userId}`,
    )
    await make('person', async () => {})
    for (const role of ['viewer', 'member', 'admin']) put(role, await join(acme, role, role))
    const owner = await join(acme, 'owner', 'owner')
    put('owner', owner)
    const late = await join(acme, 'ownerNotFresh', 'owner')
    await anHourAgo(late)
    put('ownerNotFresh', late)
    const stranger = await join(globex, 'otherOrganization', 'owner')
    put('otherOrganization', stranger)
    await make('support', (person) => giveRole(person, 'support'))
    await make('platformAdmin', (person) => giveRole(person, 'admin'))
    await make('platformAdminNotFresh', async (person) => {
      await giveRole(person, 'admin')
      await anHourAgo(person)
    })
    await make(
      'disabled',
      ({ userId }) => world.sql`UPDATE users SET disabled_at = now() WHERE id = ${userId}`,
    )
    await make(
      'staleToken',
      ({ sessionId }) => world.sql`UPDATE sessions SET ended_at = now() WHERE id = ${sessionId}`,
    )
    const [admin] =
      await world.sql`SELECT id FROM users WHERE email = 'platformadmin@example.org' OR email = 'platformAdmin@example.org'`
    const actedAs = await join(acme, 'impersonated', 'owner')
    await world.sql`UPDATE sessions SET impersonator_id = ${admin?.id} WHERE id = ${actedAs.sessionId}`
    put('impersonator', actedAs)
    headersOf.set('keyWithScope org', await keyOf(owner.userId, acme, organizationScopes))
    headersOf.set('keyWithScope user', await keyOf(owner.userId, null, personalScopes))
    headersOf.set('keyWithoutScope org', await keyOf(owner.userId, acme, []))
    headersOf.set('keyWithoutScope user', await keyOf(owner.userId, null, []))
    headersOf.set('keyOfOther', await keyOf(stranger.userId, globex, organizationScopes))
  })

  /** A key of the organization where the procedure names one, else the person's own. */
  function credentialOf(caller: Caller, { meta }: Definition): Record<string, string> {
    const kind = readAccess(meta.access).who === 'org' ? 'org' : 'user'
    const headers = headersOf.get(caller) ?? headersOf.get(`${caller} ${kind}`)
    if (!headers) throw new Error(`nobody is ${caller}`)
    return headers
  }

  /**
   * What every procedure refuses: a field that none has. Whoever gets so far has been let through, and nothing is done.
   * Fields of the path are filled, so that an address comes of them.
   */
  function probe({ pathParameters }: Definition): Record<string, unknown> {
    const ofPath = Object.fromEntries(pathParameters.map((name) => [name, crypto.randomUUID()]))
    return { ...ofPath, organizationId: acme, no_such_field: 'probe' }
  }

  describe.each(faces)('over %s', (face) => {
    test.each(definitions.map((definition) => [definition.path, definition] as const))(
      'G2 A2 %s answers each caller as the table says',
      async (path, definition) => {
        const expected: Record<string, string> = {}
        const answered: Record<string, string> = {}
        for (const caller of names) {
          const answer = await world.via(face, path, probe(definition), credentialOf(caller, definition))
          const { code, errors } = answer.body as { code?: string; errors?: { pointer: string }[] }
          const wasLetThrough =
            code === 'request.invalid' && errors?.some(({ pointer }) => pointer.endsWith('no_such_field'))
          answered[caller] = wasLetThrough ? 'allowed' : `${answer.status} ${code}`
          const outcome = outcomeOf(definition, caller)
          const status = { UNAUTHORIZED: 401, FORBIDDEN: 403, NOT_FOUND: 404 } as Record<string, number>
          expected[caller] =
            outcome === 'allowed' ? outcome : `${status[errorCatalogue[outcome].status]} ${outcome}`
        }
        expect(answered).toEqual(expected)
      },
    )
  })
})
