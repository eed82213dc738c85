import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { captureLog } from '../../../test/harness/log.ts'
import { newRedisNamespace, type RedisNamespace } from '../../../test/harness/redis.ts'
import { startTcpProxy, type TcpProxy } from '../../../test/harness/tcp-proxy.ts'
import type { LimitClaim } from '../context.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { createRedis } from './redis.ts'

const log = captureLog()
let nowMs = 0
const clock = { nowMs: () => nowMs, now: () => new Date(nowMs), steadyMs: () => nowMs }
const perKey = (key: string, changes: Partial<LimitClaim> = {}): LimitClaim => ({
  limiter: 'auth.login:email',
  key,
  points: 3,
  windowMs: 60_000,
  ...changes,
})

/** How many of `count` calls at once are let through. */
async function passed(limiter: Limiter, claims: LimitClaim[], count: number): Promise<number> {
  const calls = await Promise.allSettled(Array.from({ length: count }, () => limiter.take(claims)))
  return calls.filter(({ status }) => status === 'fulfilled').length
}

const stores = process.env.TEST_REDIS_URL ? (['memory', 'redis'] as const) : (['memory'] as const)

describe.each(stores)('limits, counted in %s', (store) => {
  let namespace: RedisNamespace | undefined
  let redis: Redis | undefined
  let limiter: Limiter
  const create = (rateLimits = true) =>
    createLimiter({
      config: { rateLimits, redisRequired: store === 'redis' },
      redis: redis && { client: redis },
      clock,
      log: log.log,
    })
  /** Lets a window pass: by our clock, or by that of Redis. */
  const pass = async (ms: number) => {
    nowMs += ms
    if (redis) await sleep(ms)
  }

  beforeAll(async () => {
    if (store === 'memory') return
    namespace = newRedisNamespace()
    redis = createRedis(namespace.url, log.log)
    await new Promise((resolve) => redis?.once('ready', resolve))
  })
  beforeEach(() => {
    limiter = create()
  })
  afterAll(async () => {
    redis?.disconnect()
    await namespace?.remove()
  })

  test('of a hundred calls at once, as many pass as there are points', async () => {
    expect(await passed(limiter, [perKey('a hundred', { points: 7 })], 100)).toBe(7)
  })

  test('who is refused is told when to come back, and may then', async () => {
    const claim = perKey('come back', { windowMs: 1_000 })
    for (let call = 0; call < 3; call += 1) await limiter.take([claim])
    await expect(limiter.take([claim])).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 })
    await pass(1_050)
    await limiter.take([claim])
  })

  test('asking again and again does not put the end off', async () => {
    const claim = perKey('again', { points: 1, windowMs: 1_200 })
    await limiter.take([claim])
    await pass(700)
    await expect(limiter.take([claim])).rejects.toMatchObject({ code: 'rate_limited' })
    await pass(600)
    await limiter.take([claim])
  })

  test('keys and limiters have counts of their own', async () => {
    const one = { points: 1 }
    await limiter.take([perKey('one', one)])
    await limiter.take([perKey('two', one)])
    await limiter.take([perKey('one', { ...one, limiter: 'auth.register:email' })])
    await expect(limiter.take([perKey('one', one)])).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('all claims of a call count, and the one that lasts longest answers, with its code', async () => {
    const short = perKey('both', { limiter: 'short', points: 1, windowMs: 20_000 })
    const long = perKey('both', {
      limiter: 'long',
      points: 2,
      windowMs: 90_000,
      code: 'auth.too_many_attempts',
    })
    await limiter.take([short, long])
    await expect(limiter.take([short, long])).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterSeconds: 20,
    })
    await expect(limiter.take([short, long])).rejects.toMatchObject({
      code: 'auth.too_many_attempts',
      retryAfterSeconds: 90,
    })
  })

  test('nodes share a count only through Redis', async () => {
    const claim = perKey('nodes', { points: 1 })
    await limiter.take([claim])
    expect(await passed(create(), [claim], 1)).toBe(store === 'redis' ? 0 : 1)
  })

  test('RATE_LIMITS=off takes nothing', async () => {
    expect(await passed(create(false), [perKey('off', { points: 1 })], 50)).toBe(50)
  })

  test.runIf(store === 'redis')(
    'nothing rests in Redis in the clear, nor for longer than its window',
    async () => {
      await limiter.take([perKey('ada@example.org')])
      const keys = (await redis!.keys(`${redis!.options.keyPrefix}*`)).map((key) =>
        key.slice(redis!.options.keyPrefix!.length),
      )
      expect(keys.length).toBeGreaterThan(0)
      for (const key of keys) {
        expect(key).toMatch(/^gatehouse:\{limit\}:[\w.:]+:[\w-]{22}$/)
        const leftMs = await redis!.pttl(key)
        expect(leftMs).toBeGreaterThan(0)
        expect(leftMs).toBeLessThanOrEqual(90_000)
      }
    },
  )

  test.runIf(store === 'redis')('a counter without an end gets one', async () => {
    const claim = perKey('persisted')
    await limiter.take([claim])
    const keys = await redis!.keys(`${redis!.options.keyPrefix}*`)
    for (const key of keys) await redis!.persist(key.slice(redis!.options.keyPrefix!.length))
    await limiter.take([claim])
    const ends = await Promise.all(
      keys.map((key) => redis!.pttl(key.slice(redis!.options.keyPrefix!.length))),
    )
    expect(Math.max(...ends)).toBeGreaterThan(50_000)
  })
})

describe.runIf(process.env.TEST_REDIS_URL)('while Redis is away', () => {
  let proxy: TcpProxy
  let namespace: RedisNamespace
  let redis: Redis
  const limiterFor = (redisRequired: boolean) =>
    createLimiter({
      config: { rateLimits: true, redisRequired },
      redis: { client: redis },
      clock,
      log: log.log,
    })
  const shared = () => limiterFor(true)
  const isBack = async () => {
    for (let tries = 0; redis.status !== 'ready' && tries < 200; tries += 1) await sleep(50)
    expect(redis.status).toBe('ready')
  }

  beforeEach(async () => {
    namespace = newRedisNamespace()
    const url = new URL(namespace.url)
    proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) })
    url.hostname = '127.0.0.1'
    url.port = String(proxy.port)
    redis = createRedis(url.href, log.log)
    await isBack()
  })
  afterEach(async () => {
    redis.disconnect()
    await proxy.close()
    await namespace.remove()
  })

  test('limits go on in memory: half as many where it is required, all of them where it is not', async () => {
    await proxy.refuse()
    const claim = perKey('half', { points: 10 })
    expect(await passed(limiterFor(true), [claim], 30)).toBe(5)
    expect(await passed(limiterFor(false), [claim], 30)).toBe(10)
    expect(await passed(limiterFor(true), [perKey('one', { points: 1 })], 30)).toBe(1)
  })

  test('a critical call is refused after a minute, not before; others are counted on', async () => {
    const limiter = shared()
    const critical = perKey('critical', { points: 100, critical: true })
    const other = perKey('other', { points: 4 })
    await proxy.refuse()
    await limiter.take([critical])
    nowMs += 60_000
    await limiter.take([critical])
    nowMs += 1
    await expect(limiter.take([critical])).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 5,
    })
    await expect(limiter.take([other, critical])).rejects.toMatchObject({ code: 'unavailable' })
    expect(await passed(limiter, [other], 20)).toBe(2)
    nowMs += 3_600_000
    await limiterFor(false).take([critical])
  })

  test('it is used again once it is back, with the counts it has', async () => {
    const limiter = shared()
    const claim = perKey('back', { points: 3, critical: true })
    for (let call = 0; call < 3; call += 1) await limiter.take([claim])
    await proxy.refuse()
    nowMs += 120_000
    await limiter.take([claim])
    nowMs += 120_000
    await expect(limiter.take([claim])).rejects.toMatchObject({ code: 'unavailable' })
    await proxy.reopen()
    await isBack()
    await sleep(1_100)
    await expect(limiter.take([claim])).rejects.toMatchObject({ code: 'rate_limited' })
    await limiter.take([perKey('back, another', { critical: true })])
  })

  test('a Redis that hangs holds one call up for a quarter of a second, and no other', async () => {
    const limiter = shared()
    proxy.freeze()
    const started = performance.now()
    await limiter.take([perKey('hung')])
    expect(performance.now() - started).toBeGreaterThan(200)
    expect(performance.now() - started).toBeLessThan(3_000)
    const again = performance.now()
    for (let call = 0; call < 1_000; call += 1) await limiter.take([perKey(`hung ${call}`)])
    expect(performance.now() - again).toBeLessThan(5_000)
  })

  test('a connection that died silently is replaced', async () => {
    const limiter = shared()
    const claim = perKey('silent', { points: 100 })
    await limiter.take([claim])
    proxy.freeze()
    await limiter.take([claim])
    const closed = new Promise((resolve) => redis.once('close', resolve))
    await Promise.race([
      closed,
      sleep(5_000).then(() => Promise.reject(new Error('still waiting for the dead one'))),
    ])
    proxy.thaw()
    await isBack()
    await sleep(1_100)
    await limiter.take([claim])
    expect(await redis.ping()).toBe('PONG')
  })

  test('it is said once when it goes and once when it is back, and nothing is thrown out of turn', async () => {
    const before = log.entries().length
    const limiter = shared()
    for (let round = 0; round < 5; round += 1) {
      proxy.cut('reset')
      await limiter.take([perKey(`cut ${round}`)])
      await sleep(50)
    }
    await proxy.refuse()
    for (let call = 0; call < 50; call += 1) await limiter.take([perKey(`away ${call}`)])
    await proxy.reopen()
    await isBack()
    const said = log
      .entries()
      .slice(before)
      .map(({ msg }) => msg)
    expect(said.filter((msg) => msg === 'limits are counted in memory for now').length).toBeLessThanOrEqual(6)
    expect(said.filter((msg) => msg === 'redis is away').length).toBeLessThanOrEqual(6)
    expect(said).toContain('redis is back')
  })
})
