import { describe, expect, test } from 'vitest'
import { faces, useWorld } from '../../../../test/harness/index.ts'

describe.each(faces)('the own account over %s', (face) => {
  const world = useWorld()

  test('account.get answers the account, and nothing that is secret', async () => {
    const ada = await world.people.signedIn('ada')
    const { status, body } = await world.via(face, 'account.get', {}, ada.headers)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(
      [
        ...[
          'avatarUrl',
          'createdAt',
          'displayName',
          'email',
          'hasPassword',
          'id',
          'isVerified',
          'lastSignInAt',
        ],
        ...['locale', 'mfaEnabled', 'platformRole', 'status', 'timezone', 'updatedAt'],
      ].sort(),
    )
    expect(body).toMatchObject({
      id: ada.userId,
      email: 'ada@example.org',
      displayName: 'ada',
      isVerified: true,
      hasPassword: true,
      mfaEnabled: false,
      status: 'active',
      avatarUrl: null,
      timezone: 'UTC',
      platformRole: null,
    })
  })

  test('account.update changes what is given and leaves the rest', async () => {
    const bea = await world.people.signedIn('bea')
    const change = { displayName: 'Béa 🌸 O’Neill', locale: 'de-AT', timezone: 'Europe/Vienna' }
    const changed = await world.via(face, 'account.update', change, bea.headers)
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({ ...change, email: 'bea@example.org', avatarUrl: null })
    const avatarUrl = 'https://example.org/bea.png?size=64'
    expect((await world.via(face, 'account.update', { avatarUrl }, bea.headers)).body).toMatchObject({
      ...change,
      avatarUrl,
    })
    const cleared = await world.via(face, 'account.update', { avatarUrl: null }, bea.headers)
    expect(cleared.body).toMatchObject({ ...change, avatarUrl: null })
    expect((await world.via(face, 'account.get', {}, bea.headers)).body).toEqual(cleared.body)
  })

  test('an update of nothing changes nothing, and leaves no event', async () => {
    const cal = await world.people.signedIn('cal')
    const before = await world.via(face, 'account.get', {}, cal.headers)
    const after = await world.via(face, 'account.update', {}, cal.headers)
    expect(after).toMatchObject({ status: 200, body: before.body })
    expect(
      await world.sql`SELECT FROM audit_events WHERE action = 'account.updated' AND actor_id = ${cal.userId}`,
    ).toHaveLength(0)
  })

  test.each([
    [{ displayName: '' }, '/displayName'],
    [{ displayName: '   ' }, '/displayName'],
    [{ displayName: 'x'.repeat(65) }, '/displayName'],
    [{ displayName: 'a\u0000b' }, '/displayName'],
    [{ displayName: 'a\nb' }, '/displayName'],
    [{ displayName: 'moc.live\u202e' }, '/displayName'],
    [{ displayName: null }, '/displayName'],
    [{ displayName: 5 }, '/displayName'],
    [{ avatarUrl: 'http://example.org/a.png' }, '/avatarUrl'],
    [{ avatarUrl: 'javascript:alert(1)' }, '/avatarUrl'],
    [{ avatarUrl: 'https://user:secret@example.org/' }, '/avatarUrl'],
    [{ avatarUrl: 'https://' }, '/avatarUrl'],
    [{ avatarUrl: 'https://exa mple.org/' }, '/avatarUrl'],
    [{ avatarUrl: `https://example.org/${'x'.repeat(2_048)}` }, '/avatarUrl'],
    [{ locale: 'english!' }, '/locale'],
    [{ locale: 'en-US-US' }, '/locale'],
    [{ locale: 'aaa-aaa-aaa-aaa' }, '/locale'],
    [{ timezone: 'Mars/Olympus' }, '/timezone'],
    [{ timezone: '+02:00' }, '/timezone'],
    [{ timezone: '' }, '/timezone'],
  ])('what cannot be stored is refused with its place: %j', async (change, pointer) => {
    const answer = await world.via(face, 'account.update', change, (await someone()).headers)
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ pointer }] } })
  })

  test.each([
    { email: 'other@example.org' },
    { isVerified: true },
    { platformRole: 'admin' },
    { status: 'active' },
    { disabledAt: null },
    { id: '01890000-0000-7000-8000-000000000000' },
  ])('nobody writes what is not theirs to write: %j', async (change) => {
    const dan = await someone()
    const before = await world.via(face, 'account.get', {}, dan.headers)
    const answer = await world.via(face, 'account.update', { displayName: 'Dan', ...change }, dan.headers)
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
    expect((await world.via(face, 'account.get', {}, dan.headers)).body).toEqual(before.body)
  })

  test('the log tells which fields were changed, and not to what', async () => {
    const eve = await world.people.signedIn('eve')
    await world.via(face, 'account.update', { displayName: 'Evelyn Secretname', locale: 'de' }, eve.headers)
    const [row] = await world.sql`SELECT details, e::text AS text, p::text AS personal
      FROM audit_events e JOIN audit_personal p ON p.event_id = e.id
      WHERE action = 'account.updated' AND actor_id = ${eve.userId}`
    expect(row!.details).toEqual({ fields: ['displayName', 'locale'] })
    expect(row!.text + row!.personal).not.toContain('Secretname')
  })

  test('the security log tells what happened, newest first, in pages', async () => {
    const fay = await world.people.signedIn('fay')
    const { email } = fay
    await world.via(face, 'auth.login', { email, password: 'not the password' })
    await world.via(face, 'account.update', { locale: 'de' }, fay.headers)
    const log = await world.via(face, 'account.securityLog', {}, fay.headers)
    const items = log.body.items as { action: string; outcome: string; id: string; ip: string }[]
    expect(items.map(({ action, outcome }) => `${action} ${outcome}`).slice(0, 3)).toEqual([
      'account.updated success',
      'sign_in.failed failure',
      'sign_in.succeeded success',
    ])
    expect(items.map(({ action }) => action)).toContain('account.created')
    expect(items[0]).toMatchObject({ actor: { type: 'user', id: fay.userId }, userAgent: 'gatehouse-test' })
    expect(JSON.stringify(log.body)).not.toContain('not the password')

    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await world.via(
        face,
        'account.securityLog',
        { limit: 2, ...(cursor && { cursor }) },
        fay.headers,
      )
      seen.push(...(page.body.items as { id: string }[]).map(({ id }) => id))
      cursor = page.body.nextCursor as string | null
    } while (cursor)
    expect(seen).toEqual(items.map(({ id }) => id))
  })

  test('the security log shows nothing of others, and not where another person acted from', async () => {
    const [gil, admin] = [await world.people.signedIn('gil'), await world.people.signedIn('hal')]
    const { recordAudit, systemContext } = await import('../audit/index.ts')
    const request = { id: 'request-of-an-admin', ip: '198.51.100.9', userAgent: 'AdminBrowser' }
    await recordAudit(
      { ...systemContext(world.platform), request },
      { action: 'sessions.ended', actorId: admin.userId, target: { type: 'user', id: gil.userId } },
    )
    const log = await world.via(face, 'account.securityLog', {}, gil.headers)
    const items = log.body.items as Record<string, unknown>[]
    expect(items[0]).toMatchObject({ action: 'sessions.ended', ip: null, userAgent: null })
    expect(items.slice(1).every(({ ip }) => typeof ip === 'string')).toBe(true)
    expect(JSON.stringify(items)).not.toContain('AdminBrowser')
    const others = items.slice(1).filter((item) => (item.actor as { id: string | null }).id === admin.userId)
    expect(others).toEqual([])
  })

  test('a stranger learns nothing', async () => {
    for (const path of ['account.get', 'account.update', 'account.securityLog']) {
      await expect(world.via(face, path, {})).toFailWith('auth.unauthenticated')
    }
  })

  let shared: Awaited<ReturnType<typeof world.people.signedIn>> | undefined
  async function someone() {
    shared ??= await world.people.signedIn('some')
    return shared
  }
})
