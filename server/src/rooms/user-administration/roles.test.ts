import { describe, expect, inject, test } from 'vitest'
import { faces, type SignedInPerson, useWorld, type World } from '../../../../test/harness/index.ts'

const admins = async (world: World) =>
  (await world.sql`SELECT email FROM users WHERE platform_role = 'admin' AND disabled_at IS NULL`).map(
    ({ email }) => email,
  )

describe.each(faces)('roles on the platform, over %s', (face) => {
  const world = useWorld()
  const give = async (userId: string, role: string | null, by: SignedInPerson) =>
    world.as(by).via(face, 'admin.users.setPlatformRole', { userId, role })

  test('A1 are given by an administrator in a fresh session begun with two factors, and act at once', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.signedIn('bea')
    expect((await world.as(bea).rest('GET', '/admin/users')).status).toBe(404)
    expect((await give(bea.userId, 'support', admin)).status).toBeLessThan(300)
    expect((await world.as(bea).rest('GET', '/admin/users')).status).toBe(200)
    expect((await world.mailbox.lastTo(bea.email)).subject).toContain('has changed')
    await give(bea.userId, null, admin)
    expect((await world.as(bea).rest('GET', '/admin/users')).status).toBe(404)
    const events = await world.sql`SELECT actor_id, details FROM audit_events
      WHERE action = 'admin.user_role_changed' AND target_id = ${bea.userId} ORDER BY position`
    expect(events).toEqual([
      {
        actor_id: admin.userId,
        details: { before: { platformRole: null }, after: { platformRole: 'support' } },
      },
      {
        actor_id: admin.userId,
        details: { before: { platformRole: 'support' }, after: { platformRole: null } },
      },
    ])
  })

  test('A1 one factor is not enough, nor is one of an hour ago', async () => {
    const cal = await world.people.signedIn('cal')
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${cal.userId}`
    const dee = await world.people.signedIn('dee')
    await expect(give(dee.userId, 'admin', cal)).toFailWith('admin.mfa_required')
    const admin = await world.people.staff('abe', 'admin')
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${admin.sessionId}`
    await expect(give(dee.userId, 'admin', admin)).toFailWith('auth.reauthentication_required')
    expect(await admins(world)).not.toContain(dee.email)
  })

  test('A1 nobody else gives any: not support, not the person, not for themselves', async () => {
    const support = await world.people.staff('sue', 'support')
    const admin = await world.people.staff('amy', 'admin')
    const eli = await world.people.signedIn('eli')
    for (const by of [support, eli]) {
      await expect(give(eli.userId, 'admin', by)).toFailWith('not_found')
      await expect(give(admin.userId, null, by)).toFailWith('not_found')
    }
    await expect(give(admin.userId, 'support', admin)).toFailWith('admin.not_yourself')
    await expect(give(eli.userId, 'owner', admin)).toFailWith('request.invalid')
    expect(await admins(world)).toContain(admin.email)
    expect(await admins(world)).not.toContain(eli.email)
  })

  test('A4 a role that is taken ends what was done as others', async () => {
    const admin = await world.people.staff('ali', 'admin')
    const other = await world.people.staff('ana', 'admin')
    const fay = await world.people.signedIn('fay')
    const acting = await world
      .as(other)
      .rest('POST', `/admin/users/${fay.userId}/impersonate`, { reason: 'She asked for help with her page.' })
    expect(acting.status, acting.text).toBe(200)
    const headers = { authorization: `Bearer ${String(acting.body.accessToken)}` }
    expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(200)
    await give(other.userId, null, admin)
    expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(401)
    // Given back, it revives nothing.
    await give(other.userId, 'admin', admin)
    expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(401)
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('two administrators at once', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const acts = {
    demote: (by: SignedInPerson, userId: string) =>
      world.as(by).rest('POST', `/admin/users/${userId}/platform-role`, { role: null }),
    disable: (by: SignedInPerson, userId: string) =>
      world.as(by).rest('POST', `/admin/users/${userId}/disable`),
    'lock down': (by: SignedInPerson, userId: string) =>
      world.as(by).rest('POST', `/admin/users/${userId}/lockdown`),
    delete: (by: SignedInPerson, userId: string) => world.as(by).rest('DELETE', `/admin/users/${userId}`),
  }

  test.each(Object.entries(acts))('A5 who %s each other leave one', async (name, act) => {
    for (let round = 0; round < 6; round += 1) {
      await world.sql`UPDATE users SET platform_role = NULL`
      const one = await world.people.staff(`one-${name.replace(' ', '-')}-${round}`, 'admin')
      const two = await world.people.staff(`two-${name.replace(' ', '-')}-${round}`, 'admin')
      const answers = await Promise.all([act(one, two.userId), act(two, one.userId)])
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
      for (const { status } of answers) expect(status).toBeLessThan(500)
      expect(await admins(world)).toHaveLength(1)
    }
  })

  test('A5 who leave, each by themselves, or are put out by the other, leave one', async () => {
    for (let round = 0; round < 6; round += 1) {
      await world.sql`UPDATE users SET platform_role = NULL`
      const one = await world.people.staff(`stay-${round}`, 'admin')
      const two = await world.people.staff(`go-${round}`, 'admin')
      const three = await world.people.staff(`gone-${round}`, 'admin')
      const answers = await Promise.all([
        world.as(one).rest('DELETE', '/me'),
        world.as(two).rest('DELETE', '/me'),
        world.as(three).rest('DELETE', '/me'),
        acts.demote(one, two.userId),
        acts.disable(two, three.userId),
      ])
      for (const { status, text } of answers) expect(status, text).toBeLessThan(500)
      const left = await world.sql`SELECT 1 FROM users
        WHERE platform_role = 'admin' AND disabled_at IS NULL AND erased_after IS NULL`
      expect(left.length).toBeGreaterThanOrEqual(1)
    }
  })
})
