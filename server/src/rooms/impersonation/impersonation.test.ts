import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { actAs, REASON } from '../../../../test/harness/acting.ts'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { minutes } from '../../kit/duration.ts'

const START = 'admin.impersonation.start'
const NOBODYS_ID = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

describe.each(faces)('who may act as whom, over %s', (face) => {
  const world = useWorld()
  const named = (name: string) => `${name}-${face.toLowerCase()}`
  const start = (admin: Pick<SignedInPerson, 'headers'>, userId: string, reason = REASON) =>
    world.via(face, START, { userId, reason }, admin.headers)

  test('A4 an administrator gets a token that says who really acts, for an hour, and nothing to renew it', async () => {
    const admin = await world.people.staff(named('ada'), 'admin')
    const person = await world.people.signedIn(named('bea'))
    const { body } = await start(admin, person.userId)
    expect(body).toMatchObject({
      status: 'signed_in',
      tokenType: 'Bearer',
      expiresIn: 3_600,
      refreshToken: null,
      refreshExpiresIn: 0,
      deviceToken: null,
      user: { id: person.userId, email: person.email, platformRole: null },
    })
    const claims = decodeJwt(String(body.accessToken))
    expect(claims).toMatchObject({ sub: person.userId, act: { sub: admin.userId }, amr: ['impersonation'] })
    expect(claims.exp! - claims.iat!).toBe(3_600)
    expect(claims.auth_time).toBe(0)
    const headers = { authorization: `Bearer ${String(body.accessToken)}` }
    expect((await world.via(face, 'account.get', {}, headers)).body).toMatchObject({ id: person.userId })
    const [row] = await world.sql`SELECT * FROM sessions WHERE id = ${String(body.sessionId)}`
    expect(row).toMatchObject({
      user_id: person.userId,
      impersonator_id: admin.userId,
      ip: '',
      user_agent: '',
    })
  })

  test('A4 nobody else may: to them there is nothing there', async () => {
    const { userId } = await world.people.signedIn(named('cal'))
    const support = await world.people.staff(named('dee'), 'support')
    const nobody = await world.people.signedIn(named('eli'))
    for (const caller of [support, nobody]) await expect(start(caller, userId)).toFailWith('not_found')
    await expect(world.via(face, START, { userId, reason: REASON })).toFailWith('auth.unauthenticated')
  })

  test('A4 asks for a second factor and a fresh sign-in', async () => {
    const { userId } = await world.people.signedIn(named('fay'))
    const byPassword = await world.people.signedIn(named('gil'))
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${byPassword.userId}`
    await expect(start(byPassword, userId)).toFailWith('admin.mfa_required')
    const admin = await world.people.staff(named('hal'), 'admin')
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '6 minutes'
      WHERE id = ${admin.sessionId}`
    await expect(start(admin, userId)).toFailWith('auth.reauthentication_required')
    expect(
      await world.sql`SELECT FROM sessions WHERE impersonator_id IN (${admin.userId}, ${byPassword.userId})`,
    ).toEqual([])
  })

  test('A4 never onto staff, of whatever rank, nor onto oneself', async () => {
    const admin = await world.people.staff(named('ida'), 'admin')
    const other = await world.people.staff(named('jan'), 'admin')
    const support = await world.people.staff(named('kim'), 'support')
    for (const { userId } of [other, support, admin])
      await expect(start(admin, userId)).toFailWith('impersonation.rank_forbidden')
  })

  test('A4 not onto whoever could not sign in, nor onto nobody', async () => {
    const admin = await world.people.staff(named('leo'), 'admin')
    const { userId } = await world.people.signedIn(named('mia'))
    for (const [state, back] of [
      ['disabled_at = now()', 'disabled_at = NULL'],
      ['is_verified = false', 'is_verified = true'],
      [`erased_after = now() + interval '1 day'`, 'erased_after = NULL'],
    ] as const) {
      await world.sql.unsafe(`UPDATE users SET ${state} WHERE id = '${userId}'`)
      await expect(start(admin, userId)).toFailWith('impersonation.not_possible')
      await world.sql.unsafe(`UPDATE users SET ${back} WHERE id = '${userId}'`)
    }
    await expect(start(admin, NOBODYS_ID)).toFailWith('not_found')
    expect((await start(admin, userId)).body).toMatchObject({ status: 'signed_in' })
  })

  test('A4 needs a reason that says something', async () => {
    const admin = await world.people.staff(named('ned'), 'admin')
    const { userId } = await world.people.signedIn(named('oda'))
    for (const reason of ['', 'too short', '           .', 'x'.repeat(501), `${REASON}\n`, `${REASON}\u202e`])
      await expect(start(admin, userId, reason)).toFailWith('request.invalid')
  })

  test('A4 does not nest', async () => {
    const admin = await world.people.staff(named('pam'), 'admin')
    const person = await world.people.signedIn(named('quin'))
    const other = await world.people.signedIn(named('ria'))
    const acting = await actAs(world, admin, person.userId)
    await expect(start(acting, other.userId)).toFailWith('not_found')
    // Nor when the person becomes staff meanwhile, which ends it.
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${person.userId}`
    await expect(start(acting, other.userId)).toFailWith('auth.unauthenticated')
  })

  test('A4 asks for none of the person’s factors, and reaches nothing that they would have to open', async () => {
    const admin = await world.people.staff(named('sam'), 'admin')
    const person = await world.people.withTotp(named('tia'))
    const acting = await actAs(world, admin, person.userId)
    expect((await world.via(face, 'mfa.status', {}, acting.headers)).body).toMatchObject({
      totp: { enabled: true },
    })
    await expect(world.via(face, 'mfa.disableTotp', { code: person.codeNow() }, acting.headers)).toFailWith(
      'impersonation.not_allowed',
    )
  })
})

describe('how long it lasts', () => {
  const world = useWorld()
  let count = 0
  async function begun() {
    count += 1
    const admin = await world.people.staff(`admin-${count}`, 'admin')
    const person = await world.people.signedIn(`person-${count}`)
    return { admin, person, acting: await actAs(world, admin, person.userId) }
  }
  const statusOf = async (caller: { headers: Record<string, string> }) =>
    (await world.rest('GET', '/me', undefined, caller.headers)).status

  test('A4 sixty minutes, however much it is used, and not a second more', async () => {
    const { acting } = await begun()
    for (let passed = 10; passed < 60; passed += 10) {
      await world.clock.advance(minutes(10))
      expect(await statusOf(acting)).toBe(200)
    }
    await world.clock.advance(minutes(10) - 1_000)
    expect(await statusOf(acting)).toBe(200)
    await world.clock.advance(1_000)
    expect(await statusOf(acting)).toBe(401)
  })

  test.each([
    ['is support only', `platform_role = 'support'`],
    ['is no longer staff', 'platform_role = NULL'],
    ['is disabled', 'disabled_at = now()'],
    ['closes the account', `erased_after = now() + interval '7 days'`],
  ])('A4 ends at once when the administrator %s', async (_, change) => {
    const { admin, acting } = await begun()
    expect(await statusOf(acting)).toBe(200)
    await world.sql.unsafe(`UPDATE users SET ${change} WHERE id = '${admin.userId}'`)
    expect(await statusOf(acting)).toBe(401)
  })

  test('A4 ends when the person is disabled, or chooses a new password', async () => {
    const disabled = await begun()
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${disabled.person.userId}`
    expect(await statusOf(disabled.acting)).toBe(401)
    const { person, acting } = await begun()
    const { password } = person
    await world.rest(
      'POST',
      '/me/password',
      { currentPassword: password, newPassword: 'pear 9876543210' },
      person.headers,
    )
    expect(await statusOf(acting)).toBe(401)
  })

  test.each(['admin', 'support'])('A4 ends at once when the person becomes staff: %s', async (role) => {
    const { person, acting } = await begun()
    await world.sql`UPDATE users SET platform_role = ${role} WHERE id = ${person.userId}`
    expect(await statusOf(acting)).toBe(401)
    expect(await statusOf(person)).toBe(200)
  })

  test('A4 ends when the person says so, whose session it is', async () => {
    const { person, acting } = await begun()
    const answer = await world.rest('DELETE', `/me/sessions/${acting.sessionId}`, undefined, person.headers)
    expect(answer.status).toBe(204)
    expect(await statusOf(acting)).toBe(401)
    expect(await statusOf(person)).toBe(200)
  })

  test.each(faces)('A4 ends when the administrator stops, over %s', async (face) => {
    const { admin, person, acting } = await begun()
    expect((await world.via(face, 'admin.impersonation.stop', {}, acting.headers)).status).toBeLessThan(300)
    expect(await statusOf(acting)).toBe(401)
    await expect(world.via(face, 'admin.impersonation.stop', {}, acting.headers)).toFailWith(
      'auth.unauthenticated',
    )
    for (const own of [admin, person]) {
      await expect(world.via(face, 'admin.impersonation.stop', {}, own.headers)).toFailWith('not_found')
      expect(await statusOf(own)).toBe(200)
    }
  })

  test('outlives the administrator’s own session, but not the end of all of them', async () => {
    const { admin, acting } = await begun()
    await world.rest('POST', '/logout', { refreshToken: admin.refreshToken })
    expect(await statusOf(admin)).toBe(401)
    expect(await statusOf(acting)).toBe(200)
    await world.rest('POST', '/password-reset/request', { email: admin.email })
    const { token } = await world.mailbox.lastTo(admin.email)
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: 'pear 9876543210' })
    expect(await statusOf(acting)).toBe(401)
  })
})

describe('what it leaves of the person’s account', () => {
  const world = useWorld()

  test('A4 no sign-in, no device, and none of their places', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const person = await world.people.signedIn('bea')
    const facts = async () =>
      await world.sql`SELECT last_sign_in_at, updated_at, failed_login_attempts,
        (SELECT count(*)::int FROM known_devices WHERE known_devices.user_id = users.id) AS devices
        FROM users JOIN credentials ON credentials.user_id = users.id WHERE users.id = ${person.userId}`
    const before = await facts()
    for (let more = 0; more < 25; more += 1) await actAs(world, admin, person.userId)
    expect(await facts()).toEqual(before)
    expect((await world.rest('GET', '/me', undefined, person.headers)).status).toBe(200)
    // A new device of the person's ends the oldest of twenty of their own, and counts nobody else's.
    await world.people.signInAgain(person)
    expect((await world.rest('GET', '/me', undefined, person.headers)).status).toBe(200)
  })
})
