import { describe, expect, inject, test } from 'vitest'
import { type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { makeKey } from '../../../../test/harness/people-api-keys.ts'
import { hours } from '../../kit/duration.ts'
import { newId } from '../../kit/ids.ts'

const newPassword = 'seven-herons-over-a-lake'

describe('account.undoEmailChange', () => {
  const world = useWorld()

  const undo = (token: string) => world.rest('POST', '/me/email/undo', { token })
  const login = (email: string, password: string) => world.rest('POST', '/login', { email, password })
  const row = async ({ userId }: SignedInPerson) =>
    (await world.sql`SELECT * FROM users WHERE id = ${userId}`)[0]!

  /** Changes the address, and gives the way back that the address before was mailed. */
  async function change(person: SignedInPerson, from: string, to: string): Promise<string> {
    await world.as(person).rest('POST', '/me/email', { newEmail: to })
    const { token } = await world.mailbox.lastTo(to)
    expect((await world.rest('POST', '/me/email/confirm', { token })).status).toBe(204)
    return (await world.mailbox.lastTo(from)).token!
  }

  async function reset(email: string, password: string): Promise<void> {
    await world.rest('POST', '/password-reset/request', { email })
    const token = await world.mailbox.lastToken('rst_')
    const answer = await world.rest('POST', '/password-reset/confirm', { token, newPassword: password })
    expect(answer.status).toBe(204)
  }

  test('T11 sets the address back, ends sessions and demands a new password', async () => {
    const ada = await world.people.signedIn('ada')
    const back = await change(ada, ada.email, 'ada-new@example.org')
    const answer = await undo(back)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(await row(ada)).toMatchObject({ email: ada.email, is_verified: true })
    await expect(world.as(ada).rest('GET', '/me')).toFailWith('auth.unauthenticated')
    await expect(world.rest('POST', '/refresh', { refreshToken: ada.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    await expect(login(ada.email, ada.password)).toFailWith('auth.password_change_required')
    await expect(login('ada-new@example.org', ada.password)).toFailWith('auth.invalid_credentials')
    expect(await world.sql`SELECT 1 FROM known_devices WHERE user_id = ${ada.userId}`).toHaveLength(0)
    const notice = await world.mailbox.lastTo(ada.email)
    expect(notice.token).toBeUndefined()
    expect(
      await world.sql`SELECT 1 FROM mail_messages
      WHERE template = 'notice.email_change_undone' AND recipient = ${ada.email}`,
    ).toHaveLength(1)
    await expect(undo(back)).toFailWith('token.invalid')
    await reset(ada.email, newPassword)
    expect((await login(ada.email, newPassword)).status).toBe(200)
    const [event] =
      await world.sql`SELECT actor_id, details FROM audit_events WHERE action = 'email.change_undone'`
    expect(event).toEqual({
      actor_id: ada.userId,
      details: { sessionsEnded: 1, closureCancelled: false, invitationsRevoked: 0, keysRevoked: 0 },
    })
  })

  test('T11 the way back stands for 72 hours, to the second', async () => {
    const bob = await world.people.signedIn('bob')
    const back = await change(bob, bob.email, 'bob-new@example.org')
    const [times] = await world.sql`SELECT created_at, expires_at FROM email_change_undos
      WHERE user_id = ${bob.userId}`
    expect(times!.expires_at.getTime() - times!.created_at.getTime()).toBe(hours(72))
    await world.clock.advance(times!.expires_at.getTime() - world.clock.nowMs() + 10)
    await expect(undo(back)).toFailWith('token.invalid')
    const again = await world.people.signInAgain({ ...bob, email: 'bob-new@example.org' })
    const next = await change(again, 'bob-new@example.org', 'bob-newer@example.org')
    await world.clock.advance(hours(72) - 5_000)
    expect((await undo(next)).status).toBe(204)
  })

  test('T11 after two changes the first way back restores the first address and voids the second', async () => {
    const cleo = await world.people.signedIn('cleo')
    const toA = await change(cleo, cleo.email, 'cleo-b@example.org')
    const toB = await change(cleo, 'cleo-b@example.org', 'cleo-c@example.org')
    expect((await undo(toA)).status).toBe(204)
    expect((await row(cleo)).email).toBe(cleo.email)
    await expect(undo(toB)).toFailWith('token.invalid')
    expect((await row(cleo)).email).toBe(cleo.email)
  })

  test('T11 after two changes the second way back restores the second address and leaves the first', async () => {
    const dora = await world.people.signedIn('dora')
    const toA = await change(dora, dora.email, 'dora-b@example.org')
    const toB = await change(dora, 'dora-b@example.org', 'dora-c@example.org')
    expect((await undo(toB)).status).toBe(204)
    expect((await row(dora)).email).toBe('dora-b@example.org')
    expect((await undo(toA)).status).toBe(204)
    expect((await row(dora)).email).toBe(dora.email)
  })

  test('T11 survives a stranger’s new password, further link and closing of the account', async () => {
    const erin = await world.people.signedIn('erin')
    const back = await change(erin, erin.email, 'stranger@example.org')
    await world.as(erin).rest('POST', '/me/password', { currentPassword: erin.password, newPassword })
    await reset('stranger@example.org', 'nine-lanterns-by-the-pier')
    const stranger = { ...erin, email: 'stranger@example.org', password: 'nine-lanterns-by-the-pier' }
    const session = await world.people.signInAgain(stranger)
    await world.as(session).rest('POST', '/me/email', { newEmail: 'further@example.org' })
    const { token: further } = await world.mailbox.lastTo('further@example.org')
    expect((await world.as(session).rest('DELETE', '/me', {})).status).toBe(202)
    expect((await row(erin)).erased_after).not.toBeNull()
    expect((await undo(back)).status).toBe(204)
    expect(await row(erin)).toMatchObject({ email: erin.email, erased_after: null })
    await expect(login(erin.email, stranger.password)).toFailWith('auth.password_change_required')
    await expect(world.rest('POST', '/me/email/confirm', { token: further })).toFailWith('token.invalid')
  })

  test('T11 revokes API keys made since and open invitations, by which a stranger would stay, and keeps earlier keys', async () => {
    const owner = await world.people.withOrganization('ike')
    const { organizationId } = owner
    const own = await makeKey(world, owner, { scopes: ['account:read'] })
    await world.clock.advance(1_000)
    const back = await change(owner, owner.email, 'ike-new@example.org')
    await world.clock.advance(1_000)
    const personal = await makeKey(world, owner, { scopes: ['account:read'] })
    const shared = await makeKey(world, owner, { organizationId, scopes: ['org:read'] })
    const { token } = await invite(world, owner, { email: 'stranger-of-ike@example.org', role: 'owner' })
    expect((await undo(back)).status).toBe(204)
    const valid = async ({ key }: { key: string }) =>
      (await world.rest('POST', '/api-keys/verify', { key })).body.valid
    expect([await valid(own), await valid(personal), await valid(shared)]).toEqual([true, false, false])
    await expect(world.rest('POST', '/invitations/preview', { token })).toFailWith('token.invalid')
  })

  const addPasskey = (userId: string, name: string) => world.sql`INSERT INTO passkeys
    (id, user_id, credential_id, public_key, algorithm, sign_count, transports, aaguid, is_backup_eligible,
     is_backed_up, name, created_at)
    VALUES (${newId(world.clock.nowMs())}, ${userId}, ${Buffer.from(name)}, ${Buffer.from('key')}, -7, 0, '{}', '',
      false, false, ${name}, gatehouse_now())`
  const addIdentity = (userId: string, subject: string) => world.sql`INSERT INTO identities
    (id, user_id, provider, issuer, subject, created_at)
    VALUES (${newId(world.clock.nowMs())}, ${userId}, 'acme', 'https://acme.test', ${subject}, gatehouse_now())`

  test('T11 removes ways in that were added since, and keeps earlier ones', async () => {
    const fay = await world.people.withTotp('fay')
    await addPasskey(fay.userId, 'own-passkey')
    await addIdentity(fay.userId, 'own-identity')
    await world.clock.advance(1_000)
    const back = await change(fay, fay.email, 'fay-new@example.org')
    await world.clock.advance(1_000)
    await addPasskey(fay.userId, 'stranger-passkey')
    await addIdentity(fay.userId, 'stranger-identity')
    await world.sql`INSERT INTO recovery_codes (user_id, code_mac, created_at)
      VALUES (${fay.userId}, 'stranger-code', gatehouse_now())`
    expect((await undo(back)).status).toBe(204)
    const { userId } = fay
    expect(await world.sql`SELECT name FROM passkeys WHERE user_id = ${userId}`).toEqual([
      { name: 'own-passkey' },
    ])
    expect(await world.sql`SELECT subject FROM identities WHERE user_id = ${userId}`).toEqual([
      { subject: 'own-identity' },
    ])
    expect(
      await world.sql`SELECT 1 FROM totp_factors
      WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`,
    ).toHaveLength(1)
    expect(await world.sql`SELECT 1 FROM recovery_codes WHERE user_id = ${userId}`).toHaveLength(10)
    expect(await world.sql`SELECT 1 FROM recovery_codes WHERE code_mac = 'stranger-code'`).toHaveLength(0)
  })

  test('T11 switches an authenticator app off that was added since, with its recovery codes', async () => {
    const gwen = await world.people.signedIn('gwen')
    const back = await change(gwen, gwen.email, 'gwen-new@example.org')
    const { body } = await world.as(gwen).rest<{ secret: string }>('POST', '/me/mfa/totp', {})
    const code = world.people.codeOf(body.secret)
    const again = await world.people.signInAgain({ ...gwen, email: 'gwen-new@example.org' })
    expect((await world.as(again).rest('POST', '/me/mfa/totp/confirm', { code })).status).toBe(200)
    expect((await undo(back)).status).toBe(204)
    await reset(gwen.email, newPassword)
    expect((await login(gwen.email, newPassword)).body).toMatchObject({ status: 'signed_in' })
    expect(await world.sql`SELECT 1 FROM recovery_codes WHERE user_id = ${gwen.userId}`).toHaveLength(0)
  })

  test('T11 the old address is nobody else’s while there is a way back, and free afterwards', async () => {
    const hana = await world.people.signedIn('hana')
    const other = await world.people.signedIn('hana-other')
    await change(hana, hana.email, 'hana-new@example.org')
    const signUp = () =>
      world.rest('POST', '/register', { email: hana.email, password: newPassword, displayName: 'Somebody' })
    const free = await world.rest('POST', '/register', {
      email: 'nobody-has-it@example.org',
      password: newPassword,
      displayName: 'Somebody',
    })
    const mails = (await world.mailbox.list(hana.email)).length
    const refused = await signUp()
    expect([refused.status, refused.text]).toEqual([free.status, free.text])
    const accounts = () => world.sql`SELECT 1 FROM users WHERE email_canonical = ${hana.email}`
    expect(await accounts()).toHaveLength(0)
    expect((await world.as(other).rest('POST', '/me/email', { newEmail: hana.email })).status).toBe(202)
    expect(await world.mailbox.list(hana.email)).toHaveLength(mails)

    await world.clock.advance(hours(72) + 1_000)
    expect((await signUp()).status).toBe(202)
    expect(await accounts()).toHaveLength(1)
  })

  test('T11 its owner may take the old address again without the way back', async () => {
    const ivy = await world.people.signedIn('ivy')
    await change(ivy, ivy.email, 'ivy-new@example.org')
    await change(ivy, 'ivy-new@example.org', ivy.email)
    expect((await row(ivy)).email).toBe(ivy.email)
  })
})

describe.skipIf(inject('databaseSource').kind !== 'postgres')('what a stranger has under way', () => {
  const world = useWorld()

  test.each([
    ['a request for another address', 'POST', '/me/email', { newEmail: 'late@example.org' }],
    ['a new password', 'POST', '/me/password', { newPassword }],
    ['closing the account', 'DELETE', '/me', {}],
  ] as const)('T11 is refused once the address was set back: %s', async (what, method, path, body) => {
    const ada = await world.people.signedIn(`ada-${what.replaceAll(' ', '-')}`)
    const newEmail = `new-${ada.email}`
    await world.as(ada).rest('POST', '/me/email', { newEmail })
    const { token } = await world.mailbox.lastTo(newEmail)
    await world.rest('POST', '/me/email/confirm', { token })
    const back = (await world.mailbox.lastTo(ada.email)).token!
    const input = path === '/me/password' ? { ...body, currentPassword: ada.password } : body
    let underWay: ReturnType<typeof world.rest> | undefined
    let undone: ReturnType<typeof world.rest> | undefined
    // Holds the account while both come in: the way back first, then the stranger.
    await world.sql.begin(async (tx) => {
      await tx`SELECT 1 FROM users WHERE id = ${ada.userId} FOR UPDATE`
      undone = world.rest('POST', '/me/email/undo', { token: back })
      await new Promise((resolve) => setTimeout(resolve, 150))
      underWay = world.as(ada).rest(method, path, input)
      await new Promise((resolve) => setTimeout(resolve, 450))
    })
    expect((await undone!).status).toBe(204)
    await expect(underWay!).toFailWith('auth.unauthenticated')
    await expect(world.rest('POST', '/login', { email: ada.email, password: ada.password })).toFailWith(
      'auth.password_change_required',
    )
    expect(await world.sql`SELECT erased_after FROM users WHERE id = ${ada.userId}`).toEqual([
      { erased_after: null },
    ])
    expect(
      await world.sql`SELECT 1 FROM one_time_tokens WHERE user_id = ${ada.userId}
      AND consumed_at IS NULL AND voided_at IS NULL`,
    ).toHaveLength(0)
  })
})
