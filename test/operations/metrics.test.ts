import { describe, expect, test } from 'vitest'
import { afterCommit } from '../../server/src/platform/after-commit.ts'
import { recordAudit, systemContext } from '../../server/src/rooms/audit/index.ts'
import { growthOf, readMetrics, sumOf } from '../harness/exposition.ts'
import { faces, useWorld } from '../harness/index.ts'

const logins = (outcome: string, reason: string) =>
  ['auth_login_attempts_total', { method: 'password', outcome, reason }] as const

describe.each(faces)('metrics count what happened over %s', (face) => {
  const world = useWorld({ config: { lockout: { threshold: 3 } } })
  const requests = (status: string, route: string) =>
    ['http_server_request_duration_seconds_count', { method: 'POST', route, status }] as const
  const routeOf = (path: string, rest: string) => (face === 'REST' ? `/api/v1${rest}` : `/trpc/${path}`)

  test('a sign-up, a right and a wrong sign-in, and one of nobody', async () => {
    const ada = await world.people.verified('ada')
    const loginRoute = routeOf('auth.login', '/login')
    const grown = await growthOf(
      world,
      {
        accounts: ['auth_registrations_total'],
        right: logins('success', 'none'),
        wrong: logins('failure', 'wrong_password'),
        nobody: logins('failure', 'unknown_address'),
        answered200: requests('200', loginRoute),
        answered401: requests('401', loginRoute),
      },
      async () => {
        await world.people.signedUp('bob')
        await world.via(face, 'auth.login', { email: ada.email, password: ada.password })
        await world.via(face, 'auth.login', { email: ada.email, password: 'not the password' })
        await world.via(face, 'auth.login', { email: 'nobody@example.org', password: 'not the password' })
      },
    )
    expect(grown).toEqual({
      accounts: 1,
      right: 1,
      wrong: 1,
      nobody: 1,
      answered200: 1,
      answered401: 2,
    })
  })

  test('an account that is paused, once, and the tries that were refused for it', async () => {
    const cyd = await world.people.verified('cyd')
    const grown = await growthOf(
      world,
      {
        pauses: ['auth_lockouts_total'],
        wrong: logins('failure', 'wrong_password'),
        paused: logins('failure', 'paused'),
        answered429: requests('429', routeOf('auth.login', '/login')),
      },
      async () => {
        for (const password of ['one is wrong', 'two is wrong', 'three is wrong', 'four', cyd.password])
          await world.via(face, 'auth.login', { email: cyd.email, password })
      },
    )
    expect(grown).toEqual({ pauses: 1, wrong: 3, paused: 2, answered429: 2 })
  })

  test('a refresh that works, one that is refused, and the end of a family', async () => {
    const { refreshToken } = await world.people.signedIn('dan')
    const refreshes = (outcome: string) => ['auth_token_refresh_total', { outcome }] as const
    const refresh = async (token: unknown) => {
      const { body } = await world.via(face, 'auth.refresh', { refreshToken: token as string })
      return (body as { refreshToken?: string }).refreshToken
    }
    const grown = await growthOf(
      world,
      {
        success: refreshes('success'),
        refused: refreshes('refused'),
        failed: refreshes('failed'),
        reuses: ['auth_refresh_reuse_total'],
      },
      async () => {
        const second = await refresh(refreshToken)
        await refresh(second)
        await refresh(refreshToken)
        await refresh('rt_made-up')
      },
    )
    expect(grown).toEqual({ success: 2, refused: 2, failed: 0, reuses: 1 })
  })
})

describe('metrics', () => {
  const world = useWorld({ secrets: { smtpUrl: undefined } })

  test('count a call that a limit refuses under the name of that limit', async () => {
    const stranger = world.from('192.0.2.77')
    const limiter = 'auth.login:ip'
    let refused = 0
    const grown = await growthOf(world, { counted: ['auth_rate_limited_total', { limiter }] }, async () => {
      for (let call = 0; call < 60; call += 1) {
        const email = `stranger${call}@example.org`
        const { body } = await stranger.rest('POST', '/login', { email, password: 'not the password' })
        if (body.code === 'rate_limited') refused += 1
      }
    })
    expect(refused).toBeGreaterThan(0)
    expect(grown.counted).toBe(refused)
  })

  test('say how mail fares: sent, failed, how long the oldest waits, and that the relay is down', async () => {
    await world.mailbox.list()
    const mails = (outcome: string) => ['email_send_total', { outcome }] as const
    world.mailer.isDown = true
    const down = await growthOf(world, { sent: mails('sent'), failed: mails('failed') }, async () => {
      await world.people.signedUp('eve')
      await world.mailbox.list()
      world.clock.advance(11 * 60_000)
      await new Promise((resolve) => setTimeout(resolve, 1_100))
    })
    expect(down).toEqual({ sent: 0, failed: 1 })
    const waiting = await readMetrics(world)
    expect(sumOf(waiting, 'email_outbox_oldest_age_seconds')).toBeGreaterThan(600)
    expect(sumOf(waiting, 'dependency_up', { dependency: 'smtp' })).toBe(0)
    world.mailer.isDown = false
    const up = await growthOf(world, { sent: mails('sent') }, () => world.mailbox.list())
    expect(up).toEqual({ sent: 1 })
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const sent = await readMetrics(world)
    expect(sumOf(sent, 'email_outbox_oldest_age_seconds')).toBe(0)
    expect(sumOf(sent, 'dependency_up', { dependency: 'smtp' })).toBe(1)
  })

  test('tell the state of the platform', async () => {
    const samples = await readMetrics(world)
    const { version } = world.platform.build
    expect(sumOf(samples, 'build_info', { version })).toBe(1)
    expect(sumOf(samples, 'service_ready')).toBe(1)
    expect(sumOf(samples, 'dependency_up', { dependency: 'database' })).toBe(1)
    expect(sumOf(samples, 'migrations_pending')).toBe(0)
    expect(sumOf(samples, 'signing_key_age_seconds', { state: 'active' })).toBeGreaterThan(600)
    expect(Math.abs(sumOf(samples, 'clock_skew_seconds') ?? Number.NaN)).toBeLessThan(5)
    expect(sumOf(samples, 'db_pool_connections', { state: 'idle' })).toBeGreaterThan(0)
    expect(sumOf(samples, 'password_hash_queue')).toBe(0)
    expect(sumOf(samples, 'audit_write_failures_total')).toBe(0)
    expect(sumOf(samples, 'auth_password_hash_duration_seconds_count')).toBeGreaterThan(0)
  })

  test('count an event once although its transaction ran twice, and none that was rolled back', async () => {
    const told: string[] = []
    const { database } = world.platform
    const ctx = systemContext(world.platform)
    const record = (action: 'signing_key.created' | 'signing_key.rotated', fails: () => boolean) =>
      database.db.transaction(async (tx) => {
        await recordAudit({ ...ctx, db: tx }, { action })
        await tx.transaction(async (inner) => afterCommit(inner, () => told.push(action)))
        // What Postgres asks to repeat (40001), and what it does not.
        if (fails()) throw Object.assign(new Error('again'), { code: '40001' })
      })
    let tries = 0
    await record('signing_key.rotated', () => {
      tries += 1
      return tries < 2
    })
    const always = record('signing_key.created', () => true)
    await expect(always).rejects.toThrow()
    expect({ tries, told, audited: ctx.effects.audited }).toEqual({
      tries: 2,
      told: ['signing_key.rotated'],
      audited: ['signing_key.rotated'],
    })
  })
})
