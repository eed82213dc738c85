import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { seconds } from '../../server/src/kit/duration.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { type Answer, canRace, createWorld, type World } from '../harness/index.ts'

const WRONG = 'not-the-right-one-at-all'

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const began = performance.now()
  return { result: await work(), ms: performance.now() - began }
}

/** Asks until it is so, and tells how long that took; fails after `withinMs`. */
async function until(withinMs: number, isSo: () => Promise<boolean>): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > withinMs) throw new Error(`not so after ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return performance.now() - began
}

function expectUnavailable(answer: Answer): void {
  expect([answer.status, answer.body.code]).toEqual([503, 'unavailable'])
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.text).not.toMatch(/ECONN|postgres|redis|127\.0\.0\.1/i)
}

describe.skipIf(!canRace)('while Postgres', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ redis: true, breakable: true })
    return () => world.stop()
  })
  const wire = () => world.wires!.database
  const ready = async () => (await world.fetch('/ready')).status === 200

  async function everythingElseGoesOn(): Promise<void> {
    const { result: health, ms } = await timed(() => world.fetch('/health'))
    expect([health.status, await health.text()]).toEqual([200, '{"status":"ok"}'])
    expect(ms).toBeLessThan(500)
    const jwks = await world.fetch('/.well-known/jwks.json')
    expect(((await jwks.json()) as { keys: unknown[] }).keys.length).toBeGreaterThan(0)
    const notReady = await world.fetch('/ready')
    expect(notReady.status).toBe(503)
    expect(await notReady.json()).toMatchObject({ status: 'not_ready', checks: { database: 'failed' } })
  }

  async function callsOf(person: Awaited<ReturnType<World['people']['signedIn']>>) {
    return {
      me: () => world.rest('GET', '/me', undefined, person.headers),
      login: () => world.rest('POST', '/login', { email: person.email, password: person.password }),
      refresh: () => world.rest('POST', '/refresh', { refreshToken: person.refreshToken }),
      register: () =>
        world.rest('POST', '/register', {
          email: 'new@example.org',
          password: 'plum orchard at night',
          displayName: 'New',
        }),
      forgot: () => world.rest('POST', '/password-reset/request', { email: person.email }),
    }
  }

  afterEach(async () => {
    wire().thaw()
    await until(10_000, ready)
  })

  test('F5 refuses connections, every call is answered 503 within three seconds, never 401, and JWKS and health go on', async () => {
    const ada = await world.people.signedIn('ada')
    const calls = await callsOf(ada)
    await wire().refuse()
    try {
      for (const call of Object.values(calls)) {
        const { result, ms } = await timed(call)
        expectUnavailable(result)
        expect(ms).toBeLessThan(3_000)
      }
      await until(3_000, async () => !(await ready()))
      await everythingElseGoesOn()
    } finally {
      await wire().reopen()
    }
    expect(await until(10_000, async () => (await calls.me()).status === 200)).toBeLessThan(10_000)
    expect((await calls.login()).status).toBe(200)
  })

  test('F5 hangs, every call is answered 503 within ten seconds', async () => {
    const bea = await world.people.signedIn('bea')
    const calls = await callsOf(bea)
    wire().freeze()
    const answers = await Promise.all(Object.values(calls).map(timed))
    for (const { result, ms } of answers) {
      expectUnavailable(result)
      expect(ms).toBeLessThan(10_500)
    }
    await everythingElseGoesOn()
    wire().thaw()
    await until(10_000, async () => (await calls.me()).status === 200)
  })

  test('F6 is read-only after a failover, writes are 503; once it takes them again they work without a restart', async () => {
    const cleo = await world.people.signedIn('cleo')
    const { login } = await callsOf(cleo)
    const name = new URL(world.databaseUrl).pathname.slice(1)
    await world.sql.unsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    await world.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name} AND pid <> pg_backend_pid()`
    expectUnavailable(await login())
    await until(3_000, async () => !(await ready()))
    await world.sql.unsafe('SET default_transaction_read_only = off')
    await world.sql.unsafe(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await until(10_000, async () => (await login()).status === 200)
  })

  test('F1 loses the connection at COMMIT, the caller hears that it may have happened, and the key tells', async () => {
    const headers = { 'idempotency-key': 'a-key-for-an-unsure-commit' }
    const stranger = world.from('192.0.2.90')
    const register = () =>
      stranger.rest(
        'POST',
        '/register',
        { email: 'dora@example.org', password: 'plum orchard at night', displayName: 'D' },
        headers,
      )
    let isArmed = true
    wire().onClientBytes = (bytes) => {
      if (!isArmed || !/commit/i.test(bytes.toString('latin1'))) return true
      isArmed = false
      // The server gets the COMMIT; its answer does not come back.
      setTimeout(() => wire().cut('reset'), 5)
      return true
    }
    const unsure = await register()
    wire().onClientBytes = () => true
    expect(isArmed).toBe(false)
    if (unsure.status !== 202) {
      expectUnavailable(unsure)
      expect(unsure.body.retryable).toBe(true)
    }
    // Either it had not happened, and does now; or it had, and the key says so. Nobody waits for a claim to run out.
    let again = unsure
    await until(10_000, async () => {
      again = await register()
      return again.body.code !== 'idempotency.in_progress'
    })
    expect([undefined, 'idempotency.already_completed']).toContain(again.body.code)
    const rows =
      await world.sql`SELECT action FROM audit_events WHERE action IN ('account.created', 'sign_up.repeated')
      AND target_id = (SELECT id::text FROM users WHERE email = 'dora@example.org')`
    expect(rows).toEqual([{ action: 'account.created' }])
  })

  test('F1 is cut under load, whoever got a 2xx has an account, and the process lives', async () => {
    const answers = Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        world
          .rest('POST', '/register', {
            email: `e${index}@example.org`,
            password: 'plum orchard at night',
            displayName: 'E',
          })
          .then(({ status }) => [index, status] as const),
      ),
    )
    for (let count = 0; count < 5; count++) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      wire().cut(count % 2 ? 'end' : 'reset')
    }
    const settled = await answers
    expect(settled.every(([, status]) => status === 202 || status === 503)).toBe(true)
    const rows = await world.sql<
      { email: string }[]
    >`SELECT email FROM users WHERE email LIKE 'e%@example.org'`
    const there = new Set(rows.map(({ email }) => email))
    for (const [index, status] of settled)
      if (status === 202) expect(there).toContain(`e${index}@example.org`)
  })
})

describe.skipIf(!canRace)('while Redis', () => {
  const login = (world: World, ip: string) =>
    world.from(ip).rest('POST', '/login', { email: `${Math.random()}@example.org`, password: WRONG })

  /** How many sign-ins of one address are let through. */
  async function letThrough(world: World, ip: string): Promise<number> {
    for (let count = 0; ; count++) if ((await login(world, ip)).status !== 401 || count === 60) return count
  }

  test('F7 is away and required, sign-in goes on for a minute under a stricter limit, then waits for it; ready says so', async () => {
    const world = await createWorld({ redis: true, breakable: true, config: { redisRequired: true } })
    try {
      const { redis } = world.wires!
      const ada = await world.people.signedIn('ada')
      await redis.refuse()
      expect(await letThrough(world, '192.0.2.1')).toBe(15)
      await until(5_000, async () => (await world.fetch('/ready')).status === 503)
      await world.clock.advance(seconds(61))
      // Some call has to find out that it is still away.
      await until(5_000, async () => (await login(world, '192.0.2.2')).status === 503)
      expect((await world.rest('GET', '/me', undefined, ada.headers)).status).toBe(200)
      expect((await world.rest('POST', '/refresh', { refreshToken: ada.refreshToken })).status).toBe(200)
      await redis.reopen()
      await until(10_000, async () => (await login(world, '192.0.2.3')).status === 401)
      await until(10_000, async () => (await world.fetch('/ready')).status === 200)
    } finally {
      await world.stop()
    }
  })

  test('F7 hangs, nobody waits for it longer than a moment', async () => {
    const world = await createWorld({ redis: true, breakable: true })
    try {
      world.wires!.redis.freeze()
      const waits = []
      for (let count = 0; count < 8; count++)
        waits.push((await timed(() => login(world, `192.0.2.${count}`))).ms)
      expect(waits.every((ms) => ms < 2_000)).toBe(true)
      expect(waits.filter((ms) => ms > 250).length).toBeLessThanOrEqual(4)
    } finally {
      await world.stop()
    }
  })

  test('F7 S9 L1 is emptied, no session revives and no pause ends', async () => {
    const world = await createWorld({ redis: true })
    try {
      const bea = await world.people.signedIn('bea')
      const cleo = await world.people.verified('cleo')
      await world.rest('POST', '/logout', {}, bea.headers)
      for (let count = 0; count < 10; count++) {
        await world.rest('POST', '/login', { email: cleo.email, password: WRONG })
      }
      await world.emptyRedis()
      await expect(world.rest('GET', '/me', undefined, bea.headers)).toFailWith('auth.unauthenticated')
      await expect(world.rest('POST', '/refresh', { refreshToken: bea.refreshToken })).toFailWith(
        'auth.refresh_invalid',
      )
      const right = { email: cleo.email, password: cleo.password }
      await expect(world.rest('POST', '/login', right)).toFailWith('auth.too_many_attempts')
    } finally {
      await world.stop()
    }
  })
})

describe('while the mail relay', () => {
  test('F8 is down, answers are the same and no slower; the mail comes when it is back', async () => {
    const world = await createWorld()
    try {
      world.mailer.isDown = true
      world.platform.start()
      const { result, ms } = await timed(() =>
        world.rest('POST', '/register', {
          email: 'ada@example.org',
          password: 'plum orchard at night',
          displayName: 'Ada',
        }),
      )
      expect(result.status).toBe(202)
      expect(ms).toBeLessThan(2_000)
      expect(await world.mailbox.list()).toEqual([])
      world.mailer.isDown = false
      await world.clock.advance(seconds(60))
      await until(10_000, async () => (await world.mailbox.list('ada@example.org')).length === 1)
    } finally {
      await world.stop()
    }
  })
})

describe('a node whose clock', () => {
  test('F10 is more than half a minute off the database’s is not ready', async () => {
    const world = await createWorld()
    try {
      expect((await world.fetch('/ready')).status).toBe(200)
      const off = {
        ...systemClock,
        now: () => new Date(Date.now() + 31_000),
        nowMs: () => Date.now() + 31_000,
      }
      const late = await world.node({ platform: { clock: off } })
      const answer = await late.caller.fetch('/ready')
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({ checks: { clock: 'failed', database: 'ok' } })
    } finally {
      await world.stop()
    }
  })
})
