import { describe, expect, test } from 'vitest'
import { type Caller, type Face, faces, useWorld, type World } from '../harness/index.ts'

const GOOD = 'seven-herons-over-a-lake'

/** Every way to set a password. Each is tried with the same rules. */
const ways: [
  way: string,
  set: (world: World, face: Face, password: string) => Promise<Awaited<ReturnType<Caller['via']>>>,
][] = [
  [
    'at sign-up',
    (world, face, password) =>
      world.via(face, 'auth.register', {
        email: `${uniqueName()}@example.org`,
        password,
        displayName: 'Grace Brewster',
      }),
  ],
  [
    'with a reset link',
    async (world, face, newPassword) => {
      const { email } = await world.people.signedUp(uniqueName())
      await world.sql`UPDATE users SET display_name = 'Grace Brewster' WHERE email = ${email}`
      await world.rest('POST', '/password-reset/request', { email })
      const { token } = await world.mailbox.lastTo(email)
      return world.via(face, 'password.confirmReset', { token, newPassword })
    },
  ],
  [
    'when changed',
    async (world, face, newPassword) => {
      const person = await world.people.signedIn(uniqueName())
      await world.sql`UPDATE users SET display_name = 'Grace Brewster' WHERE id = ${person.userId}`
      return world.via(
        face,
        'password.change',
        { currentPassword: person.password, newPassword },
        person.headers,
      )
    },
  ],
]

let count = 0
const uniqueName = (): string => `wintergreen${++count}`

describe.each(faces)('a new password over %s', (face) => {
  const world = useWorld()

  test.each(
    ways.flatMap(([way, set]) =>
      [
        ['P3 shorter than twelve characters', 'elevenchars', 'password.too_short'],
        ['P4 longer than 256 characters', 'a!'.repeat(129), 'password.too_long'],
        ['P6 that many people use', 'password12345', 'password.too_common'],
        ['P6 that many people use, in other capitals', 'PassWord12345', 'password.too_common'],
        ['P6 with the address’s local part in it', 'my-wintergreen-is-here', 'password.contains_context'],
        ['P6 with the person’s name in it', 'always-BREWSTER-always', 'password.contains_context'],
        ['P6 with the service’s name in it', 'gatehouse-4-the-win', 'password.contains_context'],
      ].map(([what, password, code]) => [what, way, password, code, set] as const),
    ),
  )('%s is refused %s', async (_, __, password, code, set) => {
    const answer = await set(world, face, password!.replace('wintergreen', `wintergreen${count + 1}`))
    expect(answer.status).toBe(422)
    await expect(answer).toFailWith(code as 'password.too_short')
    expect(answer.text).not.toContain(password!)
  })

  test.each(
    ways.flatMap(([way, set]) =>
      [
        ['P5 all small letters', 'correcthorsebatterystaple'],
        ['P5 with no letter at all', '8316 2059 7741 3360 92'],
        ['P4 of 256 characters', `ab${'é'.repeat(254)}`],
        ['P4 of emoji', '🦊🐙🦉🐳🦋🐝🦔🐢🦜🐇🦩🐿️'],
        ['P4 with spaces around it', '  herons over a lake  '],
        ['P3 of exactly twelve', 'xq7-lampvine'],
      ].map(([what, password]) => [what, way, password, set] as const),
    ),
  )('%s is accepted %s', async (_, __, password, set) => {
    expect((await set(world, face, password!)).status).toBeLessThan(300)
  })

  test.each(ways)('P4 with a NUL in it is refused %s, with a pointer to it', async (_, set) => {
    const answer = await set(world, face, 'herons over\u0000 a lake')
    await expect(answer).toFailWith('request.invalid')
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ pointer: expect.stringMatching(/assword$/) }),
    ])
  })

  test('P4 is neither cut, nor trimmed, nor folded; composed and decomposed letters are the same', async () => {
    const password = `  Ünïcødé herons ${'x'.repeat(60)}B`
    const email = `${uniqueName()}@example.org`
    await world.via(face, 'auth.register', {
      email,
      password: password.normalize('NFD'),
      displayName: 'Somebody',
    })
    await world.sql`UPDATE users SET is_verified = true WHERE email = ${email}`
    const login = async (presented: string) =>
      (await world.via(face, 'auth.login', { email, password: presented })).status
    expect(await login(password.normalize('NFC'))).toBe(200)
    expect(await login(password.normalize('NFD'))).toBe(200)
    for (const near of [
      password.trim(),
      password.slice(0, -1),
      `${password}x`,
      password.toLowerCase(),
      password.slice(0, 72),
    ]) {
      expect(await login(near)).toBe(401)
    }
  })

  test('P4 longer than any stored one is refused at sign-in as any wrong one is', async () => {
    const { email } = await world.people.verified(uniqueName())
    await expect(world.via(face, 'auth.login', { email, password: 'x'.repeat(10_000) })).toFailWith(
      'auth.invalid_credentials',
    )
  })

  test('P7 needs the current one, and the owner hears of it', async () => {
    const ada = await world.people.signedIn(uniqueName())
    const change = (input: object) => world.via(face, 'password.change', input, ada.headers)
    await expect(change({ newPassword: GOOD })).toFailWith('request.invalid')
    await expect(change({ currentPassword: 'not-the-right-one', newPassword: GOOD })).toFailWith(
      'auth.invalid_credentials',
    )
    expect(await world.mailbox.list(ada.email)).toHaveLength(1)
    expect((await change({ currentPassword: ada.password, newPassword: GOOD })).status).toBeLessThan(300)
    const [notice] = await world.mailbox.list(ada.email)
    expect(notice?.token).toBeUndefined()
    expect(`${notice?.subject} ${notice?.text}`).toMatch(/password/i)
    expect((await world.via(face, 'auth.login', { email: ada.email, password: GOOD })).status).toBe(200)
  })

  test('P7 cannot be guessed at by whoever holds the session: the tries are the same ten', async () => {
    const bea = await world.people.signedIn(uniqueName())
    const statuses = []
    for (let tries = 0; tries < 11; tries++) {
      const input = { currentPassword: `guess number ${tries}`, newPassword: GOOD }
      statuses.push((await world.via(face, 'password.change', input, bea.headers)).status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })

  test('P10 is refused in a query string, and stands in no answer and no log line', async () => {
    const { email } = await world.people.verified(uniqueName())
    await world.fetch(`/api/v1/login?email=${email}&password=${GOOD}`, { method: 'POST' })
    await world.via(face, 'auth.login', { email, password: GOOD })
    await world.via(face, 'auth.login', { email, password: GOOD, unknown: GOOD })
    await world.via(face, 'auth.login', { email: GOOD, password: [GOOD] })
    expect(world.log.lines.join('\n')).not.toContain(GOOD)
  })
})

describe('a stored password', () => {
  const floor = { memoryKiB: 19_456, iterations: 2, parallelism: 1 }
  const world = useWorld({ config: { passwords: { argon2: floor } } })
  const hashOf = async (email: string) => {
    const [row] =
      await world.sql`SELECT password_hash FROM credentials JOIN users ON id = user_id WHERE email = ${email}`
    return row?.password_hash as string
  }

  test('P1 is an argon2id string with 19 MiB, two passes, a salt of its own and a tag of 32 bytes', async () => {
    const ada = await world.people.signedUp('ada')
    const bea = await world.people.signedUp('bea')
    const form = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
    const [, salt = '', tag = ''] = form.exec(await hashOf(ada.email)) ?? []
    expect(Buffer.from(salt, 'base64').length).toBeGreaterThanOrEqual(16)
    expect(Buffer.from(tag, 'base64').length).toBeGreaterThanOrEqual(32)
    expect(form.exec(await hashOf(bea.email))?.[1]).not.toBe(salt)
  })

  test('P2 with weaker parameters is replaced at the next sign-in, and only then', async () => {
    const cleo = await world.people.verified('cleo')
    const { platform } = await world.node({
      config: { passwords: { argon2: { memoryKiB: 1_024, iterations: 1 } } },
    })
    const weak = await platform.passwords.hash(cleo.password)
    await world.sql`UPDATE credentials SET password_hash = ${weak} WHERE user_id = (SELECT id FROM users WHERE email = ${cleo.email})`
    await world.rest('POST', '/login', { email: cleo.email, password: 'not-the-right-one' })
    expect(await hashOf(cleo.email)).toBe(weak)
    expect((await world.rest('POST', '/login', { email: cleo.email, password: cleo.password })).status).toBe(
      200,
    )
    expect(await hashOf(cleo.email)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await world.rest('POST', '/login', { email: cleo.email, password: cleo.password })).status).toBe(
      200,
    )
  })
})
