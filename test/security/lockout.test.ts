import { describe, expect, test } from 'vitest'
import { hours, minutes, seconds } from '../../server/src/kit/duration.ts'
import { type Answer, faces, useWorld, type World } from '../harness/index.ts'

const WRONG = 'not-the-right-one-at-all'
const retryAfter = (answer: Answer): number => Number(answer.headers.get('retry-after'))

/** Signs in with a wrong password so many times, and returns the answers' statuses. */
async function fail(world: World, email: string, times: number): Promise<number[]> {
  const statuses: number[] = []
  for (let count = 0; count < times; count++) {
    statuses.push((await world.via('REST', 'auth.login', { email, password: WRONG })).status)
  }
  return statuses
}

describe.each(faces)('a guesser over %s', (face) => {
  // The pause is not a limit that can be switched off.
  const world = useWorld({ config: { rateLimits: false } })
  const login = (email: string, password: string, more = {}) =>
    world.via(face, 'auth.login', { email, password, ...more })

  test('L1 has ten tries; then even the right password waits fifteen minutes', async () => {
    const { email, password } = await world.people.verified('ada')
    expect(await fail(world, email, 10)).toEqual(Array(10).fill(401))
    const paused = await login(email, password)
    await expect(paused).toFailWith('auth.too_many_attempts')
    expect(paused.status).toBe(429)
    expect(retryAfter(paused)).toBeGreaterThan(14 * 60)
    expect(retryAfter(paused)).toBeLessThanOrEqual(15 * 60)

    const [counters] = await world.sql`SELECT failed_login_attempts, lockout_until FROM credentials
      JOIN users ON id = user_id WHERE email = ${email}`
    expect(counters?.failed_login_attempts).toBe(10)
    expect(counters?.lockout_until).toBeInstanceOf(Date)

    await world.clock.advance(minutes(15))
    expect((await login(email, password)).status).toBe(200)
  })

  test('L1 waits twice as long the next time, and a day at the most', async () => {
    const { email, password } = await world.people.verified('bea')
    let expected = 15 * 60
    for (const tries of [10, 10, 10]) {
      await fail(world, email, tries)
      const wait = retryAfter(await login(email, password))
      expect(wait).toBeGreaterThan(expected - 30)
      expect(wait).toBeLessThanOrEqual(expected)
      await world.clock.advance(seconds(expected))
      expected *= 2
    }
    await world.sql`UPDATE credentials SET lockout_count = 40 WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    await fail(world, email, 10)
    expect(retryAfter(await login(email, password))).toBeLessThanOrEqual(24 * 3600)
  })

  test('L1 is stopped for good after a hundred failures in a row, until the owner resets the password', async () => {
    const { email, password } = await world.people.verified('cleo')
    await world.sql`UPDATE credentials SET failed_login_attempts = 99 WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    await fail(world, email, 1)
    await world.clock.advance(hours(24 * 30))
    await expect(login(email, password)).toFailWith('auth.too_many_attempts')

    await world.rest('POST', '/password-reset/request', { email })
    const { token } = await world.mailbox.lastTo(email)
    const newPassword = 'seven-herons-over-a-lake'
    await world.rest('POST', '/password-reset/confirm', { token, newPassword })
    expect((await login(email, newPassword)).status).toBe(200)
  })

  test('L2 gets the same 429 for an address nobody has', async () => {
    const known = await world.people.verified('dora')
    const shapes = []
    for (const email of [known.email, 'nobody-here@example.org']) {
      const statuses = await fail(world, email, 11)
      const { status, headers, body } = await login(email, WRONG)
      const { requestId: _, retryAfterSeconds, ...rest } = body
      expect(retryAfterSeconds).toBeGreaterThan(14 * 60)
      shapes.push({ statuses, status, rest, names: [...headers.keys()].sort() })
    }
    expect(shapes[1]).toEqual(shapes[0])
  })

  test('L2 a success forgets the failures before it', async () => {
    const { email, password } = await world.people.verified('erin')
    await fail(world, email, 9)
    expect((await login(email, password)).status).toBe(200)
    expect(await fail(world, email, 9)).toEqual(Array(9).fill(401))
    expect((await login(email, password)).status).toBe(200)
  })

  test('L3 cannot keep the owner out of a device that has signed in before, and the owner is told once', async () => {
    const fay = await world.people.signedIn('fay')
    await fail(world, fay.email, 12)
    await expect(login(fay.email, fay.password)).toFailWith('auth.too_many_attempts')
    expect((await login(fay.email, fay.password, { deviceToken: fay.deviceToken })).status).toBe(200)
    const notices = (await world.mailbox.list(fay.email)).filter(({ token }) => token === undefined)
    expect(notices).toHaveLength(1)
  })

  test('L3 gains nothing from a device token made up, or one of another account', async () => {
    const gwen = await world.people.verified('gwen')
    const mallory = await world.people.signedIn('mallory')
    await fail(world, gwen.email, 10)
    for (const deviceToken of [mallory.deviceToken, `dev_${'A'.repeat(43)}`, 'dev_', 'x']) {
      await expect(login(gwen.email, gwen.password, { deviceToken })).toFailWith('auth.too_many_attempts')
    }
  })

  test('L3 who holds the device has ten tries of its own there, and no more', async () => {
    const hana = await world.people.signedIn('hana')
    const { deviceToken } = hana
    for (let count = 0; count < 10; count++) await login(hana.email, WRONG, { deviceToken })
    for (let count = 0; count < 10; count++) await login(hana.email, WRONG, { deviceToken })
    await expect(login(hana.email, hana.password, { deviceToken })).toFailWith('auth.too_many_attempts')
  })
})
