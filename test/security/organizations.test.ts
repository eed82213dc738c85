import { beforeAll, describe, expect, test } from 'vitest'
import { readDefinitions } from '../../server/src/http/definitions.ts'
import { readAccess } from '../../server/src/kit/access.ts'
import { organizationScopes } from '../../server/src/kit/api-key-scopes.ts'
import { appRouter } from '../../server/src/router.ts'
import { cases, nameFor } from '../contract/cases.ts'
import { everythingOn } from '../contract/provider.ts'
import { faces, type Owner, useWorld } from '../harness/index.ts'
import { makeKey } from '../harness/people-api-keys.ts'

const ofOrganizations = readDefinitions(appRouter).filter(({ meta }) => readAccess(meta.access).who === 'org')

test('G1 what names an organization asks for a member of it, but for choosing one, and for what staff may', () => {
  const others = readDefinitions(appRouter).filter(
    ({ fields, meta }) => fields.has('organizationId') && readAccess(meta.access).who !== 'org',
  )
  for (const { path, meta } of others)
    expect(
      meta.access.startsWith('platform:') || ['sessions.setOrganization', 'apiKeys.verify'].includes(path),
      path,
    ).toBe(true)
  expect(ofOrganizations.length).toBeGreaterThan(20)
})

describe.each(faces)('to the owner of another organization, over %s', (face) => {
  const world = useWorld(everythingOn)
  let stranger: Owner
  let theirKey: Record<string, string>

  beforeAll(async () => {
    stranger = await world.people.withOrganization('stranger')
    const { organizationId } = stranger
    theirKey = {
      'x-api-key': (await makeKey(world, stranger, { organizationId, scopes: [...organizationScopes] })).key,
    }
  })

  /** Everything that is stored of an organization, as text. */
  async function storedOf(organizationId: string): Promise<unknown> {
    const rows = await world.sql`
      SELECT row_to_json(t)::text FROM organizations t WHERE id = ${organizationId}
      UNION ALL SELECT row_to_json(t)::text FROM memberships t WHERE organization_id = ${organizationId}
      UNION ALL SELECT row_to_json(t)::text FROM organization_roles t WHERE organization_id = ${organizationId}
      UNION ALL SELECT row_to_json(t)::text FROM invitations t WHERE organization_id = ${organizationId}
      UNION ALL SELECT row_to_json(t)::text FROM api_keys t WHERE organization_id = ${organizationId}
      UNION ALL SELECT id::text FROM audit_events WHERE organization_id = ${organizationId}`
    return [...rows].map((row) => Object.values(row)[0]).sort()
  }

  test.each(ofOrganizations.map(({ path, meta }) => [path, meta] as const))(
    'G1 N5 %s finds nothing and changes nothing, whatever its members could do with that very call',
    async (path, meta) => {
      const { input } = (await cases[path]?.good(world, nameFor(path, face))) ?? { input: {} }
      const { organizationId } = input as { organizationId: string }
      const before = await storedOf(organizationId)
      const asPerson = await world.via(face, path, input, stranger.headers)
      expect([asPerson.status, asPerson.body.code]).toEqual([404, 'not_found'])
      const asProgram = await world.via(face, path, input, theirKey)
      expect([asProgram.status, asProgram.body.code]).toEqual(
        readAccess(meta.access).keyScope === null ? [401, 'auth.unauthenticated'] : [404, 'not_found'],
      )
      const missing = { ...input, organizationId: crypto.randomUUID() }
      const atNone = await world.via(face, path, missing, stranger.headers)
      expect({ ...asPerson.body, requestId: '' }).toEqual({ ...atNone.body, requestId: '' })
      expect(await storedOf(organizationId)).toEqual(before)
    },
  )

  test('G1 an id of theirs in a call about another’s is nobody there', async () => {
    const { organizationId } = await world.people.withOrganization('victim')
    const member = await world.people.joined(organizationId, 'victim-member', 'member')
    const about = { organizationId: stranger.organizationId, userId: member.userId }
    for (const [path, input] of [
      ['setRole', { ...about, role: 'viewer' }],
      ['removeMember', about],
      ['transferOwnership', about],
    ] as const)
      await expect(world.via(face, `organizations.${path}`, input, stranger.headers)).toFailWith('not_found')
    const rows = await world.sql`SELECT role FROM memberships WHERE user_id = ${member.userId}`
    expect(rows).toEqual([{ role: 'member' }])
  })
})
