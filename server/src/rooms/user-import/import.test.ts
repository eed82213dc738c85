import { hash as bcryptHash } from '@node-rs/bcrypt'
import { beforeAll, describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { verifyAuditChain } from '../audit/index.ts'

const IMPORT = 'admin.users.import'
const SALT = 'yMnKy8zNzs/Q0dLT1NXW1w'
const PLUM = 'plüm orchard'
const PBKDF2 = `$pbkdf2-sha256$i=29000$${SALT}$9sbr7EhnxB0x6Z1Jmo9ZR9JetpB24IZAu67m76DvrEU`
const SCRYPT = `$scrypt$ln=14,r=8,p=1$${SALT}$kOpjgWGuboY4gljvW4cQvxb5HyUWHhMg+3sZvfEXJOY`
const BCRYPT = await bcryptHash(PLUM, { cost: 5 })

const lines = (...rows: unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')

describe.each(faces)('bringing people along, over %s', (face) => {
  const world = useWorld()
  const at = (name: string) => `${name}-${face.toLowerCase()}@example.org`
  let admin: SignedInPerson
  beforeAll(async () => {
    admin = await world.people.staff(`admin-${face.toLowerCase()}`, 'admin')
  })
  const bring = async (ndjson: string, more: object = {}) =>
    world.via(face, IMPORT, { ndjson, ...more }, admin.headers)
  const rowOf = async (email: string) =>
    (await world.sql`SELECT * FROM users JOIN credentials ON user_id = users.id WHERE email = ${email}`)[0]

  test('each line becomes an account with what it says', async () => {
    const { body } = await bring(
      lines(
        {
          email: at('Ada'),
          displayName: 'Ada Lovelace',
          isVerified: true,
          passwordHash: PBKDF2,
          createdAt: '2019-04-05T06:07:08+02:00',
          locale: 'de-AT',
          timezone: 'Europe/Vienna',
        },
        '',
        { email: at('bea'), displayName: 'Bea' },
      ),
    )
    const ada = await rowOf(at('Ada'))
    const bea = await rowOf(at('bea'))
    expect(body).toEqual({
      dryRun: false,
      ...{ created: 2, exists: 0, invalid: 0 },
      items: [
        { line: 1, status: 'created', userId: ada?.user_id },
        { line: 3, status: 'created', userId: bea?.user_id },
      ],
    })
    expect(ada).toMatchObject({
      ...{ display_name: 'Ada Lovelace', is_verified: true, password_hash: PBKDF2, locale: 'de-AT' },
      ...{
        email_canonical: at('ada'),
        timezone: 'Europe/Vienna',
        platform_role: null,
        last_sign_in_at: null,
      },
      created_at: new Date('2019-04-05T04:07:08Z'),
      change_required: false,
    })
    expect(bea).toMatchObject({ is_verified: false, password_hash: null, locale: 'en', timezone: 'UTC' })
    expect(bea?.created_at).not.toBeNull()
  })

  test.each([
    ['pbkdf2', PBKDF2],
    ['scrypt', SCRYPT],
    ['bcrypt', BCRYPT],
    ['bcrypt of PHP', BCRYPT.replace('$2b$', '$2y$')],
  ])(
    'P2 a person of %s signs in with the password they had, and has one of our hashes then',
    async (kind, hash) => {
      const email = at(`p2-${kind.replaceAll(' ', '-')}`)
      await bring(lines({ email, displayName: 'Ada', isVerified: true, passwordHash: hash }))
      await expect(world.rest('POST', '/login', { email, password: `${PLUM}!` })).toFailWith(
        'auth.invalid_credentials',
      )
      expect((await rowOf(email))?.password_hash).toBe(hash)
      expect((await world.rest('POST', '/login', { email, password: PLUM })).status).toBe(200)
      expect((await rowOf(email))?.password_hash).toMatch(/^\$argon2id\$v=19\$/)
      expect((await world.rest('POST', '/login', { email, password: PLUM })).status).toBe(200)
    },
  )

  test('one without a password gets in by resetting it', async () => {
    const email = at('reset')
    await bring(lines({ email, displayName: 'Ada' }))
    await expect(world.rest('POST', '/login', { email, password: PLUM })).toFailWith(
      'auth.invalid_credentials',
    )
    await world.rest('POST', '/password-reset/request', { email })
    const { token } = await world.mailbox.lastTo(email)
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: 'pear 9876543210' })
    expect((await world.rest('POST', '/login', { email, password: 'pear 9876543210' })).status).toBe(200)
  })

  test('bringing along proves no address: the right password says that it is not proven', async () => {
    const email = at('unproven')
    await bring(lines({ email, displayName: 'Ada', passwordHash: PBKDF2 }))
    await expect(world.rest('POST', '/login', { email, password: PLUM })).toFailWith(
      'auth.email_not_verified',
    )
    expect(await world.mailbox.list(email)).toEqual([])
  })

  test('a bad line stops none of the others, and is told of without the hash', async () => {
    const ok = { displayName: 'Ada', isVerified: true }
    const bomb = `$argon2id$v=19$m=4000000,t=9,p=1$${SALT}$${'A'.repeat(43)}`
    const rows: [unknown, string][] = [
      ['{"email":', 'row.not_json'],
      [[], 'row.field_invalid'],
      ['null', 'row.field_invalid'],
      [{ ...ok }, 'row.email_invalid'],
      [{ ...ok, email: 'ada@@example.org' }, 'row.email_invalid'],
      [{ email: at('x1') }, 'row.field_invalid'],
      [{ email: at('x2'), displayName: 'A\u202eda' }, 'row.field_invalid'],
      [{ ...ok, email: at('x3'), isVerified: 'yes' }, 'row.field_invalid'],
      [{ ...ok, email: at('x4'), createdAt: '2999-01-01T00:00:00Z' }, 'row.field_invalid'],
      [{ ...ok, email: at('x5'), createdAt: 'yesterday' }, 'row.field_invalid'],
      [{ ...ok, email: at('x6'), locale: 'klingon!' }, 'row.field_invalid'],
      [{ ...ok, email: at('x7'), timezone: 'Mars/Olympus' }, 'row.field_invalid'],
      [{ ...ok, email: at('x8'), platformRole: 'admin' }, 'row.unknown_field'],
      [{ ...ok, email: at('x9'), password: 'in clear' }, 'row.unknown_field'],
      [{ ...ok, email: at('xa'), passwordHash: '5f4dcc3b5aa765d61d8327deb882cf99' }, 'row.hash_unknown'],
      [{ ...ok, email: at('xb'), passwordHash: bomb }, 'row.hash_out_of_bounds'],
      [{ ...ok, email: at('xc'), passwordHash: `$2b$31$${'A'.repeat(53)}` }, 'row.hash_out_of_bounds'],
    ]
    const good = { ...ok, email: at('good') }
    const { body, text } = await bring(lines(...rows.map(([row]) => row), good))
    const items = body.items as { line: number; status: string; code?: string; message?: string }[]
    expect(items.map(({ line, code }) => [line, code])).toEqual([
      ...rows.map(([, code], index) => [index + 1, code]),
      [rows.length + 1, undefined],
    ])
    expect(items.at(-1)).toMatchObject({ status: 'created' })
    for (const { status, message } of items.slice(0, -1)) {
      expect(status).toBe('invalid')
      expect(message!.length).toBeGreaterThan(5)
    }
    expect(text).not.toMatch(/5f4dcc3b|m=4000000|in clear/)
    expect(await world.sql`SELECT FROM users WHERE email LIKE ${`x_-${face.toLowerCase()}%`}`).toEqual([])
  })

  test('an address that is there, twice in the file, or another’s to go back to, is left as it is', async () => {
    const known = await world.people.verified(`known-${face.toLowerCase()}`)
    const [before] =
      await world.sql`SELECT * FROM users JOIN credentials ON user_id = id WHERE email = ${known.email}`
    const { userId } = await world.people.signedIn(`moved-${face.toLowerCase()}`)
    await world.sql`INSERT INTO email_change_undos (token_hash, user_id, email, email_canonical, expires_at)
      VALUES (${Buffer.from(`h-${face}`)}, ${userId}, ${at('was')}, ${at('was')}, now() + interval '1 day')`
    const ndjson = lines(
      { email: known.email.toUpperCase(), displayName: 'Mallory', isVerified: true, passwordHash: PBKDF2 },
      { email: at('was'), displayName: 'Mallory' },
      { email: at('twice'), displayName: 'First' },
      { email: at('TWICE'), displayName: 'Second' },
    )
    const foreseen = (await bring(ndjson, { dryRun: true })).body
    const { body } = await bring(ndjson)
    expect(body).toMatchObject({
      ...{ created: 1, exists: 2, invalid: 1 },
      items: [
        { line: 1, status: 'exists', userId: null },
        { line: 2, status: 'exists', userId: null },
        { line: 3, status: 'created' },
        { line: 4, status: 'invalid', code: 'row.duplicate' },
      ],
    })
    expect(foreseen).toMatchObject({ dryRun: true, created: 1, exists: 2, invalid: 1 })
    expect(await rowOf(at('twice'))).toMatchObject({ display_name: 'First' })
    expect(await rowOf(known.email)).toEqual(before)
    expect(await rowOf(at('was'))).toBeUndefined()
    expect((await bring(ndjson)).body).toMatchObject({ created: 0, exists: 3, invalid: 1 })
  })

  test('a dry run leaves nothing behind but a note of it', async () => {
    const { body } = await bring(lines({ email: at('dry'), displayName: 'Ada' }), { dryRun: true })
    expect(body).toMatchObject({ dryRun: true, created: 1, items: [{ status: 'created', userId: null }] })
    expect(await rowOf(at('dry'))).toBeUndefined()
  })

  test('D1 every account tells who brought it along, and the log counts each batch', async () => {
    const headers = { ...admin.headers, 'x-request-id': `import-${face}-0001` }
    const ndjson = lines({ email: at('log'), displayName: 'Ada', isVerified: true }, 'no json')
    await world.via(face, IMPORT, { ndjson }, headers)
    const events = await world.sql`SELECT action, chain, actor_id, target_id, details FROM audit_events
      WHERE request_id = ${`import-${face}-0001`} ORDER BY action`
    const id = (await rowOf(at('log')))?.user_id as string
    expect(events).toMatchObject([
      { action: 'admin.user_imported', chain: 'bulk', actor_id: admin.userId, target_id: id },
      {
        action: 'admin.users_imported',
        actor_id: admin.userId,
        details: { dryRun: false, created: 1, exists: 0, invalid: 1 },
      },
    ])
    const whole = await verifyAuditChain({ db: world.platform.database.db }, { anchors: [] })
    expect(whole.breaks).toEqual([])
    const { accessToken } = (
      await world
        .rest('POST', '/passwordless/start', { email: at('log') })
        .then(async () =>
          world.rest('POST', '/passwordless/complete', { token: await world.mailbox.lastToken('mlk_') }),
        )
    ).body as { accessToken: string }
    const log = await world.rest<{ items: { action: string; ip: string | null }[] }>(
      'GET',
      '/me/security-log',
      undefined,
      { authorization: `Bearer ${accessToken}` },
    )
    expect(log.body.items.find(({ action }) => action === 'admin.user_imported')).toMatchObject({ ip: null })
  })

  test('A2 nobody but an administrator', async () => {
    const support = await world.people.staff(`support-${face.toLowerCase()}`, 'support')
    const nobody = await world.people.signedIn(`nobody-${face.toLowerCase()}`)
    for (const { headers } of [support, nobody])
      await expect(world.via(face, IMPORT, { ndjson: '' }, headers)).toFailWith('not_found')
    await expect(world.via(face, IMPORT, { ndjson: '' })).toFailWith('auth.unauthenticated')
  })

  test('up to five thousand lines in a body of up to 4 MiB', async () => {
    const headers = admin.headers
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        JSON.stringify({ email: at(`many${index}`), displayName: 'x'.repeat(60), passwordHash: PBKDF2 }),
      ).join('\n')
    const full = many(5_000)
    expect(full.length).toBeGreaterThan(65_536 * 10)
    expect((await world.via(face, IMPORT, { ndjson: full, dryRun: true }, headers)).body).toMatchObject({
      created: 5_000,
    })
    await expect(world.via(face, IMPORT, { ndjson: many(5_001) }, headers)).toFailWith('request.invalid')
    const endless = 'x'.repeat(4 * 1_024 * 1_024)
    await expect(world.via(face, IMPORT, { ndjson: endless }, headers)).toFailWith('request.too_large')
  })

  test('X3 of strangers no more is read than of any other body, nor of anybody at another address', async () => {
    const ndjson = 'x'.repeat(65_536)
    const forged = { authorization: `Bearer ${admin.accessToken.slice(0, -4)}AAAA` }
    for (const headers of [{}, forged])
      await expect(world.via(face, IMPORT, { ndjson }, headers)).toFailWith('request.too_large')
    await expect(world.via(face, 'account.update', { displayName: ndjson }, admin.headers)).toFailWith(
      'request.too_large',
    )
  })
})
