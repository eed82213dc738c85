import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'

const NEW_PASSWORD = 'pear 9876543210'

describe.each(faces)('making and changing accounts, over %s', (face) => {
  const world = useWorld()
  const call = (path: string, input: object, by: SignedInPerson) =>
    world.as(by).via(face, `admin.users.${path}`, input)
  const login = (email: string, password: string) => world.rest('POST', '/login', { email, password })

  test('P9 an account is made without a password, and whoever reads its mail sets one', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const email = 'Bea@New.example'
    const made = await call('create', { email, displayName: 'Bea', locale: 'de' }, admin)
    expect(made.status).toBe(face === 'REST' ? 201 : 200)
    expect(made.body).toMatchObject({ email, hasPassword: false, isVerified: false, locale: 'de' })
    expect(made.text).not.toContain('rst_')
    const mail = await world.mailbox.lastTo(email)
    expect(mail.subject).toContain('Ihr Konto')
    await world.rest('POST', '/password-reset/confirm', { token: mail.token, newPassword: NEW_PASSWORD })
    expect((await login(email, NEW_PASSWORD)).status).toBe(200)
    const [event] = await world.sql`SELECT actor_id, details FROM audit_events
      WHERE action = 'admin.user_created' AND target_id = ${String(made.body.id)}`
    expect(event).toEqual({ actor_id: admin.userId, details: { isVerified: false, invited: true } })
    await expect(call('create', { email: 'bea@new.EXAMPLE', displayName: 'B' }, admin)).toFailWith(
      'user.email_taken',
    )
  })

  test('the same Idempotency-Key makes one account and sends one mail', async () => {
    const admin = await world.people.staff('ana', 'admin')
    const input = { email: 'once@new.example', displayName: 'Once' }
    const headers = { 'idempotency-key': 'made-once' }
    const first = await world.as(admin).via(face, 'admin.users.create', input, headers)
    const second = await world.as(admin).via(face, 'admin.users.create', input, headers)
    expect(second.body.id).toBe(first.body.id)
    expect(await world.sql`SELECT 1 FROM mail_messages WHERE recipient = ${input.email}`).toHaveLength(1)
  })

  test('without an invitation nothing is mailed, and an address that may be gone back to is taken', async () => {
    const admin = await world.people.staff('abe', 'admin')
    const quiet = { email: 'quiet@new.example', displayName: 'Q', sendInvite: false, isVerified: true }
    expect((await call('create', quiet, admin)).body).toMatchObject({ isVerified: true })
    expect(await world.sql`SELECT 1 FROM mail_messages WHERE recipient = ${quiet.email}`).toHaveLength(0)
    const cal = await world.people.signedIn('cal')
    await call('update', { userId: cal.userId, email: 'cal-new@example.org' }, admin)
    await expect(call('create', { email: cal.email, displayName: 'C' }, admin)).toFailWith('user.email_taken')
  })

  test('a profile is changed, and the log knows what was and is without keeping it for ever', async () => {
    const admin = await world.people.staff('amy', 'admin')
    const dee = await world.people.signedIn('dee')
    const changed = await call(
      'update',
      { userId: dee.userId, displayName: 'Dee Dee', avatarUrl: null },
      admin,
    )
    expect(changed.body).toMatchObject({ id: dee.userId, displayName: 'Dee Dee', email: dee.email })
    const [event] =
      await world.sql`SELECT details, personal FROM audit_events JOIN audit_personal ON event_id = id
      WHERE action = 'admin.user_updated' AND target_id = ${dee.userId}`
    expect(event).toMatchObject({
      details: { fields: expect.arrayContaining(['displayName', 'avatarUrl']) },
      personal: { before: { displayName: 'dee' }, after: { displayName: 'Dee Dee' } },
    })
    expect((await world.as(dee).rest('GET', '/me')).body).toMatchObject({ displayName: 'Dee Dee' })
  })

  test('A3 T11 another address is yet to be proven, ends what was open, and leaves a way back', async () => {
    const admin = await world.people.staff('ali', 'admin')
    const eli = await world.people.withTotp('eli')
    const email = 'eli-new@example.org'
    const { body } = await call('update', { userId: eli.userId, email }, admin)
    expect(body).toMatchObject({ email, isVerified: false })
    expect((await world.as(eli).rest('GET', '/me')).status).toBe(401)
    await expect(login(email, eli.password)).toFailWith('auth.email_not_verified')
    const link = await world.mailbox.lastTo(email)
    const undo = await world.mailbox.lastTo(eli.email)
    expect(undo.text).not.toMatch(/10\.0\.\d/)
    await world.rest('POST', '/verify-email', { token: link.token })
    expect((await login(email, eli.password)).body.status).toBe('mfa_required')
    await world.rest('POST', '/me/email/undo', { token: undo.token })
    const [row] = await world.sql`SELECT email, is_verified FROM users WHERE id = ${eli.userId}`
    expect(row).toEqual({ email: eli.email, is_verified: true })
    const [event] = await world.sql`SELECT actor_id, details FROM audit_events
      WHERE action = 'admin.user_email_changed' AND target_id = ${eli.userId}`
    expect(event).toEqual({
      actor_id: admin.userId,
      details: { before: { isVerified: true }, after: { isVerified: false }, sessionsEnded: 1 },
    })
  })

  test('M8 a new address and its mailbox are no way around the second factor', async () => {
    const admin = await world.people.staff('ari', 'admin')
    const fay = await world.people.withTotp('fay')
    const email = 'fay-new@example.org'
    await call('update', { userId: fay.userId, email }, admin)
    await world.rest('POST', '/password-reset/request', { email })
    const { token } = await world.mailbox.lastTo(email)
    await world.rest('POST', '/password-reset/confirm', { token, newPassword: NEW_PASSWORD })
    expect((await login(email, NEW_PASSWORD)).body.status).toBe('mfa_required')
  })

  test('an address that nobody had proven gets no way back: its mailbox may be a stranger’s', async () => {
    const admin = await world.people.staff('art', 'admin')
    const gil = await world.people.signedUp('gil')
    const [{ id } = { id: '' }] = await world.sql`SELECT id FROM users WHERE email = ${gil.email}`
    await call('update', { userId: id, email: 'gil-right@example.org' }, admin)
    expect(await world.sql`SELECT 1 FROM email_change_undos WHERE user_id = ${id}`).toHaveLength(0)
  })

  test('the same mailbox written otherwise stays proven, and ends nothing', async () => {
    const admin = await world.people.staff('ann', 'admin')
    const hal = await world.people.signedIn('hal')
    const { body } = await call('update', { userId: hal.userId, email: 'Hal@Example.org' }, admin)
    expect(body).toMatchObject({ email: 'Hal@Example.org', isVerified: true })
    expect((await world.as(hal).rest('GET', '/me')).status).toBe(200)
  })

  test('A3 an address is taken, one’s own, or asked for too late: nothing changes', async () => {
    const admin = await world.people.staff('abi', 'admin')
    const support = await world.people.staff('sue', 'support')
    const ida = await world.people.signedIn('ida')
    const jon = await world.people.signedIn('jon')
    const email = 'ida-new@example.org'
    await expect(call('update', { userId: ida.userId, email: jon.email }, admin)).toFailWith(
      'user.email_taken',
    )
    await expect(call('update', { userId: admin.userId, email }, admin)).toFailWith('admin.not_yourself')
    await expect(call('update', { userId: ida.userId, email }, support)).toFailWith('not_found')
    await expect(call('update', { userId: ida.userId, isVerified: true }, admin)).toFailWith(
      'request.invalid',
    )
    await expect(call('update', { userId: ida.userId, platformRole: 'admin' }, admin)).toFailWith(
      'request.invalid',
    )
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${admin.sessionId}`
    await expect(call('update', { userId: ida.userId, email }, admin)).toFailWith(
      'auth.reauthentication_required',
    )
    expect((await world.as(ida).rest('GET', '/me')).body).toMatchObject({
      email: ida.email,
      isVerified: true,
    })
  })
})
