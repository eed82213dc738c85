import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld, type World } from '../../../../test/harness/index.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'
import { slugOf } from '../../kit/team-name.ts'

const found = (world: World, person: SignedInPerson, input: object, headers: Record<string, string> = {}) =>
  world.rest('POST', '/organizations', input, { ...person.headers, ...headers })

describe('organizations.create', () => {
  const world = useWorld({ config: { rateLimits: false } })

  test('makes whoever founds it its owner, and a short name of the name', async () => {
    const ada = await world.people.signedIn('ada')
    const { status, body } = await found(world, ada, { name: 'Analytical Engines & Söhne' })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      ...{ name: 'Analytical Engines & Söhne', slug: 'analytical-engines-sohne' },
      ...{ memberCount: 1, myRole: 'owner', requireMfa: false },
    })
    const [event] = await world.sql`SELECT action, actor_id, organization_id, details FROM audit_events
      WHERE organization_id = ${body.id as string}`
    expect(event).toMatchObject({
      ...{ action: 'organization.created', actor_id: ada.userId },
      details: { slug: 'analytical-engines-sohne' },
    })
  })

  test('G7 the same name twice is two organizations with a short name each, also one without Latin letters', async () => {
    const [bea, bob] = [await world.people.signedIn('bea'), await world.people.signedIn('bob')]
    const slugs: unknown[] = []
    for (const person of [bea, bob, bea]) {
      for (const name of ['Same Name', '日本語', 'x']) {
        const { status, body } = await found(world, person, { name })
        expect([status, body.name]).toEqual([201, name])
        slugs.push(body.slug)
      }
    }
    expect(new Set(slugs).size).toBe(9)
    expect(slugs[0]).toBe('same-name')
    for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/)
  })

  test('G7 a short name is asked for in its one form, and belongs to one', async () => {
    const cal = await world.people.signedIn('cal')
    expect((await found(world, cal, { name: 'Acme', slug: 'acme-1' })).status).toBe(201)
    await expect(found(world, cal, { name: 'Other', slug: 'acme-1' })).toFailWith('org.slug_taken')
    for (const slug of ['ACME-1', 'acme--1', '-acme', 'acme-', 'acmé', 'a', 'a'.repeat(65), ''])
      await expect(found(world, cal, { name: 'Acme', slug })).toFailWith('request.invalid')
  })

  test.each([
    'See https://evil.example',
    'www.evil.example',
    'Your account: evil.com/login',
    'mail ada@evil.com',
    'Two\nlines',
    'Acme\u202egpj.exe',
    'Acme\u0007',
    ' Acme',
    '   ',
    'x'.repeat(65),
  ])('G7 refuses the name %j', async (name) => {
    const dee = await world.people.signedIn(`dee-${Math.random().toString(36).slice(2)}`)
    await expect(found(world, dee, { name })).toFailWith('request.invalid')
  })

  test.each(['R&D', 'St. Gallen', 'Müller + Co. KG', 'O’Neill (Ltd)', '3.5 Engines'])(
    'takes the name %s',
    async (name) => {
      const eli = await world.people.signedIn(`eli-${Math.random().toString(36).slice(2)}`)
      expect((await found(world, eli, { name })).status).toBe(201)
    },
  )

  test('is done once for one Idempotency-Key', async () => {
    const fay = await world.people.signedIn('fay')
    const key = { 'idempotency-key': 'once' }
    const [first, second] = [
      await found(world, fay, { name: 'Once' }, key),
      await found(world, fay, { name: 'Once' }, key),
    ]
    expect(second.body).toEqual(first.body)
    expect(await world.sql`SELECT FROM organizations WHERE name = 'Once'`).toHaveLength(1)
  })

  test('a person owns fifty at the most; others’ do not count', async () => {
    const gus = await world.people.signedIn('gus')
    await world.sql`INSERT INTO organizations (id, name, slug)
      SELECT gen_random_uuid(), 'Many', 'many-' || n FROM generate_series(1, 60) n`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      SELECT id, ${gus.userId}, CASE WHEN slug LIKE '%0' THEN 'admin' ELSE 'owner' END FROM organizations
      WHERE name = 'Many' AND slug <> 'many-1' AND slug <> 'many-2' AND slug <> 'many-3' AND slug <> 'many-4'`
    expect((await found(world, gus, { name: 'The fifty-first' })).status).toBe(409)
    await world.sql`DELETE FROM memberships USING organizations o WHERE o.id = organization_id AND o.slug = 'many-59'`
    expect((await found(world, gus, { name: 'The fiftieth' })).status).toBe(201)
    await expect(found(world, gus, { name: 'The fifty-first' })).toFailWith('org.too_many')
  })

  test('takes nothing else: neither a role nor an owner', async () => {
    const hal = await world.people.signedIn('hal')
    for (const more of [
      { requireMfa: true },
      { id: hal.userId },
      { ownerId: hal.userId },
      { myRole: 'owner' },
    ])
      await expect(found(world, hal, { name: 'Acme', ...more })).toFailWith('request.invalid')
  })
})

test('a short form of a name has no more than its length, and no hyphen at its ends', () => {
  expect(slugOf('Ça & là – Größe')).toBe('ca-la-grosse')
  expect(slugOf(`${'a'.repeat(63)} b`)).toBe('a'.repeat(63))
  expect(slugOf('***')).toBe('')
})

describe.each(faces)('organizations.list, get and update over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const call = (person: SignedInPerson, path: string, input: object = {}) =>
    world.via(face, `organizations.${path}`, input, person.headers)

  test('lists what one belongs to, with the role in each, and nothing of others', async () => {
    const ada = await world.people.withOrganization('ada')
    const bea = await world.people.withOrganization('bea')
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${bea.organizationId}, ${ada.userId}, 'viewer')`
    const { body } = await call(ada, 'list')
    expect(body).toMatchObject({
      items: [
        { id: bea.organizationId, myRole: 'viewer', memberCount: 2 },
        { id: ada.organizationId, myRole: 'owner', memberCount: 1 },
      ],
      nextCursor: null,
    })
    expect((await call(bea, 'list')).body).toMatchObject({ items: [{ id: bea.organizationId }] })
  })

  test('pages hold each once', async () => {
    const cal = await world.people.signedIn('cal')
    for (let n = 0; n < 5; n += 1)
      await world.rest('POST', '/organizations', { name: `Team ${n}` }, cal.headers)
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const { body } = await call(cal, 'list', { limit: 2, ...(cursor && { cursor }) })
      seen.push(...(body.items as { name: string }[]).map(({ name }) => name))
      cursor = body.nextCursor as string | null
    } while (cursor)
    expect(seen).toEqual(['Team 4', 'Team 3', 'Team 2', 'Team 1', 'Team 0'])
  })

  test('changes what is given, tells of it before and after, and answers a taken short name with a conflict', async () => {
    const dee = await world.people.withOrganization('dee')
    const eli = await world.people.withOrganization('eli')
    const { organizationId } = dee
    const slug = `dees-${face.toLowerCase()}`
    const changed = await call(dee, 'update', { organizationId, name: 'Difference Engines', slug })
    expect(changed.body).toMatchObject({ name: 'Difference Engines', slug, myRole: 'owner', memberCount: 1 })
    await expect(call(eli, 'update', { organizationId: eli.organizationId, slug })).toFailWith(
      'org.slug_taken',
    )
    const same = await call(dee, 'update', { organizationId, name: 'Difference Engines' })
    expect(same.body).toEqual((await call(dee, 'get', { organizationId })).body)
    const events = await world.sql`SELECT details FROM audit_events
      WHERE organization_id = ${organizationId} AND action = 'organization.updated'`
    expect(events).toEqual([
      {
        details: {
          name: { before: 'dee', after: 'Difference Engines' },
          slug: { before: organizationId, after: slug },
        },
      },
    ])
  })

  test('a viewer reads and changes nothing', async () => {
    const { organizationId } = await world.people.withOrganization('fay')
    const gus = await world.people.joined(organizationId, 'gus', 'viewer')
    expect((await call(gus, 'get', { organizationId })).body).toMatchObject({ myRole: 'viewer' })
    await expect(call(gus, 'update', { organizationId, name: 'Mine' })).toFailWith('org.forbidden')
    await expect(call(gus, 'delete', { organizationId })).toFailWith('org.forbidden')
  })
})

describe('organizations.delete', () => {
  const world = useWorld()

  test('takes memberships, roles, invitations and keys along, and leaves the log', async () => {
    const ada = await world.people.withOrganization('ada')
    const { organizationId } = ada
    const bea = await world.people.joined(organizationId, 'bea', 'member')
    const { key } = await makeKey(world, ada, { organizationId, scopes: ['org:read'] })
    await world.rest(
      'POST',
      `/organizations/${organizationId}/roles`,
      { name: 'Auditor', permissions: ['audit:read'] },
      ada.headers,
    )
    await world.rest(
      'POST',
      `/organizations/${organizationId}/invitations`,
      { email: 'x@example.org', role: 'member' },
      ada.headers,
    )
    await world.rest('POST', '/me/organization', { organizationId }, bea.headers)
    expect((await world.rest('DELETE', `/organizations/${organizationId}`, {}, ada.headers)).status).toBe(204)
    for (const table of ['memberships', 'organization_roles', 'invitations', 'api_keys'])
      expect(await world.sql.unsafe(`SELECT FROM ${table}`), table).toHaveLength(0)
    expect(await world.sql`SELECT FROM sessions WHERE organization_id IS NOT NULL`).toHaveLength(0)
    for (const headers of [ada.headers, bea.headers])
      await expect(world.rest('GET', `/organizations/${organizationId}`, undefined, headers)).toFailWith(
        'not_found',
      )
    await expect(
      world.rest('GET', `/organizations/${organizationId}`, undefined, { 'x-api-key': key }),
    ).toFailWith('auth.unauthenticated')
    const [last] = await world.sql`SELECT action, details FROM audit_events
      WHERE organization_id = ${organizationId} ORDER BY position DESC LIMIT 1`
    expect(last).toMatchObject({ action: 'organization.deleted', details: { name: 'ada', memberCount: 2 } })
  })

  test('needs a fresh sign-in, and is there no more the second time', async () => {
    const cal = await world.people.withOrganization('cal')
    const path = `/organizations/${cal.organizationId}`
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${cal.sessionId}`
    await expect(world.rest('DELETE', path, {}, cal.headers)).toFailWith('auth.reauthentication_required')
    const again = await world.people.signInAgain(cal)
    expect((await world.rest('DELETE', path, {}, again.headers)).status).toBe(204)
    await expect(world.rest('DELETE', path, {}, again.headers)).toFailWith('not_found')
  })
})
