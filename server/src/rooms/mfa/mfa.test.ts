import { describe, expect, test } from 'vitest'
import { type PersonWithTotp, useWorld, type World } from '../../../../test/harness/index.ts'
import { minutes, seconds } from '../../kit/duration.ts'

const login = (world: World, { email, password }: PersonWithTotp, more: object = {}) =>
  world.rest('POST', '/login', { email, password, ...more })
const challengeFor = async (world: World, person: PersonWithTotp): Promise<string> =>
  (await login(world, person)).body.challengeToken as string
const verify = (world: World, challengeToken: string, code: string, method = 'totp', headers = {}) =>
  world.rest('POST', '/mfa/verify', { challengeToken, method, code }, headers)

describe('an authenticator app', () => {
  const world = useWorld()

  test('M1 M2 a right password gives a challenge and nothing that opens anything', async () => {
    const ada = await world.people.withTotp('ada')
    const answer = await login(world, ada)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body).sort()).toEqual(['challengeToken', 'expiresIn', 'methods', 'status'])
    expect(answer.body).toMatchObject({
      status: 'mfa_required',
      methods: ['totp', 'recovery_code'],
      expiresIn: 300,
    })
    const [row] = await world.sql`
      SELECT count(*)::int AS live FROM sessions WHERE user_id = ${ada.userId} AND ended_at IS NULL`
    expect(row).toEqual({ live: 1 })
    const token = answer.body.challengeToken as string
    expect((await world.rest('GET', '/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(401)
    await expect(world.rest('POST', '/refresh', { refreshToken: token })).toFailWith('auth.refresh_invalid')
  })

  test('M2 the code finishes the sign-in, in a session that says so', async () => {
    const bea = await world.people.withTotp('bea')
    const answer = await verify(world, await challengeFor(world, bea), await bea.nextCode())
    expect(answer.body).toMatchObject({ status: 'signed_in', user: { mfaEnabled: true } })
    const bearer = { authorization: `Bearer ${answer.body.accessToken as string}` }
    const { body } = await world.rest<{ items: { current: boolean; amr: string[] }[] }>(
      'GET',
      '/me/sessions',
      undefined,
      bearer,
    )
    expect(body.items.find(({ current }) => current)?.amr).toEqual(['pwd', 'otp', 'mfa'])
    const refreshed = await world.rest('POST', '/refresh', { refreshToken: answer.body.refreshToken })
    expect(refreshed.body).toMatchObject({ status: 'signed_in', user: { mfaEnabled: true } })
  })

  test('M3 a code works once, and so does a challenge', async () => {
    const cleo = await world.people.withTotp('cleo')
    const [first, second] = [await challengeFor(world, cleo), await challengeFor(world, cleo)]
    const code = await cleo.nextCode()
    expect((await verify(world, first, code)).status).toBe(200)
    await expect(verify(world, second, code)).toFailWith('mfa.code_invalid')
    await expect(verify(world, first, await cleo.nextCode())).toFailWith('mfa.challenge_expired')
  })

  test('M3 of twenty uses of one code at once, one opens a session', async () => {
    const dora = await world.people.withTotp('dora')
    const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeFor(world, dora)))
    const code = await dora.nextCode()
    const answers = await Promise.all(
      challenges.flatMap((token) => [verify(world, token, code), verify(world, token, code)]),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('M3 takes a code of one step either side, and none further away', async () => {
    const erin = await world.people.withTotp('erin')
    await world.clock.advance(seconds(90))
    const old = erin.codeNow()
    await world.clock.advance(seconds(61))
    await expect(verify(world, await challengeFor(world, erin), old)).toFailWith('mfa.code_invalid')
    const late = erin.codeNow()
    await world.clock.advance(seconds(30))
    expect((await verify(world, await challengeFor(world, erin), late)).status).toBe(200)
  })

  test('M4 counts only once a code has confirmed it, and a new enrolment replaces nothing until then', async () => {
    const fay = await world.people.signedIn('fay')
    await world.rest('POST', '/me/mfa/totp', {}, fay.headers)
    expect((await world.people.signInAgain(fay)).sessionId).toBeTruthy()
    const gwen = await world.people.withTotp('gwen')
    await expect(world.rest('POST', '/me/mfa/totp', {}, gwen.headers)).toFailWith(
      'auth.reauthentication_required',
    )
    const again = await world.rest(
      'POST',
      '/reauthenticate',
      { totpCode: await gwen.nextCode() },
      gwen.headers,
    )
    const bearer = { authorization: `Bearer ${again.body.accessToken as string}` }
    expect((await world.rest('POST', '/me/mfa/totp', {}, bearer)).status).toBe(200)
    expect((await verify(world, await challengeFor(world, gwen), await gwen.nextCode())).status).toBe(200)
  })

  test('M5 switching it on and off ends every other session, voids what was begun, and tells the owner', async () => {
    const hana = await world.people.signedIn('hana')
    const other = await world.people.signInAgain(hana)
    const begun = await world.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, hana.headers)
    expect(begun.body.secret).toMatch(/^[A-Z2-7]{32}$/)
    const iris = await world.people.withTotp('iris')
    const irisOther = await verify(world, await challengeFor(world, iris), await iris.nextCode())
    const challenge = await challengeFor(world, iris)
    const off = await world.rest('DELETE', '/me/mfa/totp', { code: await iris.nextCode() }, iris.headers)
    expect(off.status).toBe(204)
    const bearer = { authorization: `Bearer ${irisOther.body.accessToken as string}` }
    expect((await world.rest('GET', '/me', undefined, bearer)).status).toBe(401)
    await expect(verify(world, challenge, iris.codeNow())).toFailWith('mfa.challenge_expired')
    expect((await world.mailbox.lastTo(iris.email)).subject).toContain('switched off')
    expect((await login(world, iris)).body.status).toBe('signed_in')
    expect((await world.rest('GET', '/me', undefined, other.headers)).status).toBe(200)
  })

  test('M6 a recovery code works once in place of the app, and new ones void the old', async () => {
    const june = await world.people.withTotp('june')
    const [first, second] = june.recoveryCodes as [string, string]
    const typed = first.toUpperCase().replaceAll('-', ' ')
    expect((await verify(world, await challengeFor(world, june), typed, 'recovery_code')).status).toBe(200)
    expect((await world.mailbox.list(june.email)).map(({ subject }) => subject).join()).toContain(
      'recovery code',
    )
    await expect(verify(world, await challengeFor(world, june), first, 'recovery_code')).toFailWith(
      'mfa.code_invalid',
    )
    const again = await world.rest(
      'POST',
      '/reauthenticate',
      { totpCode: await june.nextCode() },
      june.headers,
    )
    const bearer = { authorization: `Bearer ${again.body.accessToken as string}` }
    expect((await world.rest('GET', '/me/mfa', undefined, bearer)).body).toMatchObject({
      recoveryCodesLeft: 9,
    })
    const fresh = await world.rest<{ recoveryCodes: string[] }>('POST', '/me/mfa/recovery-codes', {}, bearer)
    expect(new Set(fresh.body.recoveryCodes).size).toBe(10)
    await expect(verify(world, await challengeFor(world, june), second, 'recovery_code')).toFailWith(
      'mfa.code_invalid',
    )
  })

  test('M6 of ten uses of one recovery code at once, one opens a session', async () => {
    const kim = await world.people.withTotp('kim')
    const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeFor(world, kim)))
    const answers = await Promise.all(
      challenges.map((token) => verify(world, token, kim.recoveryCodes[0]!, 'recovery_code')),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('L4 a challenge bears five wrong codes', async () => {
    const lena = await world.people.withTotp('lena')
    const challenge = await challengeFor(world, lena)
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await expect(verify(world, challenge, '000000')).toFailWith('mfa.code_invalid')
    }
    await expect(verify(world, challenge, await lena.nextCode())).toFailWith('mfa.challenge_expired')
  })

  test('L4 ten wrong codes over all factors and challenges pause the person for 15 minutes, and one notice goes out', async () => {
    const mona = await world.people.withTotp('mona')
    const challenges = await Promise.all(Array.from({ length: 6 }, () => challengeFor(world, mona)))
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, count) =>
        verify(world, challenges[count % 6]!, '00000x', count % 2 ? 'totp' : 'recovery_code'),
      ),
    )
    expect(answers.filter(({ body }) => body.code === 'mfa.code_invalid')).toHaveLength(10)
    const right = await verify(world, await challengeFor(world, mona), await mona.nextCode())
    expect(right.body.code).toBe('auth.too_many_attempts')
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(800)
    const mails = (await world.mailbox.list(mona.email)).filter(({ subject }) => /second step/.test(subject))
    expect(mails).toHaveLength(1)
    await world.clock.advance(minutes(15))
    expect((await verify(world, await challengeFor(world, mona), await mona.nextCode())).status).toBe(200)
  })

  test('M1 a challenge that was given to a browser answers in that browser only', async () => {
    const nora = await world.people.withTotp('nora')
    const origin = { origin: world.origin }
    const { email, password } = nora
    const first = await world.rest('POST', '/login', { email, password, delivery: 'cookie' }, origin)
    const cookie = first.cookies.get('__Host-gatehouse_browser')!
    expect(cookie.attributes).toEqual(expect.arrayContaining(['httponly', 'secure', 'samesite=lax']))
    expect(first.cookies.has('__Host-gatehouse_refresh')).toBe(false)
    const token = first.body.challengeToken as string
    await expect(verify(world, token, await nora.nextCode())).toFailWith('mfa.challenge_expired')
    const held = { cookie: `__Host-gatehouse_browser=${cookie.value}`, ...origin }
    expect((await verify(world, token, nora.codeNow(), 'totp', held)).status).toBe(200)
  })

  test('M1 a challenge lives five minutes, to the second', async () => {
    const olga = await world.people.withTotp('olga')
    const [inTime, late] = [await challengeFor(world, olga), await challengeFor(world, olga)]
    await world.clock.advance(minutes(5) - seconds(2))
    expect((await verify(world, inTime, olga.codeNow())).status).toBe(200)
    await world.clock.advance(seconds(2))
    await expect(verify(world, late, await olga.nextCode())).toFailWith('mfa.challenge_expired')
  })

  test('M4 stepping up with the password asks for the code too, and the session goes on under a new id', async () => {
    const pia = await world.people.withTotp('pia')
    const asked = await world.rest('POST', '/reauthenticate', { password: pia.password }, pia.headers)
    expect(asked.body.status).toBe('mfa_required')
    expect((await world.rest('GET', '/me', undefined, pia.headers)).status).toBe(200)
    const answer = await verify(world, asked.body.challengeToken as string, await pia.nextCode())
    expect(answer.status).toBe(200)
    expect((await world.rest('GET', '/me', undefined, pia.headers)).status).toBe(401)
    const [row] = await world.sql`
      SELECT count(*)::int AS live FROM sessions WHERE user_id = ${pia.userId} AND ended_at IS NULL`
    expect(row).toEqual({ live: 1 })
  })

  test('M7 nobody adds a factor to an address that is not proven', async () => {
    const quin = await world.people.signedIn('quin')
    await world.sql`UPDATE users SET is_verified = false WHERE id = ${quin.userId}`
    await expect(world.rest('POST', '/me/mfa/totp', {}, quin.headers)).toFailWith('auth.unauthenticated')
  })

  test('T9 a password reset leaves the second factor on', async () => {
    const rita = await world.people.withTotp('rita')
    await world.rest('POST', '/password-reset/request', { email: rita.email })
    const { token } = await world.mailbox.lastTo(rita.email)
    const password = 'seven-herons-over-a-lake'
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: password })
    expect((await login(world, { ...rita, password })).body.status).toBe('mfa_required')
  })

  test('M6 what is stored gives neither the secret nor a recovery code away', async () => {
    const sara = await world.people.withTotp('sara')
    const rows =
      await world.sql`SELECT secret_sealed, pending_sealed FROM totp_factors WHERE user_id = ${sara.userId}`
    expect(rows[0]).toMatchObject({ secret_sealed: expect.any(Buffer), pending_sealed: null })
    const codes = await world.sql`SELECT code_mac FROM recovery_codes WHERE user_id = ${sara.userId}`
    expect(codes).toHaveLength(10)
    for (const { code_mac } of codes) expect(code_mac).toHaveLength(32)
  })
})
