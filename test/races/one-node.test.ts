import { beforeAll, describe, expect, test } from 'vitest'
import type { Passwords } from '../../server/src/platform/passwords.ts'
import { canRace, createWorld, type World } from '../harness/index.ts'

const times = <Result>(count: number, call: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)))

/** How often each status came. A busy machine may turn some callers away with 503: they had no effect. */
const statuses = (answers: { status: number }[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) if (status !== 503) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** How many were answered rather than turned away. Several must have been, or the race was none. */
function countAnswered(answers: { status: number }[]): number {
  const answered = answers.filter(({ status }) => status !== 503).length
  expect(answered).toBeGreaterThan(Math.min(2, answers.length - 1))
  return answered
}

describe.skipIf(!canRace)('at once, on a real Postgres and Redis', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld({ redis: true })
    return () => world.stop()
  })

  test('S3 S4 64 refreshes of one token give one successor and one live leaf', async () => {
    const ada = await world.people.signedIn('ada')
    // The limit of 60 a minute is per session, and not what is looked at here.
    const { caller } = await world.node({ config: { rateLimits: false } })
    const answers = await times(64, () => caller.rest('POST', '/refresh', { refreshToken: ada.refreshToken }))
    expect(statuses(answers)).toEqual({ 200: countAnswered(answers) })
    const successors = new Set(
      answers.flatMap(({ status, body }) => (status === 200 ? [body.refreshToken] : [])),
    )
    expect(successors.size).toBe(1)
    const rows =
      await world.sql`SELECT refresh_counter FROM sessions WHERE user_id = ${ada.userId} AND ended_at IS NULL`
    expect(rows).toEqual([{ refresh_counter: 1 }])

    const [successor] = successors
    const next = await caller.rest('POST', '/refresh', { refreshToken: successor })
    expect(next.status).toBe(200)
    await expect(caller.rest('POST', '/refresh', { refreshToken: ada.refreshToken })).toFailWith(
      'auth.refresh_reused',
    )
    await expect(caller.rest('POST', '/refresh', { refreshToken: next.body.refreshToken })).toFailWith(
      'auth.refresh_reused',
    )
  })

  test('S4 50 reuses of an old token end the family once: one event, one notice', async () => {
    const bea = await world.people.signedIn('bea')
    const { caller } = await world.node({ config: { rateLimits: false } })
    let { refreshToken } = bea
    for (let count = 0; count < 2; count++) {
      refreshToken = (await caller.rest<{ refreshToken: string }>('POST', '/refresh', { refreshToken })).body
        .refreshToken
    }
    const answers = await times(50, () => caller.rest('POST', '/refresh', { refreshToken: bea.refreshToken }))
    expect(statuses(answers)).toEqual({ 401: countAnswered(answers) })
    const events =
      await world.sql`SELECT 1 FROM audit_events WHERE action = 'session.refresh_reused' AND target_id = ${bea.sessionId}`
    expect(events).toHaveLength(1)
    expect((await world.mailbox.list(bea.email)).filter(({ token }) => !token)).toHaveLength(1)
  })

  test('T3 50 uses of one reset token give one winner, whose password it is', async () => {
    const cleo = await world.people.verified('cleo')
    await world.rest('POST', '/password-reset/request', { email: cleo.email })
    const { token } = await world.mailbox.lastTo(cleo.email)
    const passwordOf = (index: number) => `herons over lake number ${index}`
    const answers = await times(50, (index) =>
      world.rest('POST', '/password-reset/confirm', { token, newPassword: passwordOf(index) }),
    )
    expect(statuses(answers)).toEqual({ 204: 1, 400: countAnswered(answers) - 1 })
    const winner = answers.findIndex(({ status }) => status === 204)
    const login = (password: string) => world.rest('POST', '/login', { email: cleo.email, password })
    expect((await login(passwordOf(winner))).status).toBe(200)
    expect((await login(passwordOf((winner + 1) % 50))).status).toBe(401)
  })

  test('T3 50 uses of one verification token verify once: one event', async () => {
    const dora = await world.people.signedUp('dora')
    const { token } = await world.mailbox.lastTo(dora.email)
    const answers = await times(50, () => world.rest('POST', '/verify-email', { token }))
    expect(statuses(answers)).toEqual({ 200: 1, 400: countAnswered(answers) - 1 })
    const events = await world.sql`SELECT 1 FROM audit_events e JOIN users u ON u.id::text = e.target_id
      WHERE action = 'email.verified' AND u.email = ${dora.email}`
    expect(events).toHaveLength(1)
  })

  test('F2 50 sign-ups of one address give one account and one link that works', async () => {
    const spellings = ['Erin@example.org', 'erin@example.org', 'ERIN@EXAMPLE.ORG']
    const answers = await times(50, (index) =>
      world.rest('POST', '/register', {
        email: spellings[index % 3],
        password: `herons over lake number ${index}`,
        displayName: `Erin ${index}`,
      }),
    )
    expect(statuses(answers)).toEqual({ 202: countAnswered(answers) })
    expect(new Set(answers.flatMap(({ status, text }) => (status === 202 ? [text] : []))).size).toBe(1)
    expect(await world.sql`SELECT 1 FROM users WHERE email_canonical = 'erin@example.org'`).toHaveLength(1)
    expect(
      await world.sql`SELECT 1 FROM credentials c JOIN users u ON u.id = c.user_id WHERE email_canonical = 'erin@example.org'`,
    ).toHaveLength(1)
    const mails = (await world.mailbox.list()).filter(({ to }) => to.toLowerCase() === 'erin@example.org')
    const verified = []
    for (const { token } of mails) {
      if (token) verified.push((await world.rest('POST', '/verify-email', { token })).status)
    }
    expect(verified.filter((status) => status === 200)).toHaveLength(1)
  })

  test('L1 100 wrong passwords and the right one are judged ten times at the most', async () => {
    const fay = await world.people.verified('fay')
    let judged = 0
    const counting: Passwords = {
      ...world.platform.passwords,
      verify: (passwordHash, password) => {
        judged += 1
        return world.platform.passwords.verify(passwordHash, password)
      },
    }
    // Without the limiter, which would let through no more than ten by itself: the counter in Postgres must do.
    const { caller } = await world.node({ config: { rateLimits: false }, platform: { passwords: counting } })
    const answers = await times(101, (index) =>
      caller.rest('POST', '/login', {
        email: fay.email,
        password: index === 50 ? fay.password : `wrong number ${index} at all`,
      }),
    )
    expect(judged).toBeLessThanOrEqual(10)
    expect(judged).toBeGreaterThan(0)
    const { 200: right = 0, 401: wrong = 0, 429: paused = 0 } = statuses(answers)
    expect(right + wrong).toBeLessThanOrEqual(10)
    expect(right + wrong + paused).toBe(countAnswered(answers))
  })

  test('L1 nor are they for an address nobody has', async () => {
    let judged = 0
    const { passwords } = world.platform
    const counting: Passwords = {
      ...passwords,
      verify: (passwordHash, password) => {
        judged += 1
        return passwords.verify(passwordHash, password)
      },
    }
    const { caller } = await world.node({ config: { rateLimits: false }, platform: { passwords: counting } })
    const answers = await times(100, (index) =>
      caller.rest('POST', '/login', {
        email: 'nobody-at-all@example.org',
        password: `wrong number ${index} at all`,
      }),
    )
    expect(judged).toBeLessThanOrEqual(10)
    const { 401: wrong = 0, 429: paused = 0 } = statuses(answers)
    expect(wrong).toBeLessThanOrEqual(10)
    expect(wrong + paused).toBe(countAnswered(answers))
  })

  test('F3 50 requests with one Idempotency-Key have one effect, and all who are answered get the same', async () => {
    const headers = { 'idempotency-key': 'one-key-for-all-of-them-01' }
    const stranger = world.from('192.0.2.50')
    const body = { email: 'gwen@example.org', password: 'herons over a lake 77', displayName: 'Gwen' }
    const answers = await times(50, () => stranger.rest('POST', '/register', body, headers))
    expect(answers.every(({ status }) => [202, 409, 429, 503].includes(status))).toBe(true)
    const succeeded = answers.filter(({ status }) => status === 202)
    expect(succeeded.length).toBeGreaterThan(0)
    expect(new Set(succeeded.map(({ text }) => text)).size).toBe(1)
    const events =
      await world.sql`SELECT action FROM audit_events WHERE action IN ('account.created', 'sign_up.repeated')
      AND target_id = (SELECT id::text FROM users WHERE email = 'gwen@example.org')`
    expect(events).toEqual([{ action: 'account.created' }])
    expect(await world.mailbox.list('gwen@example.org')).toHaveLength(1)
  })

  test('S10 30 sign-ins of one person leave twenty live sessions', async () => {
    const hana = await world.people.verified('hana')
    const { caller } = await world.node({ config: { rateLimits: false } })
    // Three at a time: a failure counted in advance is taken back by the success, and ten at once would look like ten guesses.
    for (let round = 0; round < 10; round++) {
      const answers = await times(3, () =>
        caller.rest('POST', '/login', { email: hana.email, password: hana.password }),
      )
      expect(statuses(answers)).toEqual({ 200: countAnswered(answers) })
    }
    const live = await world.sql`SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE u.email = ${hana.email} AND ended_at IS NULL`
    expect(live).toHaveLength(20)
  })

  test('D2 events written at once form one chain without gap or fork', async () => {
    await times(40, (index) =>
      world.rest('POST', '/login', { email: `nobody${index}@example.org`, password: 'not right at all' }),
    )
    const rows =
      await world.sql`SELECT chain, count(*)::int AS events, count(DISTINCT previous_hash)::int AS links,
      max(position)::int AS last FROM audit_events GROUP BY chain`
    for (const { events, links, last } of rows) expect([links, last]).toEqual([events, events])
  })
})
