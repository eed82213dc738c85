import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startHousekeeping } from '../../server/src/housekeeping.ts'
import { growthOf, readMetrics, samplesOf, sumOf } from '../harness/exposition.ts'
import { createWorld, useWorld, type World } from '../harness/index.ts'

describe('metrics of a platform whose database is gone', () => {
  const world = useWorld()

  test('say so in time, and give no number for what cannot be learned', async () => {
    const { platform } = await world.node()
    await platform.stop()
    const startedAtMs = performance.now()
    const samples = samplesOf(await platform.exposition.read())
    expect(performance.now() - startedAtMs).toBeLessThan(5_000)
    expect(sumOf(samples, 'service_ready')).toBe(0)
    expect(sumOf(samples, 'dependency_up', { dependency: 'database' })).toBe(0)
    for (const name of [
      'migrations_pending',
      'email_outbox_oldest_age_seconds',
      'clock_skew_seconds',
      'restore_drill_age_seconds',
      'signing_key_age_seconds',
    ])
      expect({ name, value: sumOf(samples, name) }).toEqual({ name, value: undefined })
    expect(sumOf(samples, 'build_info')).toBe(1)
  })

  test('are read again when it is back', async () => {
    expect(sumOf(await readMetrics(world), 'migrations_pending')).toBe(0)
  })

  test('count every duty of housekeeping that fails', async () => {
    const { platform } = await world.node()
    await platform.stop()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const stop = startHousekeeping(platform)
    try {
      const failures = async () =>
        sumOf(samplesOf(await platform.exposition.read()), 'housekeeping_failures_total', { duty: 'mail' })
      expect(await failures()).toBeUndefined()
      vi.advanceTimersByTime(10 * 60_000)
      await vi.waitUntil(async () => (await failures()) === 1)
    } finally {
      stop()
      vi.useRealTimers()
    }
  })
})

describe('metrics of breached passwords', () => {
  const breached = 'a password of everybody'
  let isDown = false
  const server = createServer((request, response) => {
    const digest = createHash('sha1').update(breached).digest('hex').toUpperCase()
    const isAsked = request.url?.endsWith(digest.slice(0, 5))
    response.writeHead(isDown ? 503 : 200).end(isAsked ? `${digest.slice(5)}:12` : '')
  })
  let world: World
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const hibpUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`
    world = await createWorld({ config: { passwords: { hibp: true, hibpUrl } } })
  })
  afterAll(async () => {
    await world?.stop()
    server.close().closeAllConnections()
  })

  test('tell found, not found, and that nobody answered', async () => {
    const lookups = (outcome: string) => ['auth_breach_lookups_total', { outcome }] as const
    const register = (password: string) =>
      world.rest('POST', '/register', { email: 'ada@example.org', password, displayName: 'Ada' })
    const grown = await growthOf(
      world,
      {
        found: lookups('found'),
        notFound: lookups('not_found'),
        unavailable: lookups('unavailable'),
      },
      async () => {
        expect((await register(breached)).body).toMatchObject({ code: 'password.too_common' })
        await register('plum 1234 of nobody else')
        isDown = true
        await register('pear 5678 of nobody else')
      },
    )
    expect(grown).toEqual({ found: 1, notFound: 1, unavailable: 1 })
  })
})
