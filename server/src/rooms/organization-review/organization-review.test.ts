import { describe, expect, inject, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'

interface Listed {
  items: { id: string; name: string; memberCount: number }[]
  nextCursor: string | null
}

describe.each(faces)('organizations for the platform’s staff, over %s', (face) => {
  const world = useWorld()
  const staff = async (name: string) => world.as(await world.people.staff(name, 'support'))

  test('are found by how their name or slug begins, in any case, with how many belong to them', async () => {
    const support = await staff('ada')
    const { organizationId } = await world.people.withOrganization('acme')
    await world.people.joined(organizationId, 'bea', 'member')
    await world.people.withOrganization('acmetwo')
    await world.people.withOrganization('other')
    await world.sql`UPDATE organizations SET slug = 'the-slug', name = 'Acme_1%' WHERE id = ${organizationId}`
    const search = async (text: string) => {
      const { body } = await support.via(face, 'admin.organizations.list', { search: text })
      return (body as unknown as Listed).items
    }
    expect((await search('ACME')).map(({ name }) => name).sort()).toEqual(['Acme_1%', 'acmetwo'])
    expect(await search('the-s')).toMatchObject([{ id: organizationId, memberCount: 2 }])
    // What LIKE would take for more than itself.
    expect(await search('acme_1%')).toHaveLength(1)
    expect(await search('%')).toEqual([])
    expect(await search('acme_t')).toEqual([])
  })

  test('are read with who owns them', async () => {
    const support = await staff('cleo')
    const owner = await world.people.withOrganization('dora')
    await world.people.joined(owner.organizationId, 'erin', 'admin')
    const { body } = await support.via(face, 'admin.organizations.get', {
      organizationId: owner.organizationId,
    })
    expect(body).toMatchObject({
      id: owner.organizationId,
      memberCount: 2,
      owners: [{ id: owner.userId, email: owner.email, isDisabled: false }],
    })
  })

  test('pages hold each once', async () => {
    const support = await staff('fay')
    for (const name of ['ga', 'gb', 'gc']) await world.people.withOrganization(name)
    const [{ count } = { count: 0 }] = await world.sql`SELECT count(*)::int AS count FROM organizations`
    const seen = new Set<string>()
    let cursor: string | null | undefined
    do {
      const answer = await support.via(face, 'admin.organizations.list', {
        limit: 2,
        ...(cursor && { cursor }),
      })
      const { items, nextCursor } = answer.body as unknown as Listed
      for (const { id } of items) seen.add(id)
      cursor = nextCursor
    } while (cursor !== null)
    expect(seen.size).toBe(count)
    expect(count).toBeGreaterThan(2)
  })

  test('A2 are nobody else’s to list, an owner’s either', async () => {
    const owner = await world.people.withOrganization('hanna')
    const input = { organizationId: owner.organizationId }
    expect((await world.via(face, 'admin.organizations.list', {}, owner.headers)).body.code).toBe('not_found')
    expect((await world.via(face, 'admin.organizations.get', input, owner.headers)).body.code).toBe(
      'not_found',
    )
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('many organizations', () => {
  const world = useWorld()

  test('are searched a stretch at a time, and every one is found', { timeout: 60_000 }, async () => {
    await world.sql`INSERT INTO organizations (id, name, slug)
      SELECT ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Name ' || n, 'slug-' || n
      FROM generate_series(1, 60000) n`
    const support = world.as(await world.people.staff('ada', 'support'))
    const pages: number[] = []
    let cursor: string | null | undefined
    do {
      const startedAt = performance.now()
      const answer = await support.via('tRPC', 'admin.organizations.list', {
        search: 'nAME 77',
        limit: 100,
        ...(cursor && { cursor }),
      })
      expect(performance.now() - startedAt).toBeLessThan(2_000)
      const { items, nextCursor } = answer.body as unknown as Listed
      pages.push(items.length)
      cursor = nextCursor
    } while (cursor !== null)
    // 77, 770 to 779, 7700 to 7799; none among the newest fifty thousand but these.
    expect(pages.reduce((sum, count) => sum + count, 0)).toBe(111)
    expect(pages.length).toBeGreaterThan(1)
  })
})
