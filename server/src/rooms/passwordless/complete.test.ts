import { describe, expect, test } from 'vitest'
import { faces, type Person, useWorld, type World } from '../../../../test/harness/index.ts'
import { minutes, seconds } from '../../kit/duration.ts'

interface Mailed {
  flowId: string
  token: string
  code: string
}

const start = (world: World, email: string) =>
  world.rest<{ flowId: string }>('POST', '/passwordless/start', { email })
const complete = (world: World, shown: object) => world.rest('POST', '/passwordless/complete', shown)

async function mailed(world: World, { email }: Pick<Person, 'email'>): Promise<Mailed> {
  const { body } = await start(world, email)
  const { token, text } = await world.mailbox.lastTo(email)
  return { flowId: body.flowId, token: token!, code: /^\d{6}$/m.exec(text)![0] }
}

const wrongCode = ({ code }: Mailed): string => (code === '000000' ? '000001' : '000000')
const disable = (world: World, { email }: Person) =>
  world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${email}`

describe('passwordless.complete', () => {
  const world = useWorld({ config: { rateLimits: false } })

  test('T1 the database holds neither link nor code', async () => {
    const { token, code } = await mailed(world, await world.people.verified('abe'))
    const rows = await world.sql`SELECT f::text AS row FROM passwordless_flows f`
    const secret = Buffer.from(token.slice(4), 'base64url').toString('hex')
    for (const { row } of rows) {
      expect(row).not.toContain(token.slice(4))
      expect(row).not.toContain(secret)
      expect(row).not.toContain(`,${code},`)
    }
  })

  test.each(faces)('signs in by link and by code, over %s', async (face) => {
    const person = await world.people.verified(`ada-${face.toLowerCase()}`)
    for (const way of ['link', 'code']) {
      const { token, flowId, code } = await mailed(world, person)
      const shown = way === 'link' ? { token } : { flowId, code }
      const { status, body } = await world.via(face, 'passwordless.complete', shown)
      expect(status).toBe(200)
      expect(body).toMatchObject({ status: 'signed_in', user: { email: person.email } })
      const [session] = await world.sql`SELECT amr FROM sessions WHERE id = ${body.sessionId as string}`
      expect(session!.amr).toEqual(['email'])
    }
  })

  test('puts the refresh token into a cookie when asked to', async () => {
    const { token } = await mailed(world, await world.people.verified('bea'))
    const answer = await complete(world, { token, delivery: 'cookie' })
    expect(answer.body).toMatchObject({ refreshToken: null, deviceToken: null })
    expect([...answer.cookies.keys()].join()).toMatch(/refresh/)
  })

  test('T3 either of them works once, and uses the other up', async () => {
    const cal = await world.people.verified('cal')
    const first = await mailed(world, cal)
    expect((await complete(world, { token: first.token })).status).toBe(200)
    await expect(complete(world, { token: first.token })).toFailWith('token.invalid')
    await expect(complete(world, { flowId: first.flowId, code: first.code })).toFailWith('token.invalid')
    const second = await mailed(world, cal)
    expect((await complete(world, { flowId: second.flowId, code: second.code })).status).toBe(200)
    await expect(complete(world, { flowId: second.flowId, code: second.code })).toFailWith('token.invalid')
    await expect(complete(world, { token: second.token })).toFailWith('token.invalid')
  })

  test('T4 the fifth code may be the right one, the sixth is not looked at, and the link lives on', async () => {
    const dee = await world.people.verified('dee')
    const first = await mailed(world, dee)
    for (let count = 0; count < 4; count += 1)
      await expect(complete(world, { flowId: first.flowId, code: wrongCode(first) })).toFailWith(
        'token.invalid',
      )
    expect((await complete(world, { flowId: first.flowId, code: first.code })).status).toBe(200)
    const second = await mailed(world, dee)
    for (let count = 0; count < 5; count += 1)
      await expect(complete(world, { flowId: second.flowId, code: wrongCode(second) })).toFailWith(
        'token.invalid',
      )
    await expect(complete(world, { flowId: second.flowId, code: second.code })).toFailWith('token.invalid')
    expect((await complete(world, { token: second.token })).status).toBe(200)
  })

  test('T4 both die ten minutes after they were asked for, to the second', async () => {
    const eli = await world.people.verified('eli')
    const inTime = await mailed(world, eli)
    await world.clock.advance(minutes(10) - seconds(2))
    expect((await complete(world, { token: inTime.token })).status).toBe(200)
    const late = await mailed(world, eli)
    await world.clock.advance(minutes(10))
    await expect(complete(world, { token: late.token })).toFailWith('token.invalid')
    await expect(complete(world, { flowId: late.flowId, code: late.code })).toFailWith('token.invalid')
  })

  test('T5 a newer mail voids the one before, and leaves those of other people alone', async () => {
    const fay = await world.people.verified('fay')
    const gus = await mailed(world, await world.people.verified('gus'))
    const older = await mailed(world, fay)
    const newer = await mailed(world, fay)
    await expect(complete(world, { token: older.token })).toFailWith('token.invalid')
    await expect(complete(world, { flowId: older.flowId, code: older.code })).toFailWith('token.invalid')
    await expect(complete(world, { flowId: older.flowId, code: newer.code })).toFailWith('token.invalid')
    expect((await complete(world, { flowId: newer.flowId, code: newer.code })).status).toBe(200)
    expect((await complete(world, { token: gus.token })).status).toBe(200)
  })

  test('T5 a changed and a reset password void the mail that is out', async () => {
    const hal = await world.people.signedIn('hal')
    const before = await mailed(world, hal)
    const newPassword = 'seven-herons-over-a-lake'
    const changed = await world.rest(
      'POST',
      '/me/password',
      { currentPassword: hal.password, newPassword },
      hal.headers,
    )
    expect(changed.status).toBeLessThan(300)
    await expect(complete(world, { token: before.token })).toFailWith('token.invalid')
    const again = await mailed(world, hal)
    await world.rest('POST', '/password-reset/request', { email: hal.email })
    const token = await world.mailbox.lastToken('rst_')
    expect(
      (await world.rest('POST', '/password-reset/confirm', { token, newPassword: `${newPassword}-2` }))
        .status,
    ).toBe(204)
    await expect(complete(world, { flowId: again.flowId, code: again.code })).toFailWith('token.invalid')
  })

  test('T5 does not open an account whose address has changed since', async () => {
    const ida = await world.people.verified('ida')
    const { token, flowId, code } = await mailed(world, ida)
    await world.sql`UPDATE users SET email_canonical = 'ida-moved@example.org' WHERE email = ${ida.email}`
    await expect(complete(world, { token })).toFailWith('token.invalid')
    await expect(complete(world, { flowId, code })).toFailWith('token.invalid')
  })

  test('T2 the link opens nothing else, and nothing else opens what it does', async () => {
    const jo = await world.people.verified('jo')
    const { token, flowId, code } = await mailed(world, jo)
    await expect(world.rest('POST', '/verify-email', { token })).toFailWith('token.invalid')
    await expect(
      world.rest('POST', '/password-reset/confirm', { token, newPassword: 'seven-herons-over-a-lake' }),
    ).toFailWith('token.invalid')
    await world.rest('POST', '/password-reset/request', { email: jo.email })
    const reset = await world.mailbox.lastToken('rst_')
    for (const other of [reset, reset.replace('rst_', 'mlk_'), token.replace('mlk_', 'rst_'), flowId, code])
      await expect(complete(world, { token: other })).toFailWith('token.invalid')
    expect((await complete(world, { token })).status).toBe(200)
  })

  test('T2 a code is that of its own mail only', async () => {
    const kim = await mailed(world, await world.people.verified('kim'))
    const lea = await mailed(world, await world.people.verified('lea'))
    if (kim.code === lea.code) return
    await expect(complete(world, { flowId: kim.flowId, code: lea.code })).toFailWith('token.invalid')
    await world.sql`UPDATE passwordless_flows SET code_mac = (SELECT code_mac FROM passwordless_flows
      WHERE id = ${lea.flowId}) WHERE id = ${kim.flowId}`
    await expect(complete(world, { flowId: kim.flowId, code: lea.code })).toFailWith('token.invalid')
  })

  test('T10 proves the address of an account that was not, and takes what was put on it before', async () => {
    const max = await world.people.signedUp('max')
    const { flowId, code } = await mailed(world, max)
    const answer = await complete(world, { flowId, code })
    expect(answer.body).toMatchObject({
      status: 'signed_in',
      user: { isVerified: true, hasPassword: false },
    })
    await expect(world.rest('POST', '/login', { email: max.email, password: max.password })).toFailWith(
      'auth.invalid_credentials',
    )
  })

  test('M2 asks for the second factor where one is on', async () => {
    const nia = await world.people.withTotp('nia')
    const { token } = await mailed(world, nia)
    const { body } = await complete(world, { token })
    expect(body).toMatchObject({ status: 'mfa_required', methods: expect.arrayContaining(['totp']) })
    expect(body).not.toHaveProperty('accessToken')
    const verified = await world.rest('POST', '/mfa/verify', {
      challengeToken: body.challengeToken as string,
      method: 'totp',
      code: await nia.nextCode(),
    })
    expect(verified.body).toMatchObject({ status: 'signed_in', user: { email: nia.email } })
    await expect(complete(world, { token })).toFailWith('token.invalid')
  })

  test('refuses an account that was disabled since', async () => {
    const pam = await world.people.verified('pam')
    const { token } = await mailed(world, pam)
    await disable(world, pam)
    await expect(complete(world, { token })).toFailWith('auth.account_disabled')
    const ron = await world.people.signedUp('ron')
    const unproven = await mailed(world, ron)
    await disable(world, ron)
    await expect(complete(world, { token: unproven.token })).toFailWith('auth.account_disabled')
    expect(await world.sql`SELECT is_verified FROM users WHERE email = ${ron.email}`).toEqual([
      { is_verified: false },
    ])
  })

  test('D1 successes and failures are in the audit log, without link or code', async () => {
    const sue = await world.people.verified('sue')
    const shown = await mailed(world, sue)
    await complete(world, { flowId: shown.flowId, code: wrongCode(shown) })
    await complete(world, { flowId: shown.flowId, code: shown.code })
    const events = await world.sql`SELECT action, outcome, details, e::text AS row FROM audit_events e
      WHERE action LIKE 'sign_in.%' AND (actor_id = (SELECT id FROM users WHERE email = ${sue.email})
        OR target_id = (SELECT id::text FROM users WHERE email = ${sue.email})) ORDER BY e.at, e.id`
    expect(events).toMatchObject([
      {
        action: 'sign_in.failed',
        outcome: 'failure',
        details: { method: 'email_code', reason: 'wrong_code' },
      },
      { action: 'sign_in.succeeded', outcome: 'success', details: { amr: ['email'] } },
    ])
    for (const { row } of events) expect(row).not.toContain(shown.token)
  })
})
