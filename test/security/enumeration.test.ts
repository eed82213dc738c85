import { describe, expect, test } from 'vitest'
import { type Answer, faces, useWorld } from '../harness/index.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Everything a stranger sees of an answer, but what is of this one request. */
function seen({ status, headers, text }: Answer) {
  const requestId = headers.get('x-request-id') ?? ''
  return {
    status,
    text: text.replaceAll(requestId, 'REQUEST-ID'),
    headers: [...headers]
      .filter(([name]) => name !== 'x-request-id' && name !== 'date')
      .sort(([left], [right]) => left.localeCompare(right)),
  }
}

describe.each(faces)('to a stranger, over %s', (face) => {
  const world = useWorld()
  const password = 'not-the-right-one-at-all'

  test('N1 a wrong password is answered alike for every kind of account and for none', async () => {
    const known = await world.people.signedIn('known')
    const unverified = await world.people.signedUp('unverified')
    const disabled = await world.people.verified('disabled')
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = ${disabled.email}`
    const passwordless = await world.people.verified('passwordless')
    await world.sql`UPDATE credentials SET password_hash = NULL
      WHERE user_id = (SELECT id FROM users WHERE email = ${passwordless.email})`
    const required = await world.people.verified('required')
    await world.sql`UPDATE credentials SET change_required = true
      WHERE user_id = (SELECT id FROM users WHERE email = ${required.email})`

    const answers = []
    for (const { email } of [
      known,
      unverified,
      disabled,
      passwordless,
      required,
      { email: 'nobody@example.org' },
    ]) {
      answers.push(seen(await world.via(face, 'auth.login', { email, password })))
    }
    expect(answers[0]?.status).toBe(401)
    expect(answers[0]?.text).toContain('auth.invalid_credentials')
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  test('N1 only the right password is told that the address is unverified or the account disabled', async () => {
    const ada = await world.people.signedUp('ada')
    await expect(world.via(face, 'auth.login', ada)).toFailWith('request.invalid')
    const { email, password: right } = ada
    await expect(world.via(face, 'auth.login', { email, password: right })).toFailWith(
      'auth.email_not_verified',
    )
    const bea = await world.people.verified('bea')
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = ${bea.email}`
    await expect(world.via(face, 'auth.login', { email: bea.email, password: bea.password })).toFailWith(
      'auth.account_disabled',
    )
  })

  test.each([
    ['auth.register', { password: 'seven-herons-over-a-lake', displayName: 'Somebody' }],
    ['password.requestReset', {}],
    ['auth.resendVerification', {}],
  ])('N2 %s is answered alike for a verified, an unverified and an unknown address', async (path, more) => {
    const name = path.replace('.', '-').toLowerCase()
    const verified = await world.people.verified(`v-${name}`)
    const unverified = await world.people.signedUp(`u-${name}`)
    const answers = []
    for (const email of [verified.email, unverified.email, `nobody-${name}@example.org`]) {
      answers.push(seen(await world.via(face, path, { email, ...more })))
    }
    expect(answers[0]?.status).toBe(face === 'REST' ? 202 : 200)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  test('N2 the owner of an address hears of a second sign-up by mail, and nothing of the account changes', async () => {
    const cleo = await world.people.verified('cleo')
    const before =
      await world.sql`SELECT * FROM users JOIN credentials ON user_id = id WHERE email = ${cleo.email}`
    const mails = (await world.mailbox.list(cleo.email)).length
    const taken = {
      email: cleo.email.toUpperCase(),
      password: 'seven-herons-over-a-lake',
      displayName: 'Mallory',
    }
    await world.via(face, 'auth.register', taken)
    expect(
      await world.sql`SELECT * FROM users JOIN credentials ON user_id = id WHERE email = ${cleo.email}`,
    ).toEqual(before)
    const after = await world.mailbox.list(cleo.email)
    expect(after).toHaveLength(mails + 1)
    expect(after[0]?.text).not.toContain('Mallory')
    expect(after[0]?.token).toBeUndefined()
    expect((await world.via(face, 'auth.login', { email: cleo.email, password: cleo.password })).status).toBe(
      200,
    )
  })

  test('N4 the limits of an address hold alike where nobody has it', async () => {
    const dora = await world.people.verified('dora')
    const courses = []
    for (const email of [dora.email, 'nobody-at-all@example.org']) {
      const course = []
      for (let count = 0; count < 4; count++) {
        course.push(seen(await world.via(face, 'password.requestReset', { email })))
      }
      courses.push(course.map(({ status, text }) => ({ status, text: text.replace(/\d+/g, 'N') })))
    }
    expect(courses[0]?.map(({ status }) => status).slice(-1)).toEqual([429])
    expect(courses[1]).toEqual(courses[0])
  })

  test('N5 ids are UUIDv7, and what belongs to another does not exist', async () => {
    const erin = await world.people.signedIn('erin')
    const fay = await world.people.signedIn('fay')
    expect(erin.userId).toMatch(UUID_V7)
    expect(erin.sessionId).toMatch(UUID_V7)
    const foreign = await world.via(face, 'sessions.revoke', { sessionId: fay.sessionId }, erin.headers)
    const unknown = await world.via(
      face,
      'sessions.revoke',
      { sessionId: '01890000-0000-7000-8000-000000000000' },
      erin.headers,
    )
    await expect(foreign).toFailWith('not_found')
    expect(seen(foreign)).toEqual(seen(unknown))
    expect((await world.via(face, 'account.get', {}, fay.headers)).status).toBe(200)
  })
})
