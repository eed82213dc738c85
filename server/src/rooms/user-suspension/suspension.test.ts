import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld, type World } from '../../../../test/harness/index.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'
import { addMember, addOrganization } from '../../../../test/harness/people-organizations.ts'
import { days } from '../../kit/duration.ts'
import { eraseDueAccounts } from '../account-closure/index.ts'

const signIn = (world: World, { email, password }: { email: string; password: string }) =>
  world.rest('POST', '/login', { email, password })
const meStatus = async (world: World, person: SignedInPerson) =>
  (await world.as(person).rest('GET', '/me')).status

async function eventOf(world: World, action: string, userId: string) {
  const [row] = await world.sql`SELECT actor_id, outcome, details FROM audit_events
    WHERE action = ${action} AND target_id = ${userId} ORDER BY at DESC, position DESC LIMIT 1`
  return row
}

describe.each(faces)('switching an account off, over %s', (face) => {
  const world = useWorld()
  const act = async (path: string, userId: string, by: SignedInPerson) =>
    world.as(by).via(face, `admin.users.${path}`, { userId })

  test('S6 T5 ends everything that is open or begun, on every node, and signing in tells only the owner why', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.signedIn('bea')
    const { caller: otherNode } = await world.node()
    await world.rest('POST', '/password-reset/request', { email: bea.email })
    const reset = await world.mailbox.lastTo(bea.email)
    await world.rest('POST', '/passwordless/start', { email: bea.email })
    const mailed = await world.mailbox.lastTo(bea.email)
    expect((await act('disable', bea.userId, admin)).status).toBeLessThan(300)
    expect(await meStatus(world, bea)).toBe(401)
    expect((await otherNode.rest('GET', '/me', undefined, bea.headers)).status).toBe(401)
    await expect(world.rest('POST', '/refresh', { refreshToken: bea.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    await expect(signIn(world, bea)).toFailWith('auth.account_disabled')
    await expect(signIn(world, { ...bea, password: 'not the right one' })).toFailWith(
      'auth.invalid_credentials',
    )
    expect((await world.mailbox.lastTo(bea.email)).subject).toContain('switched off')
    await act('enable', bea.userId, admin)
    expect((await world.mailbox.lastTo(bea.email)).subject).toContain('open again')
    // What was over stays over.
    expect(await meStatus(world, bea)).toBe(401)
    await expect(world.rest('POST', '/refresh', { refreshToken: bea.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    for (const { token } of [reset, mailed])
      await expect(
        token!.startsWith('rst_')
          ? world.rest('POST', '/password-reset/confirm', { token, newPassword: 'pear 9876543210' })
          : world.rest('POST', '/passwordless/complete', { token }),
      ).toFailWith('token.invalid')
    expect((await signIn(world, bea)).status).toBe(200)
    expect(await eventOf(world, 'admin.user_disabled', bea.userId)).toEqual({
      actor_id: admin.userId,
      outcome: 'success',
      details: { before: { status: 'active' }, after: { status: 'disabled' }, sessionsEnded: 1 },
    })
    expect(await eventOf(world, 'admin.user_enabled', bea.userId)).toMatchObject({
      details: { before: { status: 'disabled' }, after: { status: 'active' }, erasureCancelled: false },
    })
  })

  test('a second factor begun before is worth nothing, and an API key rests until the account is on', async () => {
    const admin = await world.people.staff('ana', 'admin')
    const cal = await world.people.withTotp('cal')
    const { key } = await makeKey(world, cal, { scopes: ['account:read'] })
    const isValid = async () => (await world.rest('POST', '/api-keys/verify', { key })).body.valid
    const begun = await signIn(world, cal)
    const { challengeToken } = begun.body as { challengeToken: string }
    expect(await isValid()).toBe(true)
    await act('disable', cal.userId, admin)
    expect(await isValid()).toBe(false)
    await act('enable', cal.userId, admin)
    expect(await isValid()).toBe(true)
    await expect(
      world.rest('POST', '/mfa/verify', { challengeToken, method: 'totp', code: await cal.nextCode() }),
    ).toFailWith('mfa.challenge_expired')
  })

  test('G4 spares the last owner of an organization', async () => {
    const admin = await world.people.staff('abe', 'admin')
    const dora = await world.people.signedIn('dora')
    const erin = await world.people.signedIn('erin')
    const organizationId = await addOrganization(world.sql, 'Acme')
    await addMember(world.sql, { organizationId, userId: dora.userId, role: 'owner' })
    await addMember(world.sql, { organizationId, userId: erin.userId, role: 'admin' })
    for (const path of ['disable', 'delete'])
      await expect(act(path, dora.userId, admin)).toFailWith('org.last_owner')
    expect(await meStatus(world, dora)).toBe(200)
    await world.sql`UPDATE memberships SET role = 'owner' WHERE user_id = ${erin.userId}`
    expect((await act('disable', dora.userId, admin)).status).toBeLessThan(300)
    // Whoever is off does not count: now the other one is the last.
    await expect(act('disable', erin.userId, admin)).toFailWith('org.last_owner')
  })

  test('twice is once, and recorded twice', async () => {
    const admin = await world.people.staff('amy', 'admin')
    const fay = await world.people.signedIn('fay')
    await act('disable', fay.userId, admin)
    const [first] = await world.sql`SELECT disabled_at FROM users WHERE id = ${fay.userId}`
    await act('disable', fay.userId, admin)
    const [second] = await world.sql`SELECT disabled_at FROM users WHERE id = ${fay.userId}`
    expect(second).toEqual(first)
    expect((await eventOf(world, 'admin.user_disabled', fay.userId))!.details).toMatchObject({
      before: { status: 'disabled' },
    })
    const mails =
      await world.sql`SELECT 1 FROM mail_messages WHERE user_id = ${fay.userId} AND template = 'notice.account_disabled'`
    expect(mails).toHaveLength(1)
  })

  test('nobody does it to themselves, support to nobody, and neither to somebody who is not there', async () => {
    const admin = await world.people.staff('ali', 'admin')
    const support = await world.people.staff('sue', 'support')
    const gil = await world.people.signedIn('gil')
    for (const path of ['disable', 'delete', 'lockdown']) {
      await expect(act(path, admin.userId, admin)).toFailWith('admin.not_yourself')
      await expect(act(path, gil.userId, support)).toFailWith('not_found')
      await expect(act(path, crypto.randomUUID(), admin)).toFailWith('not_found')
    }
    expect(await meStatus(world, gil)).toBe(200)
    expect(await meStatus(world, admin)).toBe(200)
  })
})

describe.each(faces)('deleting, over %s', (face) => {
  const world = useWorld()
  const act = async (path: string, userId: string, by: SignedInPerson) =>
    world.as(by).via(face, `admin.users.${path}`, { userId })
  const stateOf = async (userId: string) =>
    (
      await world.sql`SELECT disabled_at IS NOT NULL AS off, erased_after IS NOT NULL AS closing FROM users WHERE id = ${userId}`
    )[0]

  test('closes an account for a week, which no sign-in takes back, and enabling does', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.signedIn('bea')
    const { body } = await act('delete', bea.userId, admin)
    expect(body).toMatchObject({ status: 'closing' })
    const inAWeek = world.clock.nowMs() + days(7)
    expect(
      Math.abs(
        new Date(
          String(body.erasedAfter instanceof Date ? body.erasedAfter.toISOString() : body.erasedAfter),
        ).getTime() - inAWeek,
      ),
    ).toBeLessThan(10_000)
    await expect(signIn(world, bea)).toFailWith('auth.account_disabled')
    expect(await stateOf(bea.userId)).toEqual({ off: true, closing: true })
    await act('enable', bea.userId, admin)
    expect(await stateOf(bea.userId)).toEqual({ off: false, closing: false })
    expect(await eventOf(world, 'admin.user_enabled', bea.userId)).toMatchObject({
      details: { erasureCancelled: true },
    })
    expect((await signIn(world, bea)).status).toBe(200)
  })

  test('an account that its owner has closed stays closed when it is switched off and on', async () => {
    const admin = await world.people.staff('ana', 'admin')
    const cal = await world.people.signedIn('cal')
    await world.as(cal).rest('DELETE', '/me')
    await act('disable', cal.userId, admin)
    await act('enable', cal.userId, admin)
    expect(await stateOf(cal.userId)).toEqual({ off: false, closing: true })
    const [before] = await world.sql`SELECT erased_after FROM users WHERE id = ${cal.userId}`
    await act('delete', cal.userId, admin)
    await act('enable', cal.userId, admin)
    const [after] = await world.sql`SELECT erased_after FROM users WHERE id = ${cal.userId}`
    expect(after).toEqual(before)
  })

  test('no way back to an earlier address opens a deleted account, and after a week it is erased', async () => {
    const admin = await world.people.staff('abe', 'admin')
    const dora = await world.people.signedIn('dora')
    await world.as(dora).rest('POST', '/me/email', { newEmail: 'dora-new@example.org' })
    const { token } = await world.mailbox.lastTo('dora-new@example.org')
    await world.rest('POST', '/me/email/confirm', { token })
    const undo = await world.mailbox.lastTo(dora.email)
    await act('delete', dora.userId, admin)
    await world.rest('POST', '/me/email/undo', { token: undo.token })
    expect(await stateOf(dora.userId)).toEqual({ off: true, closing: true })
    await world.clock.advance(days(8))
    await eraseDueAccounts(world.platform)
    expect(await stateOf(dora.userId)).toBeUndefined()
    expect(await world.sql`SELECT 1 FROM audit_personal WHERE personal::text ILIKE '%dora%'`).toHaveLength(0)
  })

  test('asks for a fresh sign-in', async () => {
    const admin = await world.people.staff('amy', 'admin')
    const erin = await world.people.signedIn('erin')
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${admin.sessionId}`
    await expect(act('delete', erin.userId, admin)).toFailWith('auth.reauthentication_required')
    expect(await meStatus(world, erin)).toBe(200)
  })
})

describe.each(faces)('lockdown, over %s', (face) => {
  const world = useWorld()

  test('shuts somebody out of everything in one act, the last owner too, and the log says so', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.signedIn('bea')
    const again = await world.people.signInAgain(bea)
    const organizationId = await addOrganization(world.sql, 'Acme')
    await addMember(world.sql, { organizationId, userId: bea.userId, role: 'owner' })
    const keys = [
      await makeKey(world, bea, { scopes: ['account:read'] }),
      await makeKey(world, bea, { scopes: ['org:read'], organizationId }),
    ]
    const areValid = () =>
      Promise.all(
        keys.map(async ({ key }) => (await world.rest('POST', '/api-keys/verify', { key })).body.valid),
      )
    expect(await areValid()).toEqual([true, true])
    const invited = await world.as(bea).rest('POST', `/organizations/${organizationId}/invitations`, {
      email: 'guest@example.org',
      role: 'member',
    })
    expect(invited.status, invited.text).toBe(201)
    const invitation = await world.mailbox.lastTo('guest@example.org')
    await world.rest('POST', '/password-reset/request', { email: bea.email })
    const reset = await world.mailbox.lastTo(bea.email)

    const answer = await world.as(admin).via(face, 'admin.users.lockdown', { userId: bea.userId })
    expect(answer.status).toBeLessThan(300)

    for (const session of [bea, again]) expect(await meStatus(world, session)).toBe(401)
    await expect(signIn(world, bea)).toFailWith('auth.account_disabled')
    expect(
      await world.sql`SELECT 1 FROM api_keys WHERE user_id = ${bea.userId} AND revoked_at IS NULL`,
    ).toHaveLength(0)
    expect(await world.sql`SELECT 1 FROM known_devices WHERE user_id = ${bea.userId}`).toHaveLength(0)
    expect(await eventOf(world, 'admin.user_locked_down', bea.userId)).toEqual({
      actor_id: admin.userId,
      outcome: 'success',
      details: {
        before: { status: 'active' },
        sessionsEnded: 2,
        keysRevoked: 2,
        invitationsRevoked: 1,
        wasLastOwner: true,
      },
    })
    expect((await world.mailbox.lastTo(bea.email)).subject).toContain('locked')

    await world.as(admin).via(face, 'admin.users.enable', { userId: bea.userId })
    expect(await areValid()).toEqual([false, false])
    await expect(world.rest('POST', '/invitations/preview', { token: invitation.token })).toFailWith(
      'token.invalid',
    )
    await expect(
      world.rest('POST', '/password-reset/confirm', { token: reset.token, newPassword: 'pear 9876543210' }),
    ).toFailWith('token.invalid')
    // The password may be known to somebody: it opens nothing any more.
    await expect(signIn(world, bea)).toFailWith('auth.password_change_required')
  })
})
