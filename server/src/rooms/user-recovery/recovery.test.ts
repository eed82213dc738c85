import { describe, expect, test } from 'vitest'
import { canRace, faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'

describe.each(faces)('helping people back in, over %s', (face) => {
  const world = useWorld({ redis: canRace })
  const act = async (path: string, userId: string, by: SignedInPerson) =>
    world.as(by).via(face, `admin.users.${path}`, { userId })
  const eventOf = async (action: string, userId: string) =>
    (
      await world.sql`SELECT actor_id, details FROM audit_events WHERE action = ${action} AND target_id = ${userId}`
    )[0]
  const login = ({ email }: { email: string }, password: string) =>
    world.rest('POST', '/login', { email, password })

  test('L3 unlock ends the pauses of passwords and of second factors, also the stop at a hundred', async () => {
    const support = await world.people.staff('ada', 'support')
    const bea = await world.people.withTotp('bea')
    // As many as the address may have in all: that count must not hold the person back either.
    for (let n = 0; n < 10; n += 1) await login(bea, 'not the right one')
    await world.sql`UPDATE credentials SET failed_login_attempts = 100 WHERE user_id = ${bea.userId}`
    await world.sql`INSERT INTO mfa_attempts (user_id, failed_attempts, paused_until)
      VALUES (${bea.userId}, 0, gatehouse_now() + interval '15 minutes')`
    await expect(login(bea, bea.password)).toFailWith('auth.too_many_attempts')
    expect((await act('unlock', bea.userId, support)).status).toBeLessThan(300)
    const { body } = await login(bea, bea.password)
    expect(body.status).toBe('mfa_required')
    const { challengeToken } = body
    const proof = { challengeToken, method: 'totp', code: await bea.nextCode() }
    expect((await world.rest('POST', '/mfa/verify', proof)).status).toBe(200)
    expect(await eventOf('admin.user_unlocked', bea.userId)).toMatchObject({
      actor_id: support.userId,
      details: { before: { failedSignIns: 100 } },
    })
  })

  test('an address is taken as proven on an administrator’s word, and its reader is told', async () => {
    const admin = await world.people.staff('ana', 'admin')
    const cal = await world.people.signedUp('cal')
    const link = await world.mailbox.lastTo(cal.email)
    const [{ id } = { id: '' }] = await world.sql`SELECT id FROM users WHERE email = ${cal.email}`
    await expect(login(cal, cal.password)).toFailWith('auth.email_not_verified')
    expect((await act('verifyEmail', id, admin)).status).toBeLessThan(300)
    expect((await world.mailbox.lastTo(cal.email)).subject).toContain('confirmed')
    expect((await login(cal, cal.password)).status).toBe(200)
    await expect(world.rest('POST', '/verify-email', { token: link.token })).toFailWith('token.invalid')
    await act('verifyEmail', id, admin)
    expect(
      await world.sql`SELECT 1 FROM mail_messages WHERE user_id = ${id} AND template = 'notice.address_verified'`,
    ).toHaveLength(1)
    expect(await eventOf('admin.user_verified', id)).toMatchObject({
      details: { before: { isVerified: false }, after: { isVerified: true } },
    })
  })

  test('A3 support may not say that an address is proven', async () => {
    const support = await world.people.staff('sue', 'support')
    const dee = await world.people.signedUp('dee')
    const [{ id } = { id: '' }] = await world.sql`SELECT id FROM users WHERE email = ${dee.email}`
    await expect(act('verifyEmail', id, support)).toFailWith('not_found')
    await expect(login(dee, dee.password)).toFailWith('auth.email_not_verified')
  })

  test('P9 a new password is demanded, the old one opens nothing, and only the person sets it', async () => {
    const support = await world.people.staff('abe', 'support')
    const eli = await world.people.signedIn('eli')
    const { body, status, text } = await act('requirePasswordReset', eli.userId, support)
    expect(status).toBe(face === 'REST' ? 202 : 200)
    expect(body).toEqual({ status: 'sent' })
    expect(text).not.toContain('rst_')
    expect((await world.as(eli).rest('GET', '/me')).status).toBe(401)
    await expect(login(eli, eli.password)).toFailWith('auth.password_change_required')
    const { token } = await world.mailbox.lastTo(eli.email)
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: 'pear 9876543210' })
    expect((await login(eli, 'pear 9876543210')).status).toBe(200)
    expect(await eventOf('admin.password_reset_required', eli.userId)).toEqual({
      actor_id: support.userId,
      details: { sessionsEnded: 1, before: { passwordChangeRequired: false } },
    })
    // Nothing that staff may call takes or gives a password.
    for (const path of ['/admin/users', `/admin/users/${eli.userId}`]) {
      const method = path === '/admin/users' ? 'POST' : 'PATCH'
      const admin = await world.people.staff(`admin-${method.toLowerCase()}`, 'admin')
      const answer = await world.as(admin).rest(method, path, {
        password: 'pear 0123456789',
        ...(method === 'POST' && { email: 'p9@example.org', displayName: 'P' }),
      })
      expect(answer.body).toMatchObject({ code: 'request.invalid', errors: [{ pointer: '/password' }] })
    }
  })

  test('a disabled account gets no link', async () => {
    const admin = await world.people.staff('amy', 'admin')
    const fay = await world.people.signedIn('fay')
    await act('disable', fay.userId, admin)
    await expect(act('requirePasswordReset', fay.userId, admin)).toFailWith('admin.user_disabled')
    expect((await world.mailbox.lastTo(fay.email)).token ?? null).toBeNull()
  })

  test('S7 every device is signed out at once', async () => {
    const support = await world.people.staff('ali', 'support')
    const gil = await world.people.signedIn('gil')
    const again = await world.people.signInAgain(gil)
    await act('revokeSessions', gil.userId, support)
    for (const session of [gil, again]) {
      expect((await world.as(session).rest('GET', '/me')).status).toBe(401)
      await expect(world.rest('POST', '/refresh', { refreshToken: session.refreshToken })).toFailWith(
        'auth.refresh_invalid',
      )
    }
    expect(await eventOf('admin.sessions_revoked', gil.userId)).toMatchObject({
      details: { sessionsEnded: 2 },
    })
    expect((await login(gil, gil.password)).status).toBe(200)
  })

  test('support acts on nobody of the staff, not on themselves either', async () => {
    const support = await world.people.staff('art', 'support')
    const admin = await world.people.staff('ann', 'admin')
    const other = await world.people.staff('sam', 'support')
    for (const { userId } of [admin, other, support])
      for (const path of ['unlock', 'requirePasswordReset', 'revokeSessions'])
        await expect(act(path, userId, support)).toFailWith('admin.outranked')
    expect((await world.as(admin).rest('GET', '/me')).status).toBe(200)
    // Among themselves, administrators may.
    expect((await act('revokeSessions', other.userId, admin)).status).toBeLessThan(300)
  })

  test('what staff did stands in the person’s own log, without the place it was done from', async () => {
    const admin = await world.people.staff('abi', 'admin')
    const hal = await world.people.signedIn('hal')
    await act('unlock', hal.userId, admin)
    const { body } = await world
      .as(hal)
      .rest<{ items: Record<string, unknown>[] }>('GET', '/me/security-log?limit=1')
    expect(body.items[0]).toMatchObject({
      action: 'admin.user_unlocked',
      actor: { type: 'user', id: admin.userId },
      ip: null,
      userAgent: null,
    })
  })
})
