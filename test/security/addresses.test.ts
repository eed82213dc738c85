import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

const password = 'seven-herons-over-a-lake'

describe.each(faces)('an address over %s', (face) => {
  const world = useWorld()
  const register = (email: string) =>
    world.via(face, 'auth.register', { email, password, displayName: 'Somebody' })

  test.each([
    'plain',
    'two@at@example.org',
    '@example.org',
    'ada@',
    '"quoted"@example.org',
    'ada(comment)@example.org',
    'Ada <ada@example.org>',
    'group: ada@example.org;',
    'ada @example.org',
    ' ada@example.org',
    'ada@example.org ',
    'ada@example.org\nBcc: all@example.org',
    'ada\r\n@example.org',
    'ada\u0000@example.org',
    'ada,bea@example.org',
    '.ada@example.org',
    'ada.@example.org',
    'a..da@example.org',
    'ada@exam_ple.org',
    'ada@-example.org',
    'ada@example..org',
    'ada@[127.0.0.1]',
    'ada@localhost',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    `ada@${'abcdefgh.'.repeat(30)}org`,
    'ada@example.org\u202e',
  ])('E1 such as %j is refused with a pointer, and gets no mail', async (email) => {
    const answer = await register(email)
    expect(answer.status).toBe(400)
    await expect(answer).toFailWith('request.invalid')
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer: '/email' })])
    expect(await world.mailbox.list()).toEqual([])
  })

  test('E2 is one account, however it is spelled, and keeps the spelling it came with', async () => {
    const ada = 'Ada.Lovelace+Test@Büchersee.Example'
    expect((await register(ada)).status).toBeLessThan(300)
    for (const spelling of [
      'ada.lovelace+test@xn--bchersee-65a.example',
      'ADA.LOVELACE+TEST@BÜCHERSEE.EXAMPLE',
    ]) {
      expect((await register(spelling)).status).toBeLessThan(300)
    }
    const rows =
      await world.sql`SELECT email, email_canonical FROM users WHERE email_canonical LIKE 'ada.lovelace%'`
    expect(rows).toHaveLength(1)
    expect(rows[0]?.email_canonical).toBe(rows[0]?.email_canonical.toLowerCase())
    expect(rows[0]?.email).toMatch(/^Ada\.Lovelace\+Test@/)
  })

  test('E2 of a person with dots or a tag is not that of the person without', async () => {
    for (const email of ['dora.m@example.org', 'doram@example.org', 'dora.m+shop@example.org'])
      await register(email)
    expect(await world.sql`SELECT 1 FROM users WHERE email LIKE 'dora%'`).toHaveLength(3)
  })

  test('E3 receives its mail byte for byte as it is stored', async () => {
    const email = 'Odd_But.Valid!#$%&*+-/=?^`{|}~@Example.org'
    await register(email)
    const [row] = await world.sql`SELECT email FROM users WHERE email_canonical LIKE 'odd_but%'`
    const recipients = (await world.mailbox.list()).map(({ to }) => to)
    expect(recipients).toContain(row?.email)
  })

  test('E4 changed meanwhile is not verified by the link of the one before', async () => {
    const erin = await world.people.signedUp('erin')
    const { token } = await world.mailbox.lastTo(erin.email)
    await world.sql`UPDATE users SET email = 'other@example.org', email_canonical = 'other@example.org' WHERE email = ${erin.email}`
    await expect(world.via(face, 'auth.verifyEmail', { token })).toFailWith('token.invalid')
    expect(
      await world.sql`SELECT 1 FROM users WHERE email = 'other@example.org' AND is_verified`,
    ).toHaveLength(0)
  })

  test('X2 gets mails in which a name is neither markup, nor a link, nor a header', async () => {
    const email = 'fay@example.org'
    const displayName = '<b>http://evil.example</b> "x" & Co'
    await world.via(face, 'auth.register', { email, password, displayName })
    const { html, subject, text } = await world.mailbox.lastTo(email)
    expect(html).not.toContain('<b>')
    expect(`${html}${text}${subject}`).not.toContain('http://evil.example')
    expect(`${text}${subject}`).not.toMatch(/evil\.example/)
  })
})
