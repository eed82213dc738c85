import { describe, expect, test } from 'vitest'
import { type Answer, type Caller, faces, useWorld } from '../harness/index.ts'

const WRONG = 'not-the-right-one-at-all'
const retryAfter = (answer: Answer): number => Number(answer.headers.get('retry-after'))

/** Calls until the limit answers, and returns how many were let through; at most `atMost`. */
async function countLetThrough(
  atMost: number,
  call: () => Promise<Answer>,
): Promise<{ through: number; last: Answer }> {
  for (let through = 0; ; through++) {
    const last = await call()
    if (last.status === 429 || through === atMost) return { through, last }
  }
}

describe.each(faces)('a limit over %s', (face) => {
  const world = useWorld()
  let unique = 0
  const fresh = () => `person-${++unique}@example.org`

  test.each([
    [
      'L5 sign-in: 30 per address in 15 minutes',
      30,
      (caller: Caller) => caller.via(face, 'auth.login', { email: fresh(), password: WRONG }),
    ],
    [
      'L5 sign-up: 10 per address in an hour',
      10,
      (caller: Caller) =>
        caller.via(face, 'auth.register', {
          email: fresh(),
          password: 'plum 0123456789',
          displayName: 'Somebody',
        }),
    ],
    [
      'L5 reset: 20 per address in an hour',
      20,
      (caller: Caller) => caller.via(face, 'password.requestReset', { email: fresh() }),
    ],
    [
      'L5 resend: 20 per address in an hour',
      20,
      (caller: Caller) => caller.via(face, 'auth.resendVerification', { email: fresh() }),
    ],
    [
      'L5 mailed sign-in: 20 per address in an hour',
      20,
      (caller: Caller) => caller.via(face, 'passwordless.start', { email: fresh() }),
    ],
    [
      'L5 redeeming: 20 per address in 15 minutes',
      20,
      (caller: Caller) => caller.via(face, 'auth.verifyEmail', { token: `vfy_${'A'.repeat(43)}` }),
    ],
  ] as const)('%s', async (_, points, call) => {
    const caller = world.from(`192.0.2.${points + (unique % 100)}`)
    const { through, last } = await countLetThrough(points + 1, () => call(caller))
    expect(through).toBe(points)
    await expect(last).toFailWith('rate_limited')
    expect(retryAfter(last)).toBeGreaterThan(0)
    expect(last.body.retryAfterSeconds).toBe(retryAfter(last))
    expect((await call(world)).status).not.toBe(429)
  })

  test.each([
    [
      'L5 sign-in: 10 per identifier in 15 minutes',
      10,
      (email: string) => world.via(face, 'auth.login', { email, password: WRONG }),
    ],
    [
      'L5 reset: 3 per identifier in an hour',
      3,
      (email: string) => world.via(face, 'password.requestReset', { email }),
    ],
    [
      'L5 resend: 3 per identifier in an hour',
      3,
      (email: string) => world.via(face, 'auth.resendVerification', { email }),
    ],
    [
      'L5 mailed sign-in: 3 per identifier in an hour',
      3,
      (email: string) => world.via(face, 'passwordless.start', { email }),
    ],
  ] as const)('%s, from however many addresses, in whatever spelling', async (_, points, call) => {
    const email = fresh()
    const spellings = [email, email.toUpperCase(), email.replace('person', 'Person')]
    let turn = 0
    const { through, last } = await countLetThrough(points + 1, () => call(spellings[turn++ % 3] ?? email))
    expect(through).toBe(points)
    expect(last.status).toBe(429)
  })

  test('L5 refresh: 60 per session in a minute', async () => {
    const ada = await world.people.signedIn('ada')
    let { refreshToken } = ada
    const { through } = await countLetThrough(61, async () => {
      const answer = await world.via(face, 'auth.refresh', { refreshToken })
      if (answer.status === 200) refreshToken = answer.body.refreshToken as string
      return answer
    })
    expect(through).toBe(60)
  })

  test('L5 everything: 600 per address in a minute', async () => {
    const caller = world.from('192.0.2.200')
    const answers = await Promise.all(Array.from({ length: 620 }, () => caller.via(face, 'system.version')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(600)
  })

  test('L6 IPv6 callers of one /64 share a count, those of the next do not', async () => {
    let host = 0
    const call = () =>
      world
        .from(`2001:db8:1:${face === 'REST' ? 1 : 2}::${(++host).toString(16)}`)
        .via(face, 'auth.login', { email: fresh(), password: WRONG })
    expect((await countLetThrough(31, call)).through).toBe(30)
    const neighbour = world
      .from('2001:db8:1:3::1')
      .via(face, 'auth.login', { email: fresh(), password: WRONG })
    expect((await neighbour).status).toBe(401)
  })

  test('L7 X-Forwarded-For moves nobody who comes from no trusted proxy', async () => {
    const caller = world.from('192.0.2.201')
    let forged = 0
    const { through } = await countLetThrough(31, () =>
      caller.via(
        face,
        'auth.login',
        { email: fresh(), password: WRONG },
        { 'x-forwarded-for': `203.0.113.${++forged}` },
      ),
    )
    expect(through).toBe(30)
  })
})

describe('a tRPC batch', () => {
  const world = useWorld()

  async function batch(caller: Caller, calls: number): Promise<{ status: number; text: string }> {
    const paths = Array(calls).fill('auth.login').join(',')
    const body = Object.fromEntries(
      Array.from({ length: calls }, (_, index) => [
        index,
        { json: { email: `b${index}@example.org`, password: WRONG } },
      ]),
    )
    const response = await caller.fetch(`/trpc/${paths}?batch=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }

  test('L6 of more than ten calls is refused', async () => {
    const { status } = await batch(world, 11)
    expect(status).toBe(400)
    expect(await world.sql`SELECT 1 FROM audit_events WHERE action = 'sign_in.failed'`).toHaveLength(0)
  })

  test('L6 cannot carry calls that set cookies, so that each sign-in is a request of its own', async () => {
    const { text } = await batch(world.from('192.0.2.7'), 2)
    expect(text).toContain('request.invalid')
    expect(await world.sql`SELECT 1 FROM audit_events WHERE action = 'sign_in.failed'`).toHaveLength(0)
  })

  test('L6 counts each of its calls', async () => {
    const caller = world.from('192.0.2.8')
    const paths = Array(10).fill('password.requestReset').join(',')
    const statuses: number[] = []
    for (let round = 0; round < 3; round++) {
      const body = Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          index,
          { json: { email: `r${round}-${index}@example.org` } },
        ]),
      )
      const response = await caller.fetch(`/trpc/${paths}?batch=1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      statuses.push(((await response.text()).match(/"httpStatus":429/g) ?? []).length)
    }
    expect(statuses).toEqual([0, 0, 10])
  })
})

describe('behind a trusted proxy', () => {
  const world = useWorld({ config: { trustedProxies: ['10.9.0.0/16'] } })
  /** Signs in, wrongly, and returns the address the audit log has for it. */
  async function recordedAddress(socket: string, forwardedFor: string): Promise<unknown> {
    const body = { email: 'nobody@example.org', password: WRONG }
    const answer = await world.from(socket).rest('POST', '/login', body, { 'x-forwarded-for': forwardedFor })
    const [row] = await world.sql`SELECT personal->>'ip' AS ip FROM audit_personal
      JOIN audit_events ON id = event_id WHERE request_id = ${answer.headers.get('x-request-id')}`
    return row?.ip
  }

  test.each([
    [
      'L7 the client is the nearest address no proxy of ours owns',
      '10.9.0.1',
      '198.51.100.1, 203.0.113.5, 10.9.3.4',
      '203.0.113.5',
    ],
    [
      'L7 what a client writes in front of it is not believed',
      '10.9.0.1',
      '127.0.0.1, 203.0.113.6',
      '203.0.113.6',
    ],
    [
      'L7 an entry that is no address ends the walk at the socket',
      '10.9.0.1',
      '203.0.113.7, unknown',
      '10.9.0.1',
    ],
    ['L7 a caller who is no proxy is the socket', '198.51.100.9', '203.0.113.8', '198.51.100.9'],
  ])('%s, in the audit log too', async (_, socket, forwardedFor, expected) => {
    expect(await recordedAddress(socket, forwardedFor)).toBe(expected)
  })
})
