import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'
import { hours, minutes } from '../../kit/duration.ts'
import { MAX_ADDRESSES } from './spraying.ts'

const WRONG = 'one-password-for-all'
const redis = process.env.TEST_REDIS_URL !== undefined

describe.each(faces)('one password on many addresses, over %s', (face) => {
  const world = useWorld({ redis: false })
  let next = 0
  const address = () => `sprayed${++next}@example.org`

  /** Tries a password on many addresses, each once, as slowly as the limit of sign-ins by client address asks. */
  async function spray(ip: string, count: number): Promise<number[]> {
    const statuses: number[] = []
    for (let n = 0; n < count; n++) {
      if (n > 0 && n % 30 === 0) await world.clock.advance(minutes(16))
      const answer = await world.from(ip).via(face, 'auth.login', { email: address(), password: WRONG })
      statuses.push(answer.status)
    }
    return statuses
  }

  test('L8 from one client address is stopped, for known addresses and unknown ones, the right password too', async () => {
    const ada = await world.people.verified('ada')
    const ip = '203.0.113.10'
    const statuses = await spray(ip, MAX_ADDRESSES + 1)
    expect(statuses.slice(0, MAX_ADDRESSES).every((status) => status === 401)).toBe(true)
    expect(statuses.at(-1)).toBe(429)
    const { email, password } = ada
    for (const input of [
      { email, password },
      { email, password: WRONG },
      { email: address(), password: WRONG },
    ]) {
      const refused = await world.from(ip).via(face, 'auth.login', input)
      expect(refused.body).toMatchObject({ code: 'rate_limited', status: 429 })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
    }
    // Nobody else is held up, and nothing was counted against the account.
    expect((await world.from('203.0.113.11').via(face, 'auth.login', { email, password })).status).toBe(200)
    const [event] = await world.sql`SELECT details FROM audit_events WHERE action = 'sign_in.failed'
      AND target_id = (SELECT id::text FROM users WHERE email = ${email}) ORDER BY at DESC LIMIT 1`
    expect(event).toEqual({ details: { method: 'password', reason: 'too_many_addresses' } })
    await world.clock.advance(hours(1) + minutes(1))
    expect((await world.from(ip).via(face, 'auth.login', { email, password })).status).toBe(200)
  })

  test('L8 L3 a device that is known is let in from there, and other ways in stay open', async () => {
    const bea = await world.people.signedIn('bea')
    const ip = '203.0.113.20'
    expect((await spray(ip, MAX_ADDRESSES + 1)).at(-1)).toBe(429)
    const { email, password, deviceToken } = bea
    const known = await world.from(ip).via(face, 'auth.login', { email, password, deviceToken })
    expect(known.status).toBe(200)
    expect((await world.from(ip).via(face, 'auth.login', { email, password })).status).toBe(429)
    expect((await world.from(ip).via(face, 'auth.refresh', { refreshToken: bea.refreshToken })).status).toBe(
      200,
    )
  })

  test('L8 the same address over and over counts once, and so do right passwords not at all', async () => {
    const cleo = await world.people.verified('cleo')
    const ip = '203.0.113.30'
    for (let n = 0; n < MAX_ADDRESSES + 10; n++) {
      if (n % 5 === 0) await world.clock.advance(minutes(16))
      const input = { email: cleo.email, password: n % 5 === 0 ? cleo.password : WRONG }
      expect([200, 401]).toContain((await world.from(ip).via(face, 'auth.login', input)).status)
    }
  })
})

describe.skipIf(!redis)('one password on many addresses, on two nodes', () => {
  const world = useWorld({ redis: true, config: { redisRequired: true } })

  test('L8 is counted over both', async () => {
    const other = await world.node()
    const caller = world.from('203.0.113.40')
    const callers = [world.platform, other.platform]
    expect(callers).toHaveLength(2)
    const claim = (key: string, points: number) => ({
      limiter: 'auth.login:spray',
      key,
      points,
      windowMs: 60_000,
      quiet: true,
    })
    await world.platform.limiter.take([claim('203.0.113.40', 2)])
    expect(await other.platform.limiter.usedUpFor(claim('203.0.113.40', 2))).toBeUndefined()
    await other.platform.limiter.take([claim('203.0.113.40', 2)])
    expect(await world.platform.limiter.usedUpFor(claim('203.0.113.40', 2))).toBeGreaterThan(50_000)
    for (let n = 2; n < MAX_ADDRESSES; n++)
      await other.platform.limiter.take([claim('203.0.113.40', MAX_ADDRESSES)])
    const refused = await caller.rest('POST', '/login', { email: 'nobody@example.org', password: WRONG })
    expect(refused.body).toMatchObject({ code: 'rate_limited' })
  })
})
