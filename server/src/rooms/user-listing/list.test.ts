import { describe, expect, test } from 'vitest'
import {
  type Caller,
  faces,
  type PersonWithTotp,
  useWorld,
  type World,
} from '../../../../test/harness/index.ts'

interface Listed {
  items: { id: string; email: string; [field: string]: unknown }[]
  nextCursor: string | null
}

/** People by SQL, whose moments are to the microsecond, so that no clock of ours could have told them apart. */
async function addPeople(world: World): Promise<void> {
  await world.sql`INSERT INTO users (id, email, email_canonical, is_verified, display_name, disabled_at, created_at, last_sign_in_at)
    SELECT gen_random_uuid(), 'p' || n || '@many.example', 'p' || n || '@many.example', n % 2 = 0, 'Person ' || n,
      CASE WHEN n % 5 = 0 THEN now() END,
      timestamptz '2026-01-01 00:00:00.000100+00' + (n / 3) * interval '1 microsecond',
      CASE WHEN n % 3 <> 0 THEN timestamptz '2026-02-01 00:00:00+00' + (n / 4) * interval '1 microsecond' END
    FROM generate_series(10, 49) AS n`
  await world.sql`INSERT INTO credentials (user_id) SELECT id FROM users WHERE email LIKE '%@many.example'`
}

async function everyPage(caller: Caller, query: object): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const { body } = await caller.via('tRPC', 'admin.users.list', { ...query, ...(cursor && { cursor }) })
    const { items, nextCursor } = body as unknown as Listed
    found.push(...items.map(({ email }) => email))
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

describe('admin.users.list', () => {
  const world = useWorld()
  let admin: PersonWithTotp
  let caller: Caller

  test('shows what staff need, and no secret', async () => {
    admin = await world.people.staff('ada', 'admin')
    caller = world.as(admin)
    await world.people.verified('bea')
    const { body, text } = await caller.rest<Listed>('GET', '/admin/users?search=bea')
    expect(body.items).toEqual([
      expect.objectContaining({
        email: 'bea@example.org',
        isVerified: true,
        hasPassword: true,
        mfaEnabled: false,
        platformRole: null,
        status: 'active',
        erasedAfter: null,
        failedSignIns: 0,
        pausedUntil: null,
        passwordChangeRequired: false,
        lastSignInAt: null,
      }),
    ])
    expect(text).not.toMatch(/argon2|hash":/i)
  })

  test.each(faces)(
    'finds by the beginning of the address or the name, a domain, or an id, over %s',
    async (face) => {
      const find = async (search: string) => {
        const { body } = await caller.via(face, 'admin.users.list', { search, sort: 'email' })
        return (body as unknown as Listed).items.map(({ email }) => email)
      }
      if (face === 'REST') {
        await addPeople(world)
        await world.sql`UPDATE users SET display_name = 'Zoë_100%' WHERE email = 'p49@many.example'`
      }
      expect(await find('P1')).toEqual([...Array(10).keys()].map((n) => `p1${n}@many.example`))
      expect(await find(' person 2')).toEqual([...Array(10).keys()].map((n) => `p2${n}@many.example`))
      expect(await find('p10@MANY.example')).toEqual(['p10@many.example'])
      expect(await find('@example.org')).toEqual(['ada@example.org', 'bea@example.org'])
      expect(await find(admin.userId.toUpperCase())).toEqual(['ada@example.org'])
      // What LIKE would take for a placeholder is a letter here.
      expect(await find('zoë_100%')).toEqual(['p49@many.example'])
      expect(await find('p_0')).toEqual([])
      expect(await find('%')).toEqual([])
      expect(await find('any.example')).toEqual([])
      expect(await find("x' OR 1=1 --")).toEqual([])
    },
  )

  const sorts = ['createdAt', '-createdAt', 'lastSignInAt', '-lastSignInAt', 'email', '-email']

  test.each(sorts)('tells everybody once in the order %s, however small the pages are', async (sort) => {
    const column = { createdAt: 'created_at', lastSignInAt: 'last_sign_in_at', email: 'email_canonical' }[
      sort.replace('-', '')
    ]!
    const direction = sort.startsWith('-') ? 'DESC' : 'ASC'
    const expected = await world.sql.unsafe(
      `SELECT email FROM users WHERE email LIKE '%@many.example' ORDER BY ${column} ${direction} NULLS LAST, id ${direction}`,
    )
    for (const limit of [1, 3, 7, 100])
      expect(await everyPage(caller, { search: '@many.example', sort, limit })).toEqual(
        expected.map(({ email }) => email),
      )
  })

  test('stays where it is while people come and go', async () => {
    const query = { search: '@many.example', sort: '-createdAt', limit: 10 }
    const first = (await caller.via('tRPC', 'admin.users.list', query)).body as unknown as Listed
    await world.sql`INSERT INTO users (id, email, email_canonical, display_name, created_at)
      VALUES (gen_random_uuid(), 'late@many.example', 'late@many.example', 'Late', '2026-03-01')`
    await world.sql`DELETE FROM users WHERE id = ${first.items.at(-1)!.id}`
    const rest = await everyPage(caller, { ...query, cursor: first.nextCursor })
    expect(new Set([...first.items.map(({ email }) => email), ...rest]).size).toBe(40)
    expect(rest).toHaveLength(30)
  })

  test('filters by state, proof, role, organization and age, together', async () => {
    const organizationId = crypto.randomUUID()
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${organizationId}, 'Acme', 'acme')`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      SELECT ${organizationId}, id, 'member' FROM users WHERE email IN ('p20@many.example', 'p21@many.example', 'p25@many.example')`
    const sort = 'email'
    expect(await everyPage(caller, { organizationId, sort })).toEqual([
      'p20@many.example',
      'p21@many.example',
      'p25@many.example',
    ])
    expect(await everyPage(caller, { organizationId, sort, status: 'disabled' })).toEqual([
      'p20@many.example',
      'p25@many.example',
    ])
    expect(await everyPage(caller, { organizationId, sort, status: 'disabled', isVerified: true })).toEqual([
      'p20@many.example',
    ])
    expect(await everyPage(caller, { organizationId, sort, search: 'p21' })).toEqual(['p21@many.example'])
    expect(await everyPage(caller, { platformRole: 'admin' })).toEqual(['ada@example.org'])
    expect(await everyPage(caller, { organizationId: crypto.randomUUID() })).toEqual([])
    const [at] = await world.sql`SELECT created_at FROM users WHERE email = 'ada@example.org'`
    const later = await everyPage(caller, { sort, createdAfter: new Date('2026-06-01T00:00:00Z') })
    expect(later).toEqual(['ada@example.org', 'bea@example.org'])
    expect(
      await everyPage(caller, {
        sort,
        createdAfter: new Date('2026-06-01T00:00:00Z'),
        createdBefore: at!.created_at,
      }),
    ).toEqual([])
    const byRest = await caller.rest<Listed>(
      'GET',
      '/admin/users?isVerified=false&status=active&createdBefore=2026-02-01T00:00:00Z&sort=email&limit=2',
    )
    expect(byRest.body.items.map(({ email }) => email)).toEqual(['p11@many.example', 'p13@many.example'])
  })

  test('X4 takes no order, filter or cursor but its own', async () => {
    const first = (await caller.via('tRPC', 'admin.users.list', { sort: 'email', limit: 1 })).body
    const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const id = crypto.randomUUID()
    const bad: object[] = [
      { sort: 'password_hash' },
      { sort: 'email; DROP TABLE users' },
      { sort: 'created_at' },
      { search: '' },
      { search: 'a\u0000b' },
      { status: 'gone' },
      { cursor: first.nextCursor, sort: '-email' },
      { cursor: first.nextCursor, sort: 'createdAt' },
      { cursor: cursorOf(['createdAt', "now()'; --", id]), sort: 'createdAt' },
      { cursor: cursorOf(['createdAt', '2026-13-01T00:00:00.000000Z', id]), sort: 'createdAt' },
      { cursor: cursorOf(['createdAt', '', id]), sort: 'createdAt' },
      { cursor: cursorOf(['email', 'a\u0000', id]), sort: 'email' },
      { cursor: cursorOf(['email', 'a', 'no-id']), sort: 'email' },
      { cursor: cursorOf(['email', 'a']), sort: 'email' },
    ]
    for (const query of bad)
      for (const face of faces)
        expect([query, (await caller.via(face, 'admin.users.list', query)).status]).toEqual([query, 400])
    expect((await world.sql`SELECT count(*)::int AS n FROM users`)[0]!.n).toBeGreaterThan(40)
  })
})

describe('one person', () => {
  const world = useWorld()

  test.each(faces)('is told of as a whole over %s', async (face) => {
    const admin = await world.people.staff(`ada-${face.toLowerCase()}`, 'admin')
    const bea = await world.people.withTotp(`bea-${face.toLowerCase()}`)
    await world.sql`UPDATE credentials SET failed_login_attempts = 7, lockout_until = gatehouse_now() + interval '1 hour',
      change_required = true WHERE user_id = ${bea.userId}`
    await world.sql`INSERT INTO mfa_attempts (user_id, paused_until) VALUES (${bea.userId}, gatehouse_now() + interval '1 minute')`
    const organizationId = crypto.randomUUID()
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${organizationId}, 'Acme', ${organizationId})`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role) VALUES (${organizationId}, ${bea.userId}, 'owner')`
    const { body } = await world.as(admin).via(face, 'admin.users.get', { userId: bea.userId })
    expect(body).toMatchObject({
      id: bea.userId,
      mfaEnabled: true,
      failedSignIns: 7,
      passwordChangeRequired: true,
      recoveryCodesLeft: 10,
      passkeys: 0,
      providers: [],
      sessions: 1,
      apiKeys: 0,
      organizations: [{ id: organizationId, name: 'Acme', role: 'owner' }],
      mfaReset: null,
    })
    expect(body.pausedUntil).not.toBeNull()
    expect(body.secondFactorPausedUntil).not.toBeNull()
    await world.clock.advance(2 * 3_600_000)
  })

  test('S7 has their devices and their events shown to staff, and each their own', async () => {
    const support = await world.people.staff('cleo', 'support')
    const dora = await world.people.signedIn('dora')
    const other = await world.people.signedIn('erin')
    const caller = world.as(support)
    const sessions = await caller.rest<Listed>('GET', `/admin/users/${dora.userId}/sessions`)
    expect(sessions.body.items.map(({ id }) => id)).toEqual([dora.sessionId])
    expect(sessions.body.items[0]).toMatchObject({ current: false })
    const events = await caller.rest('GET', `/admin/users/${dora.userId}/audit-events`)
    expect(events.text).toContain('sign_in.succeeded')
    expect(events.text).not.toContain(other.userId)
    for (const path of ['', '/sessions', '/audit-events'])
      expect((await caller.rest('GET', `/admin/users/${crypto.randomUUID()}${path}`)).status).toBe(404)
  })

  test.each(faces)(
    'A2 is nobody’s to see but the staff’s, over %s: an organization’s owner is nobody here',
    async (face) => {
      const owner = await world.people.signedIn(`owner-${face.toLowerCase()}`)
      const member = await world.people.signedIn(`member-${face.toLowerCase()}`)
      const organizationId = crypto.randomUUID()
      await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${organizationId}, 'Acme', ${organizationId})`
      await world.sql`INSERT INTO memberships (organization_id, user_id, role)
      VALUES (${organizationId}, ${owner.userId}, 'owner'), (${organizationId}, ${member.userId}, 'admin')`
      for (const person of [owner, member]) {
        for (const path of [
          'get',
          'sessions',
          'auditEvents',
          'disable',
          'lockdown',
          'unlock',
          'revokeSessions',
        ]) {
          const answer = await world.as(person).via(face, `admin.users.${path}`, { userId: member.userId })
          expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_found'])
        }
        const listed = await world.as(person).via(face, 'admin.users.list', { organizationId })
        expect(listed.status).toBe(404)
      }
      const stranger = await world.via(face, 'admin.users.list', {})
      expect(stranger.status).toBe(401)
      const [row] = await world.sql`SELECT disabled_at FROM users WHERE id = ${member.userId}`
      expect(row).toEqual({ disabled_at: null })
    },
  )
})
