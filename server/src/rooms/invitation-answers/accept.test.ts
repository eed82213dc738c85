import { describe, expect, test } from 'vitest'
import { faces, type Owner, useWorld } from '../../../../test/harness/index.ts'
import { invite } from '../../../../test/harness/invitations.ts'
import { addPasskey } from '../../../../test/harness/people-passkeys.ts'
import { hashToken } from '../../kit/tokens.ts'
import { newApiKey } from '../api-keys/index.ts'

const newcomer = { password: 'plum 0123456789', displayName: 'Ada Lovelace' }

describe('accepting an invitation', () => {
  const world = useWorld({ config: { rateLimits: false } })
  const accept = (input: object, headers?: Record<string, string>) =>
    world.rest('POST', '/invitations/accept', input, headers)
  const preview = (token: string) => world.rest('POST', '/invitations/preview', { token })
  const rolesOf = async (email: string) => {
    const rows = await world.sql`SELECT role FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE u.email_canonical = ${email.toLowerCase()}`
    return rows.map(({ role }) => role as string)
  }
  const stateOf = async (token: string) => {
    const [row] = await world.sql`SELECT accepted_at, declined_at, revoked_at FROM invitations
      WHERE token_hash = ${hashToken(token)}`
    return Object.entries(row ?? {}).flatMap(([name, at]) => (at === null ? [] : [name]))
  }
  async function invited(
    name: string,
    role = 'member',
  ): Promise<{ owner: Owner; email: string; token: string }> {
    const owner = await world.people.withOrganization(`${name}-owner`)
    const email = `${name}@example.org`
    return { owner, email, token: (await invite(world, owner, { email, role })).token }
  }

  test.each(faces)(
    'I1 I2 somebody new gets an account with that address, proven, and belongs, over %s',
    async (face) => {
      const { owner, email, token } = await invited(`new-${face.toLowerCase()}`, 'viewer')
      const input = { token, ...newcomer, locale: 'de' }
      const { status, body } = await world.via(face, 'invitations.accept', input)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        status: 'signed_in',
        user: { email, isVerified: true, displayName: 'Ada Lovelace', locale: 'de', hasPassword: true },
      })
      expect(await rolesOf(email)).toEqual(['viewer'])
      const [session] = await world.sql`SELECT amr FROM sessions WHERE id = ${body.sessionId as string}`
      expect(session!.amr).toEqual(['pwd', 'email'])
      const log =
        await world.sql`SELECT action FROM audit_events e WHERE actor_id = ${(body.user as { id: string }).id}
      ORDER BY at, position`
      expect(new Set(log.map(({ action }) => action))).toEqual(
        new Set(['account.created', 'invitation.accepted', 'sign_in.succeeded']),
      )
      const [event] = await world.sql`SELECT organization_id, details FROM audit_events
      WHERE action = 'invitation.accepted' AND actor_id = ${(body.user as { id: string }).id}`
      expect(event).toEqual({
        organization_id: owner.organizationId,
        details: { role: 'viewer', isNewUser: true },
      })
      const signIn = await world.rest('POST', '/login', { email, password: newcomer.password })
      expect(signIn.body).toMatchObject({ status: 'signed_in' })
    },
  )

  test('I1 nothing in the request has a say in the address', async () => {
    const { token } = await invited('ann')
    await expect(accept({ token, ...newcomer, email: 'mallory@example.org' })).toFailWith('request.invalid')
  })

  test('I2 works once', async () => {
    const { token, email } = await invited('bea')
    expect((await accept({ token, ...newcomer })).status).toBe(200)
    await expect(accept({ token, ...newcomer })).toFailWith('token.invalid')
    const person = await world.people.signInAgain({ name: 'bea', email, password: newcomer.password })
    await expect(accept({ token }, person.headers)).toFailWith('token.invalid')
    await expect(preview(token)).toFailWith('token.invalid')
  })

  test('P6 the policy judges the password before anything is used up', async () => {
    const { token, email } = await invited('cassandra')
    for (const [password, code] of [
      ['short', 'password.too_short'],
      ['p'.repeat(300), 'password.too_long'],
      ['qwertyuiop123', 'password.too_common'],
      ['cassandra-cassandra', 'password.contains_context'],
      ['cassandra-owner-12', 'password.contains_context'],
    ] as const) {
      await expect(accept({ token, ...newcomer, password })).toFailWith(code)
    }
    const lacking = await accept({ token })
    expect(lacking).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ pointer: '/password' }, { pointer: '/displayName' }] },
    })
    expect(await world.sql`SELECT 1 FROM users WHERE email = ${email}`).toHaveLength(0)
    expect((await accept({ token, ...newcomer })).status).toBe(200)
  })

  test.each(faces)('I1 whoever is signed in with that address joins, over %s', async (face) => {
    const person = await world.people.signedIn(`dan-${face.toLowerCase()}`)
    const { owner, token } = await invited(person.name)
    const { status, body } = await world.via(face, 'invitations.accept', { token }, person.headers)
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'joined', organizationId: owner.organizationId },
    })
    expect(await rolesOf(person.email)).toEqual(['member'])
    const members = await world.rest('POST', '/invitations/accept', { token }, person.headers)
    await expect(members).toFailWith('token.invalid')
  })

  test('I1 whoever is signed in with another address is refused, and the invitation stays good', async () => {
    const { token, email } = await invited('eve')
    const other = await world.people.signedIn('mallory')
    await expect(accept({ token }, other.headers)).toFailWith('invitation.email_mismatch')
    await expect(accept({ token, ...newcomer }, other.headers)).toFailWith('invitation.email_mismatch')
    expect(await rolesOf(other.email)).toEqual([])
    expect(await stateOf(token)).toEqual([])
    const { body } = await accept({ token, ...newcomer })
    expect(body).toMatchObject({ user: { email } })
  })

  test('I1 an address that was only typed is not the invited one: it must be proven', async () => {
    const person = await world.people.signedIn('fay')
    const { token } = await invited('fay')
    await world.sql`UPDATE users SET is_verified = false WHERE id = ${person.userId}`
    await expect(accept({ token }, person.headers)).toFailWith('auth.unauthenticated')
    expect(await rolesOf(person.email)).toEqual([])
  })

  test('N2 the link alone does not sign in to an account that is there', async () => {
    const person = await world.people.verified('gus')
    const { token } = await invited('gus')
    await expect(accept({ token, ...newcomer })).toFailWith('invitation.sign_in_required')
    await expect(accept({ token })).toFailWith('invitation.sign_in_required')
    expect(await stateOf(token)).toEqual([])
    const signedIn = await world.people.signInAgain(person)
    expect((await accept({ token }, signedIn.headers)).body).toMatchObject({ status: 'joined' })
  })

  test('T10 M2 an account that nobody has proven becomes the reader’s, without what was put on it', async () => {
    const person = await world.people.signedIn('hal')
    await addPasskey(world, person)
    await world.sql`INSERT INTO totp_factors (user_id, confirmed_at) VALUES (${person.userId}, now())`
    await world.sql`UPDATE users SET is_verified = false, display_name = 'Mallory', last_sign_in_at = NULL
      WHERE id = ${person.userId}`
    const { token } = await invited('hal')
    const { body } = await accept({ token, ...newcomer })
    expect(body).toMatchObject({
      status: 'signed_in',
      user: { id: person.userId, isVerified: true, displayName: 'Ada Lovelace', mfaEnabled: false },
    })
    const held = await world.sql`SELECT 1 FROM passkeys WHERE user_id = ${person.userId}
      UNION ALL SELECT 1 FROM totp_factors WHERE user_id = ${person.userId}`
    expect(held).toHaveLength(0)
    const old = { email: person.email, password: person.password }
    await expect(world.rest('POST', '/login', old)).toFailWith('auth.invalid_credentials')
    await expect(world.rest('GET', '/me', undefined, person.headers)).toFailWith('auth.unauthenticated')
    expect(await rolesOf(person.email)).toEqual(['member'])
  })

  test('an account that is disabled is not opened by an invitation', async () => {
    for (const isVerified of [true, false]) {
      const name = `ida-${isVerified}`
      const person = await world.people.signedIn(name)
      const { token } = await invited(name)
      await world.sql`UPDATE users SET disabled_at = now(), is_verified = ${isVerified} WHERE id = ${person.userId}`
      await expect(accept({ token, ...newcomer })).toFailWith('invitation.sign_in_required')
      await expect(accept({ token }, person.headers)).toFailWith('auth.unauthenticated')
      expect(await rolesOf(person.email)).toEqual([])
    }
  })

  test('A4 Y3 nobody accepts for another person, and no program accepts', async () => {
    const person = await world.people.signedIn('jan')
    const { token } = await invited('jan')
    const { key, prefix } = newApiKey()
    await world.sql`INSERT INTO api_keys (id, key_hash, prefix, name, user_id, scopes)
      VALUES (gen_random_uuid(), ${hashToken(key)}, ${prefix}, 'key', ${person.userId}, '{account:read}')`
    const credentials: Record<string, string>[] = [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]
    for (const headers of credentials)
      await expect(accept({ token, ...newcomer }, headers)).toFailWith('auth.unauthenticated')
    const admin = await world.people.signedIn('jan-admin')
    await world.sql`UPDATE sessions SET impersonator_id = ${admin.userId} WHERE id = ${person.sessionId}`
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${admin.userId}`
    const [row] = await world.sql`SELECT id FROM invitations WHERE email = ${person.email}`
    const byId = { invitationId: row!.id as string }
    await expect(accept({ token }, person.headers)).toFailWith('impersonation.not_allowed')
    await expect(accept(byId, person.headers)).toFailWith('impersonation.not_allowed')
    const declined = world.rest('POST', '/invitations/decline', byId, person.headers)
    await expect(declined).toFailWith('impersonation.not_allowed')
    expect(await stateOf(token)).toEqual([])
    expect(await rolesOf(person.email)).toEqual([])
  })

  test('a session that has ended is no reason to make a new person of somebody', async () => {
    const { token, email } = await invited('kim')
    const headers = { authorization: 'Bearer not.a.token' }
    await expect(accept({ token, ...newcomer }, headers)).toFailWith('auth.unauthenticated')
    expect(await world.sql`SELECT 1 FROM users WHERE email = ${email}`).toHaveLength(0)
  })

  test.each([
    ['is gone', ({ userId }: Owner) => world.sql`DELETE FROM users WHERE id = ${userId}`],
    [
      'is disabled',
      ({ userId }: Owner) => world.sql`UPDATE users SET disabled_at = now() WHERE id = ${userId}`,
    ],
    [
      'is leaving',
      ({ userId }: Owner) =>
        world.sql`UPDATE users SET erased_after = now() + interval '7 days' WHERE id = ${userId}`,
    ],
    ['was removed', ({ userId }: Owner) => world.sql`DELETE FROM memberships WHERE user_id = ${userId}`],
    [
      'may not invite',
      ({ userId }: Owner) => world.sql`UPDATE memberships SET role = 'member' WHERE user_id = ${userId}`,
    ],
    [
      'may not give the role',
      ({ userId }: Owner) => world.sql`UPDATE memberships SET role = 'admin' WHERE user_id = ${userId}`,
    ],
  ])('I2 an invitation whose inviter %s is void, and revoked with the first try', async (what, lose) => {
    const name = `lea-${what.replaceAll(' ', '-')}`
    const { owner, token, email } = await invited(name, 'owner')
    expect((await preview(token)).status).toBe(200)
    await lose(owner)
    await expect(preview(token)).toFailWith('token.invalid')
    expect(await stateOf(token)).toEqual([])
    await expect(accept({ token, ...newcomer })).toFailWith('token.invalid')
    expect(await stateOf(token)).toEqual(['revoked_at'])
    expect(await world.sql`SELECT 1 FROM users WHERE email = ${email}`).toHaveLength(0)
    const [event] = await world.sql`SELECT details FROM audit_events WHERE action = 'invitation.revoked'
      AND organization_id = ${owner.organizationId}`
    expect(event!.details).toEqual({ role: 'owner', reason: 'inviter_lost_right' })
  })

  test('I2 a role that is gone, and an organization that is gone, let nobody in', async () => {
    const owner = await world.people.withOrganization('max-owner')
    await world.sql`INSERT INTO organization_roles (id, organization_id, key, name, permissions)
      VALUES (gen_random_uuid(), ${owner.organizationId}, 'guest', 'Guest', '{org:read}')`
    const { token } = await invite(world, owner, { email: 'max@example.org', role: 'guest' })
    await world.sql`DELETE FROM organization_roles WHERE organization_id = ${owner.organizationId}`
    await expect(accept({ token, ...newcomer })).toFailWith('token.invalid')
    const other = await invited('moe')
    await world.sql`DELETE FROM organizations WHERE id = ${other.owner.organizationId}`
    await expect(accept({ token: other.token, ...newcomer })).toFailWith('token.invalid')
    await expect(preview(other.token)).toFailWith('token.invalid')
  })

  test('somebody who belongs already keeps their role', async () => {
    const { owner, token } = await invited('ned', 'viewer')
    const person = await world.people.joined(owner.organizationId, 'ned', 'admin')
    expect((await accept({ token }, person.headers)).status).toBe(200)
    expect(await rolesOf(person.email)).toEqual(['admin'])
  })

  test('M7 an organization that demands a second factor takes people in without one, and shows them nothing', async () => {
    const { owner, token } = await invited('ola', 'admin')
    await world.sql`UPDATE organizations SET require_mfa = true WHERE id = ${owner.organizationId}`
    const { body } = await accept({ token, ...newcomer })
    expect(body).toMatchObject({ status: 'signed_in' })
    const headers = { authorization: `Bearer ${body.accessToken as string}` }
    const path = `/organizations/${owner.organizationId}/invitations`
    await expect(world.rest('GET', path, undefined, headers)).toFailWith('org.mfa_required')
  })

  test('puts the refresh token into a cookie when asked to', async () => {
    const { token } = await invited('pat')
    const answer = await accept({ token, ...newcomer, delivery: 'cookie' })
    expect(answer.body).toMatchObject({ refreshToken: null, deviceToken: null })
    expect([...answer.cookies.keys()].join()).toMatch(/refresh/)
  })

  test('I3 the preview tells the two names and nothing else', async () => {
    const { owner, token } = await invited('quin')
    const { body } = await preview(token)
    expect(body).toEqual({ organizationName: 'quin-owner', inviterName: owner.name })
  })
})
