import { describe, expect, inject, test } from 'vitest'
import { type Mail, useWorld, type World } from '../../../../test/harness/index.ts'
import { hours } from '../../kit/duration.ts'

const password = 'seven-herons-over-a-lake'
const other = 'nine-lanterns-by-the-pier'

const register = (world: World, email: string, changes: object = {}, headers: Record<string, string> = {}) =>
  world.rest('POST', '/register', { email, password, displayName: 'Somebody', ...changes }, headers)
const login = (world: World, email: string, secret: string) =>
  world.rest('POST', '/login', { email, password: secret })
const mailsTo = async (world: World, email: string): Promise<Mail[]> =>
  (await world.mailbox.list(email)).reverse()
const eventsAbout = (world: World, email: string) => world.sql`
  SELECT action, details FROM audit_events WHERE target_id = (SELECT id::text FROM users WHERE email = ${email})
  ORDER BY position`

describe('auth.register', () => {
  const world = useWorld()

  test('makes an unverified account and mails its owner the one link that opens it', async () => {
    const answer = await register(world, 'Ada@Example.org', { displayName: 'Ada' })
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ status: 'verification_sent' })
    expect(answer.cookies.size).toBe(0)
    await expect(login(world, 'ada@example.org', password)).toFailWith('auth.email_not_verified')

    const [mail] = await mailsTo(world, 'Ada@Example.org')
    expect(mail).toMatchObject({ subject: 'Verify your address for Gatehouse' })
    expect(mail!.text).toContain(`https://id.gatehouse.test/verify-email?token=${mail!.token}`)
    await world.rest('POST', '/verify-email', { token: mail!.token })
    expect((await login(world, 'ada@example.org', password)).status).toBe(200)
    const actions = (await eventsAbout(world, 'Ada@Example.org')).map(({ action }) => action)
    expect(actions).toEqual(['account.created', 'sign_in.failed', 'email.verified'])
  })

  test.each([
    ['password.too_short', { password: 'short' }],
    ['password.too_long', { password: 'é'.repeat(257) }],
    ['password.too_common', { password: 'qwertyuiop123' }],
    ['password.contains_context', { password: 'my-name-is-mallory-x' }],
    ['request.invalid', { password: 'with-a-\u0000-inside-it' }],
    ['request.invalid', { email: 'two@at@example.org' }],
    ['request.invalid', { displayName: 'bell\u0007' }],
    ['request.invalid', { isVerified: true }],
    ['request.invalid', { locale: 'not a tag' }],
  ])('answers %s for %j, and leaves no account behind', async (code, changes) => {
    await expect(register(world, 'refused@example.org', { displayName: 'Mallory', ...changes })).toFailWith(
      code as 'request.invalid',
    )
    expect(await world.sql`SELECT 1 FROM users WHERE email = 'refused@example.org'`).toHaveLength(0)
    expect(await mailsTo(world, 'refused@example.org')).toEqual([])
  })

  test('writes in the language that was asked for, else in the browser’s', async () => {
    const german = { 'accept-language': 'fr;q=0.2, de-AT, en;q=0.5' }
    await register(world, 'browser@example.org', {}, german)
    await register(world, 'chosen@example.org', { locale: 'en-GB' }, german)
    expect((await world.mailbox.lastTo('browser@example.org')).subject).toBe(
      'Bestätigen Sie Ihre Adresse für Gatehouse',
    )
    expect((await world.mailbox.lastTo('chosen@example.org')).subject).toBe(
      'Verify your address for Gatehouse',
    )
    expect(await world.sql`SELECT locale FROM users WHERE email = 'browser@example.org'`).toEqual([
      { locale: 'de-AT' },
    ])
  })

  test('lets nobody write to a stranger through the name', async () => {
    const displayName = '<b>You won</b> evil.example/claim'
    await register(world, 'stranger@example.org', { displayName })
    const { subject, text, html } = await world.mailbox.lastTo('stranger@example.org')
    expect(subject + text + html).not.toContain('evil.example')
    expect(html).not.toContain('<b>')
  })

  test('ten sign-ups an hour may come from one address', async () => {
    const { rest } = world.from('192.0.2.77')
    const attempt = (count: number) =>
      rest('POST', '/register', { email: `many${count}@example.org`, password, displayName: 'Many' })
    for (let count = 0; count < 10; count += 1) expect((await attempt(count)).status).toBe(202)
    await expect(attempt(10)).toFailWith('rate_limited')
  })
})

describe('a second sign-up for a verified address', () => {
  const world = useWorld()

  test('is told to the owner in a mail without a token, and in their language', async () => {
    const ada = await world.people.verified('ada')
    await world.sql`UPDATE users SET locale = 'de' WHERE email = ${ada.email}`
    await register(world, ada.email)
    const mail = await world.mailbox.lastTo(ada.email)
    expect(mail.subject).toBe('Sie haben schon ein Konto bei Gatehouse')
    expect(mail.token).toBeUndefined()
    expect(mail.text).toContain('https://id.gatehouse.test/login')
    expect(mail.text).toContain('https://id.gatehouse.test/forgot-password')
    expect((await eventsAbout(world, ada.email)).at(-1)).toMatchObject({
      action: 'sign_up.repeated',
      details: { isVerified: true },
    })
  })

  test('voids no link that is out', async () => {
    const bea = await world.people.verified('bea')
    await world.rest('POST', '/password-reset/request', { email: bea.email })
    const { token } = await world.mailbox.lastTo(bea.email)
    await register(world, bea.email)
    expect((await world.rest('POST', '/password-reset/confirm', { token, newPassword: other })).status).toBe(
      204,
    )
  })

  test('is mailed three times an hour at the most, and always answered alike', async () => {
    const cleo = await world.people.verified('cleo')
    for (let count = 0; count < 5; count += 1) expect((await register(world, cleo.email)).status).toBe(202)
    expect(await mailsTo(world, cleo.email)).toHaveLength(1 + 3)
    await world.clock.advance(hours(1))
    await register(world, cleo.email)
    expect(await mailsTo(world, cleo.email)).toHaveLength(1 + 4)
  })

  test('is told to nobody when the account is disabled', async () => {
    const dora = await world.people.verified('dora')
    await world.sql`UPDATE users SET disabled_at = gatehouse_now() WHERE email = ${dora.email}`
    expect((await register(world, dora.email)).status).toBe(202)
    expect(await mailsTo(world, dora.email)).toHaveLength(1)
  })
})

describe('a second sign-up for an address that is not verified yet', () => {
  const world = useWorld()

  test('with the same password, as by a form sent twice, changes nothing', async () => {
    const ada = await world.people.signedUp('ada')
    await register(world, ada.email, { password: ada.password, displayName: 'Twice' })
    const [first] = await mailsTo(world, ada.email)
    expect((await world.rest('POST', '/verify-email', { token: first!.token })).status).toBe(200)
    const signedIn = await login(world, ada.email, ada.password)
    expect(signedIn.body).toMatchObject({ user: { displayName: ada.name } })
  })

  test('with another password leaves the first link good and neither password able to open the account', async () => {
    const mallory = await world.people.signedUp('cora')
    await register(world, mallory.email, { password: other, displayName: 'The owner' })
    const [first] = await mailsTo(world, mallory.email)
    expect((await world.rest('POST', '/verify-email', { token: first!.token })).status).toBe(200)
    await expect(login(world, mallory.email, mallory.password)).toFailWith('auth.password_change_required')
    await expect(login(world, mallory.email, other)).toFailWith('auth.invalid_credentials')
    await world.rest('POST', '/password-reset/request', { email: mallory.email })
    const { token } = await world.mailbox.lastTo(mallory.email)
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: 'twelve-swans-on-the-canal' })
    expect((await login(world, mallory.email, 'twelve-swans-on-the-canal')).status).toBe(200)
  })

  test('puts no password of either party behind the link it sends: the mailbox chooses', async () => {
    const bea = await world.people.signedUp('bea')
    await register(world, bea.email, { password: other })
    const [first, second] = await mailsTo(world, bea.email)
    expect(second!.text).toContain('https://id.gatehouse.test/reset-password?token=rst_')
    await expect(world.rest('POST', '/verify-email', { token: second!.token })).toFailWith('token.invalid')

    const newPassword = 'eleven-foxes-in-the-snow'
    const confirmed = await world.rest('POST', '/password-reset/confirm', {
      token: second!.token,
      newPassword,
    })
    expect(confirmed.status).toBe(204)
    await expect(login(world, bea.email, bea.password)).toFailWith('auth.invalid_credentials')
    await expect(login(world, bea.email, other)).toFailWith('auth.invalid_credentials')
    expect((await login(world, bea.email, newPassword)).status).toBe(200)
    await expect(world.rest('POST', '/verify-email', { token: first!.token })).toFailWith('token.invalid')
  })

  test('beyond the third in an hour sends nothing and leaves the last link good', async () => {
    const cleo = await world.people.signedUp('cleo')
    for (let count = 0; count < 5; count += 1) await register(world, cleo.email, { password: other })
    const mails = await mailsTo(world, cleo.email)
    expect(mails).toHaveLength(1 + 3)
    const { token } = mails.at(-1)!
    expect(
      (await world.rest('POST', '/password-reset/confirm', { token, newPassword: password })).status,
    ).toBe(204)
  })

  test('makes "send it again" send the safe link too', async () => {
    const dora = await world.people.signedUp('dora')
    await register(world, dora.email, { password: other })
    await world.rest('POST', '/verify-email/resend', { email: dora.email })
    const mails = await mailsTo(world, dora.email)
    expect(mails.map(({ token }) => token?.slice(0, 4))).toEqual(['vfy_', 'rst_', 'rst_'])
  })
})

describe.each(['closed', 'invite_only'] as const)('SIGNUP_MODE=%s', (mode) => {
  const world = useWorld({ config: { signUp: { mode } } })

  test('takes nobody, and tells known and unknown addresses apart in nothing', async () => {
    await world.sql`INSERT INTO users (id, email, email_canonical, display_name)
      VALUES (gen_random_uuid(), 'known@example.org', 'known@example.org', 'Known')`
    const [known, unknown] = [
      await register(world, 'known@example.org'),
      await register(world, 'unknown@example.org'),
    ]
    await expect(known).toFailWith('signup.closed')
    expect(known.status).toBe(403)
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...known.body, requestId: '' })
    expect(await world.mailbox.list()).toEqual([])
  })
})

describe('SIGNUP_MODE=allowlist', () => {
  const world = useWorld({ config: { signUp: { mode: 'allowlist', allowedEmailDomains: ['example.org'] } } })

  test('takes addresses of the listed domains, in any case, and no others', async () => {
    expect((await register(world, 'ada@Example.ORG')).status).toBe(202)
    for (const domain of ['evil.example', 'sub.example.org', 'notexample.org', 'example.org.evil.example']) {
      await expect(register(world, `ada@${domain}`)).toFailWith('signup.closed')
    }
    expect(await world.sql`SELECT email FROM users`).toEqual([{ email: 'ada@Example.ORG' }])
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')(
  'fifty sign-ups for one address at once',
  () => {
    const world = useWorld()

    test('make one account, with one of the passwords, and flood no mailbox', async () => {
      const email = 'ada@example.org'
      const attempts = Array.from({ length: 50 }, (_, count) =>
        register(world, email, { password: `${password}-${count}` }),
      )
      const statuses = (await Promise.all(attempts)).map(({ status }) => status)
      // Where the pool is full for a second, the caller is asked to come back; nothing else may happen.
      expect(statuses.filter((status) => status !== 202 && status !== 503)).toEqual([])
      expect(statuses).toContain(202)
      expect(
        await world.sql`SELECT 1 FROM users JOIN credentials ON user_id = id WHERE email = ${email}`,
      ).toHaveLength(1)
      const mails = await mailsTo(world, email)
      expect(mails.filter(({ token }) => token?.startsWith('vfy_'))).toHaveLength(1)
      expect(mails.length).toBeLessThanOrEqual(1 + 3)
      const events = await world.sql`SELECT action FROM audit_events WHERE action = 'account.created'`
      expect(events).toHaveLength(1)
    })
  },
)
