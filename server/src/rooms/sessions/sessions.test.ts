import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'

describe('sessions', () => {
  // Twenty-one sign-ins are more than the limits allow at once.
  const world = useWorld({ config: { rateLimits: false } })
  const isAlive = async (headers: Record<string, string>) =>
    (await world.rest('GET', '/me', undefined, headers)).status === 200

  test('lists the live sessions, newest first, and marks the one that asks', async () => {
    const ada = await world.people.signedIn('ada')
    const phone = await world.people.signInAgain(ada)
    const { items, nextCursor } = await world.as(ada).api.sessions.list({})
    expect(items.map(({ id, current }) => [id, current])).toEqual([
      [phone.sessionId, false],
      [ada.sessionId, true],
    ])
    expect(items[0]).toMatchObject({ amr: ['pwd'], organizationId: null, userAgent: 'gatehouse-test' })
    expect(nextCursor).toBeNull()
  })

  test('pages through them without a gap or a repeat', async () => {
    const bea = await world.people.signedIn('bea')
    for (let count = 0; count < 4; count += 1) await world.people.signInAgain(bea)
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await world.as(bea).api.sessions.list({ limit: 2, ...(cursor && { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })

  test('a cursor that is none of ours is refused with its place', async () => {
    const cal = await world.people.signedIn('cal')
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url'), '%00']) {
      await expect(world.as(cal).api.sessions.list({ cursor })).toFailWith('request.invalid')
    }
  })

  test('S6 a revoked session’s access and refresh tokens are refused at once', async () => {
    const dan = await world.people.signedIn('dan')
    const phone = await world.people.signInAgain(dan)
    await world.as(dan).api.sessions.revoke({ sessionId: phone.sessionId })
    expect(await isAlive(phone.headers)).toBe(false)
    await expect(world.api.auth.refresh({ refreshToken: phone.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    expect(await isAlive(dan.headers)).toBe(true)
  })

  test('nobody ends a session of somebody else, and cannot tell that it exists', async () => {
    const eli = await world.people.signedIn('eli')
    const fay = await world.people.signedIn('fay')
    await expect(world.as(fay).api.sessions.revoke({ sessionId: eli.sessionId })).toFailWith('not_found')
    await expect(world.as(fay).api.sessions.revoke({ sessionId: crypto.randomUUID() })).toFailWith(
      'not_found',
    )
    expect(await isAlive(eli.headers)).toBe(true)
  })

  test('revoking the others leaves the one that asks', async () => {
    const gil = await world.people.signedIn('gil')
    const others = [await world.people.signInAgain(gil), await world.people.signInAgain(gil)]
    await world.as(gil).api.sessions.revokeOthers({})
    expect(await isAlive(gil.headers)).toBe(true)
    for (const other of others) expect(await isAlive(other.headers)).toBe(false)
  })

  test('S10 a person has twenty live sessions, and the oldest gives way to the next', async () => {
    const hanna = await world.people.signedIn('hanna')
    const second = await world.people.signInAgain(hanna)
    for (let count = 0; count < 19; count += 1) await world.people.signInAgain(hanna, second.deviceToken)
    expect(await isAlive(hanna.headers)).toBe(false)
    expect(await isAlive(second.headers)).toBe(true)
    const { items } = await world.as(second).api.sessions.list({ limit: 100 })
    expect(items).toHaveLength(20)
  })

  test('signing out ends the session, clears the cookie, and may be repeated', async () => {
    const ina = await world.people.signedIn('ina')
    const answer = await world.as(ina).rest('POST', '/logout', {})
    expect(answer.status).toBe(204)
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(answer.cookies.get('__Host-gatehouse_refresh')?.attributes).toContain('max-age=0')
    expect(await isAlive(ina.headers)).toBe(false)
    expect((await world.as(ina).rest('POST', '/logout', {})).status).toBe(204)
    expect((await world.rest('POST', '/logout', { refreshToken: 'rt_nonsense' })).status).toBe(204)
  })

  test('a refresh token alone signs out', async () => {
    const jan = await world.people.signedIn('jan')
    await world.api.auth.logout({ refreshToken: jan.refreshToken })
    expect(await isAlive(jan.headers)).toBe(false)
  })

  test('disabling the account refuses every session at once', async () => {
    const kim = await world.people.signedIn('kim')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE id = ${kim.userId}`
    expect(await isAlive(kim.headers)).toBe(false)
    await expect(world.api.auth.refresh({ refreshToken: kim.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
  })
})
