import { describe, expect, inject, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { askForKey, keysAt, type MadeKey, makeKey } from '../../../../test/harness/people-api-keys.ts'

describe.skipIf(inject('databaseSource').kind !== 'postgres')('API keys that many change at once', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const times = <Result>(count: number, act: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)))

  test.each(['one person', 'several members'])('of twenty rotations by %s one wins', async (who) => {
    const { organizationId, ...ada } = await world.people.withOrganization(`ada-${who.replace(' ', '-')}`)
    const others = [ada]
    if (who === 'several members') {
      for (const name of ['bea', 'cal', 'dee'])
        others.push(await world.people.joined(organizationId, name, 'admin'))
    }
    const owner = who === 'one person' ? {} : { organizationId }
    const { apiKey } = await makeKey(world, ada, { ...owner, scopes: ['org:read'] })
    const at = `${keysAt(owner.organizationId)}/${apiKey.id}/rotate`
    const answers = await times(20, (index) =>
      world.rest<MadeKey>('POST', at, {}, others[index % others.length]!.headers),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status } of answers) expect([201, 409, 503]).toContain(status)
    const successors = await world.sql`SELECT id FROM api_keys WHERE replaces_id = ${apiKey.id}`
    expect(successors).toHaveLength(1)
  })

  test('the database itself knows one successor of a key', async () => {
    const eli = await world.people.signedIn('eli')
    const { apiKey } = await makeKey(world, eli)
    const insert = (hash: string) => world.sql`INSERT INTO api_keys
      (id, key_hash, prefix, name, user_id, scopes, replaces_id)
      VALUES (gen_random_uuid(), ${Buffer.from(hash)}, 'gk_', 'next', ${eli.userId}, '{}', ${apiKey.id})`
    await insert('first')
    await expect(insert('second')).rejects.toMatchObject({ code: '23505' })
  })

  test('nobody gets more than fifty by asking for them at once', async () => {
    const { organizationId, ...fay } = await world.people.withOrganization('fay')
    const gus = await world.people.joined(organizationId, 'gus', 'admin')
    for (const owner of [undefined, organizationId]) {
      await world.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, organization_id, scopes)
        SELECT gen_random_uuid(), uuid_send(gen_random_uuid()), 'gk_', 'more', ${fay.userId}, ${owner ?? null}, '{}'
        FROM generate_series(1, 45)`
      const wish = owner === undefined ? {} : { organizationId: owner }
      const answers = await times(20, (index) =>
        askForKey(world, owner !== undefined && index % 2 === 1 ? gus : fay, wish),
      )
      const [row] = await world.sql`SELECT count(*)::int AS live FROM api_keys
        WHERE user_id IN (${fay.userId}, ${gus.userId}) AND revoked_at IS NULL
        AND organization_id IS NOT DISTINCT FROM ${owner ?? null}`
      expect(row!.live).toBe(45 + answers.filter(({ status }) => status === 201).length)
      expect(row!.live).toBeLessThanOrEqual(50)
      expect(answers.some(({ status }) => status === 201)).toBe(true)
    }
  })

  test('a rotation and a revocation at once leave no older key alive', async () => {
    const hal = await world.people.signedIn('hal')
    for (let round = 0; round < 10; round += 1) {
      const { key, apiKey } = await makeKey(world, hal, { scopes: ['account:read'] })
      const [rotated, revoked] = await Promise.all([
        world.rest('POST', `${keysAt()}/${apiKey.id}/rotate`, {}, hal.headers),
        world.rest('DELETE', `${keysAt()}/${apiKey.id}`, undefined, hal.headers),
      ])
      expect([201, 404]).toContain(rotated.status)
      expect(revoked.status).toBe(204)
      await expect(world.rest('GET', '/me', undefined, { 'x-api-key': key })).toFailWith(
        'auth.unauthenticated',
      )
    }
  })

  test('fifty uses at once of a key that is not noted yet all succeed, also while it is locked', async () => {
    const ida = await world.people.signedIn('ida')
    const { key, apiKey } = await makeKey(world, ida, { scopes: ['account:read'] })
    const use = () => world.rest('GET', '/me', undefined, { 'x-api-key': key })
    const answers = await times(50, use)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    await world.sql`UPDATE api_keys SET last_used_at = NULL WHERE id = ${apiKey.id}`
    await world.sql.begin(async (sql) => {
      await sql`SELECT 1 FROM api_keys WHERE id = ${apiKey.id} FOR UPDATE`
      expect((await use()).status).toBe(200)
    })
  })

  test('Y2 whoever loses the right while they ask gets no key by it', async () => {
    const { organizationId, ...jo } = await world.people.withOrganization('jo')
    const kim = await world.people.joined(organizationId, 'kim', 'admin')
    let asking: ReturnType<typeof askForKey> | undefined
    await world.sql.begin(async (sql) => {
      await sql`SELECT 1 FROM organizations WHERE id = ${organizationId} FOR UPDATE`
      asking = askForKey(world, kim, { organizationId, scopes: ['members:manage'] })
      // Until it waits for the lock.
      for (let waits = 0; waits === 0; ) {
        const [row] = await world.sql`SELECT count(*)::int AS count FROM pg_locks
          JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`
        waits = row!.count
      }
      await sql`UPDATE memberships SET role = 'viewer' WHERE user_id = ${kim.userId}`
    })
    await expect(asking!).toFailWith('org.forbidden')
    expect(await world.sql`SELECT 1 FROM api_keys WHERE user_id = ${kim.userId}`).toHaveLength(0)
    expect((await askForKey(world, jo, { organizationId })).status).toBe(201)
  })
})
