import pino from 'pino'
import { describe, expect, test } from 'vitest'
import type { LimitClaim } from '../context.ts'
import { createLimiter } from './limiter.ts'
import { MemoryCounters } from './limiter-memory.ts'

let nowMs = 0
const clock = { nowMs: () => nowMs, now: () => new Date(nowMs), steadyMs: () => nowMs }
const log = pino({ level: 'silent' })
const perKey = (key: string, changes: Partial<LimitClaim> = {}): LimitClaim => ({
  limiter: 'auth.login:email',
  key,
  points: 3,
  windowMs: 60_000,
  ...changes,
})

describe('counters in memory', () => {
  test('a flood of new keys takes bounded memory, and makes no count in use be forgotten', () => {
    const counters = new MemoryCounters(clock, 1_000)
    const ada = perKey('ada', { points: 3 })
    for (let call = 0; call < 4; call += 1) counters.count(ada, 3)
    for (let index = 0; index < 50_000; index += 1) {
      counters.count(perKey(`flood ${index}`), 3)
      if (index % 10_000 === 0) expect(counters.size).toBeLessThanOrEqual(1_000)
    }
    expect(counters.count(ada, 3)).toBeGreaterThan(0)
    expect(counters.size).toBeLessThanOrEqual(1_000)
  })

  test('is bounded also when every counter is in use', () => {
    const counters = new MemoryCounters(clock, 100)
    for (let index = 0; index < 1_000; index += 1) {
      for (let call = 0; call < 3; call += 1) counters.count(perKey(`used ${index}`), 9)
    }
    expect(counters.size).toBe(100)
  })

  test('windows that have ended go, without a pause', () => {
    const counters = new MemoryCounters(clock)
    for (let index = 0; index < 20_000; index += 1) counters.count(perKey(`old ${index}`), 3)
    nowMs += 61_000
    for (let index = 0; index < 20_000; index += 1) counters.count(perKey(`new ${index}`), 3)
    expect(counters.size).toBeLessThan(20_500)
  })

  test('a call costs microseconds', async () => {
    const limiter = createLimiter({
      config: { rateLimits: true, redisRequired: false },
      redis: undefined,
      clock,
      log,
    })
    const claims = [
      perKey('203.0.113.1', { points: 1e9 }),
      perKey('203.0.113.1', { limiter: 'x', points: 1e9 }),
    ]
    const started = performance.now()
    for (let call = 0; call < 20_000; call += 1) await limiter.take(claims)
    expect((performance.now() - started) / 20_000).toBeLessThan(0.05)
  })
})
