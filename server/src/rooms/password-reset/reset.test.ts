import { describe, expect, inject, test } from 'vitest'
import { type Person, useWorld, type World } from '../../../../test/harness/index.ts'

const newPassword = 'seven-herons-over-a-lake'

const request = (world: World, email: string) => world.rest('POST', '/password-reset/request', { email })
const confirm = (world: World, token: string, password: string = newPassword) =>
  world.rest('POST', '/password-reset/confirm', { token, newPassword: password })
const login = (world: World, { email, password }: Pick<Person, 'email' | 'password'>, more: object = {}) =>
  world.rest('POST', '/login', { email, password, ...more })

async function tokenFor(world: World, email: string): Promise<string> {
  await request(world, email)
  return (await world.mailbox.lastTo(email)).token!
}

describe('password.requestReset', () => {
  const world = useWorld()

  test('mails a link to the account’s own page, in the owner’s language', async () => {
    const ada = await world.people.verified('ada')
    await world.sql`UPDATE users SET locale = 'de-CH' WHERE email = ${ada.email}`
    expect((await request(world, 'ADA@Example.org')).body).toEqual({ status: 'sent' })
    const mail = await world.mailbox.lastTo(ada.email)
    expect(mail.subject).toBe('Wählen Sie ein neues Passwort für Gatehouse')
    expect(mail.text).toContain(`https://id.gatehouse.test/reset-password?token=${mail.token}`)
  })

  test('mails nothing to a disabled account or an unknown address, and records both', async () => {
    const bea = await world.people.verified('bea')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${bea.email}`
    const before = (await world.mailbox.list()).length
    for (const email of [bea.email, 'nobody@example.org'])
      expect((await request(world, email)).status).toBe(202)
    expect(await world.mailbox.list()).toHaveLength(before)
    const events = await world.sql`SELECT details->>'reason' AS reason FROM audit_events
      WHERE action = 'password.reset_requested' AND outcome = 'failure' ORDER BY at`
    expect(events.map(({ reason }) => reason)).toEqual(['account_disabled', 'unknown_address'])
  })

  test('leaves nothing in the outbox for an address that gets no mail', async () => {
    await request(world, 'nobody-else@example.org')
    await world.mailbox.list()
    expect(await world.sql`SELECT 1 FROM mail_messages WHERE template = 'decoy'`).toHaveLength(0)
  })
})

describe('password.confirmReset', () => {
  const world = useWorld()

  test('sets the password, and nothing else answers to the old one', async () => {
    const ada = await world.people.verified('ada')
    const answer = await confirm(world, await tokenFor(world, ada.email))
    expect(answer.status).toBe(204)
    expect(answer.text).toBe('')
    await expect(login(world, ada)).toFailWith('auth.invalid_credentials')
    expect((await login(world, { ...ada, password: newPassword })).status).toBe(200)
  })

  test('tells the owner when, from where and what to do', async () => {
    const bea = await world.people.verified('bea')
    const token = await tokenFor(world, bea.email)
    await world.from('198.51.100.9').rest('POST', '/password-reset/confirm', { token, newPassword })
    const notice = await world.mailbox.lastTo(bea.email)
    expect(notice.subject).toBe('Your Gatehouse password was changed')
    expect(notice.text).toContain('198.51.100.9')
    expect(notice.text).toContain(String(world.clock.now().getUTCFullYear()))
    expect(notice.text).toContain('https://id.gatehouse.test/forgot-password')
    expect(notice.token).toBeUndefined()
  })

  test('gives an account without a password its first one', async () => {
    const cleo = await world.people.verified('cleo')
    await world.sql`UPDATE credentials SET password_hash = NULL
      WHERE user_id = (SELECT id FROM users WHERE email = ${cleo.email})`
    expect((await confirm(world, await tokenFor(world, cleo.email))).status).toBe(204)
    expect((await login(world, { ...cleo, password: newPassword })).status).toBe(200)
  })

  test.each([
    ['password.too_short', 'short'],
    ['password.too_long', 'x'.repeat(257)],
    ['password.too_common', 'qwertyuiop123'],
    ['password.contains_context', 'long-and-dorothea-inside'],
    ['password.contains_context', 'long-and-gatehouse-inside'],
  ] as const)('refuses with %s and leaves the link good', async (code, password) => {
    const name = `dorothea.${code.slice(9)}.${password.length}`
    const dora = await world.people.verified(name.replaceAll('_', '-'))
    const token = await tokenFor(world, dora.email)
    await expect(confirm(world, token, password)).toFailWith(code)
    expect((await confirm(world, token)).status).toBe(204)
  })

  test('ends the pause that wrong passwords led to', async () => {
    const erin = await world.people.verified('erin')
    for (let count = 0; count < 11; count += 1)
      await login(world, { ...erin, password: `wrong-wrong-${count}` })
    const { failed_login_attempts: failures } = (await credentialsOf(erin))!
    expect(failures).toBeGreaterThanOrEqual(10)
    await confirm(world, await tokenFor(world, erin.email))
    expect(await credentialsOf(erin)).toMatchObject({ failed_login_attempts: 0, lockout_until: null })
  })

  test('forgets the devices that were known', async () => {
    const fay = await world.people.signedIn('fay')
    await confirm(world, await tokenFor(world, fay.email))
    const again = await login(world, { ...fay, password: newPassword }, { deviceToken: fay.deviceToken })
    expect(again.body.deviceToken).not.toBe(fay.deviceToken)
  })

  test('satisfies an administrator’s demand for a new password', async () => {
    const gwen = await world.people.verified('gwen')
    await world.sql`UPDATE credentials SET change_required = true
      WHERE user_id = (SELECT id FROM users WHERE email = ${gwen.email})`
    await expect(login(world, gwen)).toFailWith('auth.password_change_required')
    await confirm(world, await tokenFor(world, gwen.email))
    expect((await login(world, { ...gwen, password: newPassword })).status).toBe(200)
  })

  test('does not open an account that was disabled after the link was sent', async () => {
    const hana = await world.people.verified('hana')
    const token = await tokenFor(world, hana.email)
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${hana.email}`
    await expect(confirm(world, token)).toFailWith('token.invalid')
  })

  test('does not act on an account whose address has changed since', async () => {
    const iris = await world.people.verified('iris')
    const token = await tokenFor(world, iris.email)
    await world.sql`UPDATE users SET email_canonical = 'iris-moved@example.org' WHERE email = ${iris.email}`
    await expect(confirm(world, token)).toFailWith('token.invalid')
    expect((await login(world, { email: 'iris-moved@example.org', password: iris.password })).status).toBe(
      200,
    )
  })

  test('spends no hashing on a token that is not live', async () => {
    await expect(confirm(world, `rst_${'A'.repeat(43)}`)).toFailWith('token.invalid')
    const june = await world.people.verified('june')
    const token = await tokenFor(world, june.email)
    await confirm(world, token)
    // A password that the policy would refuse shows that neither policy nor hash was asked.
    await expect(confirm(world, token, 'short')).toFailWith('token.invalid')
  })

  const credentialsOf = async ({ email }: Person) =>
    (
      await world.sql`SELECT failed_login_attempts, lockout_until FROM credentials
        WHERE user_id = (SELECT id FROM users WHERE email = ${email})`
    )[0]
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('fifty uses of one reset link at once', () => {
  const world = useWorld()

  test('have one winner, whose password is the one that works', async () => {
    const ada = await world.people.verified('ada')
    const token = await tokenFor(world, ada.email)
    const passwords = Array.from({ length: 50 }, (_, count) => `${newPassword}-${count}`)
    const answers = await Promise.all(passwords.map((password) => confirm(world, token, password)))
    const winners = answers.flatMap(({ status }, index) => (status === 204 ? [passwords[index]!] : []))
    expect(winners).toHaveLength(1)
    for (const { status } of answers) expect([204, 400, 503]).toContain(status)
    expect((await login(world, { ...ada, password: winners[0]! })).status).toBe(200)
    expect(await world.sql`SELECT 1 FROM audit_events WHERE action = 'password.reset'`).toHaveLength(1)
  })
})
