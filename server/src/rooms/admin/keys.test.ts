import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'
import { minutes } from '../../kit/duration.ts'

interface Key {
  kid: string
  state: string
}

describe.each(faces)('signing keys for administrators, over %s', (face) => {
  const world = useWorld()
  const jwks = async () => {
    const response = await world.fetch('/.well-known/jwks.json')
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
  }

  test('J6 a rotation publishes the next key, signs nobody out, and is one however often it is asked for', async () => {
    const admin = world.as(await world.people.staff('ada', 'admin'))
    const bea = await world.people.signedIn('bea')
    const before = (await admin.via(face, 'admin.keys.list', {})).body.items as Key[]
    expect(before).toMatchObject([{ state: 'active', algorithm: 'ES256' }])
    expect(JSON.stringify(before)).not.toMatch(/"d"|private|sealed/i)
    const { body: next } = await admin.via(face, 'admin.keys.rotate', {})
    expect(next).toMatchObject({ state: 'next' })
    expect((await admin.via(face, 'admin.keys.rotate', {})).body.kid).toBe(next.kid)
    expect(await jwks()).toEqual(expect.arrayContaining([before[0]!.kid, next.kid as string]))
    expect((await world.via(face, 'account.get', {}, bea.headers)).status).toBe(200)
    const events = await world.sql`SELECT FROM audit_events WHERE action = 'signing_key.rotated'`
    expect(events).toHaveLength(1)
  })

  test('J6 a revoked key opens nothing from that moment on, and sessions live on', async () => {
    const admin = world.as(await world.people.staff('cleo', 'admin'))
    const dora = await world.people.signedIn('dora')
    const keys = (await admin.via(face, 'admin.keys.list', {})).body.items as Key[]
    const active = keys.find(({ state }) => state === 'active')!
    const revoked = await admin.via(face, 'admin.keys.revoke', { kid: active.kid })
    expect(revoked.body).toMatchObject({ kid: active.kid, state: 'revoked' })
    expect((await world.via(face, 'account.get', {}, dora.headers)).status).toBe(401)
    const refreshed = await world.via(face, 'auth.refresh', { refreshToken: dora.refreshToken })
    expect(refreshed.status).toBe(200)
    const headers = { authorization: `Bearer ${refreshed.body.accessToken}` }
    expect((await world.via(face, 'account.get', {}, headers)).status).toBe(200)
    expect(await jwks()).not.toContain(active.kid)
  })

  test('pages of keys hold each once', async () => {
    const admin = world.as(await world.people.staff('erin', 'admin'))
    const { body: all } = await admin.via(face, 'admin.keys.list', {})
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await admin.via(face, 'admin.keys.list', { limit: 1, ...(cursor && { cursor }) })
      seen.push(...(body.items as Key[]).map(({ kid }) => kid))
      cursor = (body.nextCursor as string | null) ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual((all.items as Key[]).map(({ kid }) => kid))
    expect(seen.length).toBeGreaterThan(1)
  })

  test('A2 S8 support sees none of it, and an administrator changes it only when freshly signed in', async () => {
    const support = world.as(await world.people.staff('fay', 'support'))
    for (const [path, input] of [
      ['admin.keys.list', {}],
      ['admin.keys.rotate', {}],
      ['admin.keys.revoke', { kid: 'any' }],
    ] as const)
      expect((await support.via(face, path, input)).body.code).toBe('not_found')
    const { headers } = await world.people.staff('gina', 'admin')
    await world.clock.advance(minutes(6))
    for (const path of ['admin.keys.rotate', 'admin.keys.revoke']) {
      const { body } = await world.via(
        face,
        path,
        path === 'admin.keys.revoke' ? { kid: 'any' } : {},
        headers,
      )
      expect(body.code).toBe('auth.reauthentication_required')
    }
    expect((await world.via(face, 'admin.keys.list', {}, headers)).status).toBe(200)
  })
})
