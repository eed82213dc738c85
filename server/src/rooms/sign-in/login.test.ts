import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { hours, minutes, seconds } from '../../kit/duration.ts'

describe('auth.login', () => {
  // The pause is what is tested, not the limits, which would come before it.
  const world = useWorld({ config: { rateLimits: false } })
  const login = (email: string, password: string, deviceToken?: string) =>
    world.api.auth.login({ email, password, ...(deviceToken && { deviceToken }) })
  const failTimes = async (count: number, email: string, deviceToken?: string) => {
    for (let failure = 0; failure < count; failure += 1) {
      await expect(login(email, 'not the password', deviceToken)).toFailWith('auth.invalid_credentials')
    }
  }
  const retryAfter = async (email: string, password: string) => {
    const answer = await world.rest('POST', '/login', { email, password })
    expect(answer.body).toMatchObject({ code: 'auth.too_many_attempts', status: 429 })
    return Number(answer.headers.get('retry-after'))
  }

  test('the right password signs in, in any case of the address', async () => {
    const ada = await world.people.verified('ada')
    const answer = await login('ADA@Example.ORG', ada.password)
    expect(answer).toMatchObject({ status: 'signed_in', tokenType: 'Bearer', expiresIn: 600 })
    if (answer.status !== 'signed_in') throw new Error('unreachable')
    expect(answer.user).toMatchObject({
      email: ada.email,
      isVerified: true,
      hasPassword: true,
      mfaEnabled: false,
    })
    expect(answer.user.lastSignInAt).toBeInstanceOf(Date)
    expect(answer.deviceToken).toMatch(/^dev_/)
  })

  test('N1 before the right password every account and no account get the same answer', async () => {
    await world.people.verified('bea')
    await world.people.signedUp('unproven')
    const off = await world.people.verified('off')
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = ${off.email}`
    const answers = []
    for (const name of ['bea', 'unproven', 'off', 'nobody']) {
      const answer = await world.rest('POST', '/login', {
        email: `${name}@example.org`,
        password: 'not the password',
      })
      const { requestId: _, ...body } = answer.body
      answers.push(
        JSON.stringify([answer.status, body, [...answer.headers.keys()], [...answer.cookies.keys()]]),
      )
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('auth.invalid_credentials')
  })

  test('N1 after the right password, and only then, it says why not', async () => {
    const unproven = await world.people.signedUp('unproven-2')
    await expect(login(unproven.email, unproven.password)).toFailWith('auth.email_not_verified')
    const off = await world.people.verified('off-2')
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = ${off.email}`
    await expect(login(off.email, off.password)).toFailWith('auth.account_disabled')
    const due = await world.people.verified('due')
    await world.sql`
      UPDATE credentials SET change_required = true WHERE user_id = (SELECT id FROM users WHERE email = ${due.email})`
    await expect(login(due.email, due.password)).toFailWith('auth.password_change_required')
  })

  test('L1 L2 ten failures pause the account for fifteen minutes, whatever the password', async () => {
    const cal = await world.people.verified('cal')
    await failTimes(10, cal.email)
    const waits = [await retryAfter(cal.email, 'not the password'), await retryAfter(cal.email, cal.password)]
    for (const wait of waits) expect(wait).toBeGreaterThan(14 * 60)
    const [row] = await world.sql`
      SELECT failed_login_attempts, lockout_until > gatehouse_now() AS paused FROM credentials
      JOIN users ON users.id = user_id WHERE email = ${cal.email}`
    expect(row).toEqual({ failed_login_attempts: 10, paused: true })
    await world.clock.advance(minutes(15) + seconds(1))
    expect((await login(cal.email, cal.password)).status).toBe('signed_in')
  })

  test('L1 each further pause is twice as long, and a success begins anew', async () => {
    const dee = await world.people.verified('dee')
    await failTimes(10, dee.email)
    await world.clock.advance(minutes(16))
    await failTimes(10, dee.email)
    expect(await retryAfter(dee.email, dee.password)).toBeGreaterThan(29 * 60)
    await world.clock.advance(minutes(31))
    await login(dee.email, dee.password)
    await failTimes(9, dee.email)
    expect((await login(dee.email, dee.password)).status).toBe('signed_in')
  })

  test('L1 nine failures and a quarter of an hour are forgotten', async () => {
    const eli = await world.people.verified('eli')
    await failTimes(9, eli.email)
    await world.clock.advance(minutes(16))
    await failTimes(9, eli.email)
    expect((await login(eli.email, eli.password)).status).toBe('signed_in')
  })

  test('L1 after a hundred failures in a row only a reset opens the account', async () => {
    const fay = await world.people.verified('fay')
    for (let round = 0; round < 10; round += 1) {
      await failTimes(10, fay.email)
      await world.clock.advance(hours(25))
    }
    expect(await retryAfter(fay.email, fay.password)).toBe(86_400)
    await world.clock.advance(hours(24 * 30))
    expect(await retryAfter(fay.email, fay.password)).toBe(86_400)
    await world.api.password.requestReset({ email: fay.email })
    const newPassword = 'a brand new orchard of 9 plums'
    await world.api.password.confirmReset({ token: await world.mailbox.lastToken('rst_'), newPassword })
    expect((await login(fay.email, newPassword)).status).toBe('signed_in')
  })

  test('L2 N4 an address nobody has is paused in the same way', async () => {
    await failTimes(10, 'nobody-at-all@example.org')
    expect(await retryAfter('nobody-at-all@example.org', 'anything goes here')).toBeGreaterThan(14 * 60)
    await world.clock.advance(minutes(16))
    await failTimes(10, 'nobody-at-all@example.org')
    expect(await retryAfter('nobody-at-all@example.org', 'anything goes here')).toBeGreaterThan(29 * 60)
  })

  test('L3 a device that has signed in before is not paused by strangers, and its owner is told once', async () => {
    const gus = await world.people.signedIn('gus')
    await failTimes(10, gus.email)
    await retryAfter(gus.email, gus.password)
    expect((await login(gus.email, gus.password, gus.deviceToken)).status).toBe('signed_in')
    const mails = await world.mailbox.list(gus.email)
    expect(mails.filter((mail) => /paused/i.test(mail.subject))).toHaveLength(1)
  })

  test('L3 a known device has ten tries of its own and is then a stranger', async () => {
    const hal = await world.people.signedIn('hal')
    await failTimes(10, hal.email, hal.deviceToken)
    await expect(login(hal.email, hal.password, hal.deviceToken)).toFailWith('auth.too_many_attempts')
  })

  test('L3 a device of somebody else, or a made-up one, is a stranger', async () => {
    const ida = await world.people.signedIn('ida')
    const jo = await world.people.signedIn('jo')
    await failTimes(10, ida.email)
    await expect(login(ida.email, ida.password, jo.deviceToken)).toFailWith('auth.too_many_attempts')
    await expect(login(ida.email, ida.password, `dev_${'A'.repeat(43)}`)).toFailWith('auth.too_many_attempts')
  })

  test('P2 a hash with weaker parameters is replaced when its password is shown', async () => {
    const kim = await world.people.verified('kim')
    const { hash } = await import('@node-rs/argon2')
    const weak = await hash(kim.password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
    await world.sql`
      UPDATE credentials SET password_hash = ${weak} WHERE user_id = (SELECT id FROM users WHERE email = ${kim.email})`
    await login(kim.email, kim.password)
    const [row] = await world.sql`
      SELECT password_hash FROM credentials JOIN users ON users.id = user_id WHERE email = ${kim.email}`
    expect(row!.password_hash).not.toBe(weak)
    expect((await login(kim.email, kim.password)).status).toBe('signed_in')
  })

  test('P4 no password is cut: one that begins with the right one is wrong, however long', async () => {
    const lea = await world.people.verified('lea')
    for (const password of [`${lea.password} `, lea.password + 'x'.repeat(300), lea.password.toUpperCase()]) {
      await expect(login(lea.email, password)).toFailWith('auth.invalid_credentials')
    }
  })

  test('a new device is told to the owner, the first one and a known one are not', async () => {
    const max = await world.people.signedIn('max')
    const notices = async () =>
      (await world.mailbox.list(max.email)).filter((mail) => /new sign-in/i.test(mail.subject)).length
    expect(await notices()).toBe(0)
    await world.people.signInAgain(max, max.deviceToken)
    expect(await notices()).toBe(0)
    await world.people.signInAgain(max)
    expect(await notices()).toBe(1)
  })

  test('D1 successes and failures are in the audit log, with the reason and without the password', async () => {
    const nia = await world.people.verified('nia')
    await failTimes(1, nia.email)
    await login(nia.email, nia.password)
    const events = await world.sql`
      SELECT action, outcome, details FROM audit_events e
      WHERE action LIKE 'sign_in.%' AND (actor_id = (SELECT id FROM users WHERE email = ${nia.email})
        OR target_id = (SELECT id::text FROM users WHERE email = ${nia.email})) ORDER BY e.at, e.id`
    expect(events).toMatchObject([
      { action: 'sign_in.failed', outcome: 'failure', details: { reason: 'wrong_password' } },
      { action: 'sign_in.succeeded', outcome: 'success', details: { amr: ['pwd'] } },
    ])
  })
})
