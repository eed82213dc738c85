import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { seconds } from '../../kit/duration.ts'
import { shownProviders } from '../identities/index.ts'

describe('admin.providers', () => {
  const world = useWorld(withProviders(providerAt('http://127.0.0.1:9')))

  async function staff(name: string, role: string) {
    const person = await world.people.signedIn(name)
    await world.sql`UPDATE users SET platform_role = ${role} WHERE id = ${person.userId}`
    return { ...world.as(person), userId: person.userId }
  }

  test('lists and switches the configured providers, and shows no secret', async () => {
    const admin = await staff('ada', 'admin')
    const listed = await admin.rest('GET', '/admin/providers')
    expect(listed.body).toEqual({
      items: [{ id: 'acme', name: 'Acme', kind: 'oidc', issuer: 'http://127.0.0.1:9', enabled: true }],
    })
    expect((await admin.rest('PATCH', '/admin/providers/acme', { enabled: false })).body).toMatchObject({
      enabled: false,
    })
    expect((await admin.rest('PATCH', '/admin/providers/acme', { enabled: false })).status).toBe(200)
    expect((await admin.rest('GET', '/admin/providers')).body).toMatchObject({ items: [{ enabled: false }] })
    expect((await world.rest('GET', '/oauth/providers')).body).toEqual({ items: [] })
    const events = await world.sql`SELECT actor_id, target_id, details FROM audit_events
      WHERE action = 'provider.switched' ORDER BY id`
    expect(events[0]).toMatchObject({
      actor_id: admin.userId,
      target_id: 'acme',
      details: { from: true, to: false },
    })
  })

  test('O8 what pages offer follows the switch, and none of them waits for it', async () => {
    const admin = await staff('page-admin', 'admin')
    const set = (enabled: boolean) => admin.rest('PATCH', '/admin/providers/acme', { enabled })
    for (const enabled of [false, true, false]) {
      await set(enabled)
      await world.clock.advance(seconds(3))
      await expect.poll(() => shownProviders(world.platform).length).toBe(enabled ? 1 : 0)
    }
    await set(true)
  })

  test('is not there for anybody else', async () => {
    const nobody = world.as(await world.people.signedIn('bea'))
    const support = await staff('cleo', 'support')
    for (const caller of [nobody, support]) {
      expect((await caller.rest('GET', '/admin/providers')).status).toBe(404)
      expect((await caller.rest('PATCH', '/admin/providers/acme', { enabled: true })).status).toBe(404)
    }
    expect((await world.rest('GET', '/admin/providers')).status).toBe(401)
  })

  test('knows only what is configured', async () => {
    const admin = await staff('dora', 'admin')
    expect((await admin.rest('PATCH', '/admin/providers/other', { enabled: true })).status).toBe(404)
    expect((await admin.rest('PATCH', '/admin/providers/acme', {})).status).toBe(400)
  })
})
