import { describe, expect, test } from 'vitest'
import { useGround } from '../../../../test/harness/ground.ts'
import { days } from '../../kit/duration.ts'
import { cleanUpDevices, forgetDevices, rememberDevice, takeDeviceAttempt } from './index.ts'

describe('known devices', () => {
  const ground = useGround()
  const person = async () => (await ground.newAccount()).id
  const remember = (userId: string, token?: string) => rememberDevice(ground.ctx, userId, token)
  const attempt = (userId: string, token: string | undefined) => takeDeviceAttempt(ground.ctx, userId, token)

  test('a device is new to an account once, and keeps its token', async () => {
    const ada = await person()
    const first = await remember(ada)
    expect(first).toEqual({ token: expect.stringMatching(/^dev_[A-Za-z0-9_-]{43}$/), isNew: true })
    expect(await remember(ada, first.token)).toEqual({ token: first.token, isNew: false })
  })

  test('the database holds no device token, only its hash', async () => {
    const { token } = await remember(await person())
    const rows = await ground.sql`SELECT d::text AS text FROM known_devices d`
    const hex = Buffer.from(token).toString('hex')
    for (const { text } of rows) {
      expect(text).not.toContain(token.slice(4))
      expect(text).not.toContain(hex)
    }
  })

  test('two people share a device under one token, and it is new to each once', async () => {
    const [ada, bob] = [await person(), await person()]
    const { token } = await remember(ada)
    expect(await remember(bob, token)).toEqual({ token, isNew: true })
    expect(await remember(bob, token)).toEqual({ token, isNew: false })
  })

  test('a token that nobody was given is not taken up, whatever it looks like', async () => {
    const ada = await person()
    for (const planted of [`dev_${'A'.repeat(43)}`, 'dev_', '', 'rt_x', '\u0000', 'x'.repeat(10_000)]) {
      const { token, isNew } = await remember(ada, planted)
      expect(token).not.toBe(planted)
      expect(isNew).toBe(true)
      expect(await attempt(ada, planted)).toBe(false)
    }
  })

  test('a device is known to the accounts it has signed in to, and to no other', async () => {
    const [ada, bob] = [await person(), await person()]
    const { token } = await remember(ada)
    expect(await attempt(ada, token)).toBe(true)
    expect(await attempt(bob, token)).toBe(false)
    expect(await attempt(ada, undefined)).toBe(false)
  })

  test('however many attempts run at once, it has ten; signing in gives them back', async () => {
    const ada = await person()
    const { token } = await remember(ada)
    const atOnce = await Promise.allSettled(Array.from({ length: 30 }, () => attempt(ada, token)))
    let granted = atOnce.filter((one) => one.status === 'fulfilled' && one.value).length
    // On a busy machine some may have found no connection: what they left is still there, and no more.
    while (granted < 30 && (await attempt(ada, token))) granted += 1
    expect(granted).toBe(10)
    await remember(ada, token)
    expect(await attempt(ada, token)).toBe(true)
  })

  test('forgetting an account’s devices leaves those of others', async () => {
    const [ada, bob] = [await person(), await person()]
    const { token } = await remember(ada)
    await remember(bob, token)
    await forgetDevices(ground.ctx, ada)
    expect(await attempt(ada, token)).toBe(false)
    expect(await attempt(bob, token)).toBe(true)
    expect(await remember(ada, token)).toMatchObject({ isNew: true })
  })

  test('an account keeps fifty devices; the one longest unused gives way', async () => {
    const ada = await person()
    const oldest = await remember(ada)
    await ground.clock.advance(1_000)
    const inUse = await remember(ada)
    for (let count = 0; count < 49; count++) await remember(ada)
    const [row] = await ground.sql`SELECT count(*)::int AS count FROM known_devices WHERE user_id = ${ada}`
    expect(row!.count).toBe(50)
    expect(await attempt(ada, oldest.token)).toBe(false)
    expect(await attempt(ada, inUse.token)).toBe(true)
  })

  test('a device idle for 400 days is a stranger, before and after it is cleaned up', async () => {
    const ada = await person()
    const { token } = await remember(ada)
    await ground.clock.advance(days(400) - 60_000)
    expect(await attempt(ada, token)).toBe(true)
    await ground.clock.advance(120_000)
    expect(await attempt(ada, token)).toBe(false)
    expect(await cleanUpDevices(ground.ctx)).toBeGreaterThan(0)
    expect(await ground.sql`SELECT FROM known_devices WHERE user_id = ${ada}`).toHaveLength(0)
  })
})
