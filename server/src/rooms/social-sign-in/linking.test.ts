import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type SignedInPerson, type World } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../../../../test/harness/stand-in-provider.ts'
import type { Config } from '../../config.ts'
import { minutes } from '../../kit/duration.ts'

describe('connecting a provider', () => {
  let acme: StandInProvider
  let trusted: StandInProvider
  let world: World
  beforeAll(async () => {
    acme = await startStandInProvider()
    trusted = await startStandInProvider()
    world = await createWorld(
      withProviders(
        providerAt(acme.issuer),
        providerAt(trusted.issuer, { id: 'trusted', name: 'Trusted', trustedDomains: ['example.org'] }),
      ),
    )
  })
  afterEach(() => {
    acme.misdeed = {}
  })
  afterAll(async () => {
    await world?.stop()
    await acme?.close()
    await trusted?.close()
  })

  const claimsOf = (name: string) => ({
    ...{ sub: `sub-of-${name}`, email: `${name}@example.org`, email_verified: true, name },
  })

  async function signInAt(name: string, provider = 'trusted', changes: object = {}) {
    const begun = await begin(world, '', { provider })
    const peer = provider === 'trusted' ? trusted : acme
    const returned = peer.signIn(begun.authorizationUrl, { ...claimsOf(name), ...changes })
    return finish(world, returned, { provider, headers: begun.headers })
  }

  async function link(person: SignedInPerson, name: string, as: SignedInPerson | undefined = person) {
    const begun = await begin(world, '?mode=link', { headers: person.headers })
    const returned = acme.signIn(begun.authorizationUrl, claimsOf(name))
    return finish(world, returned, { headers: { ...begun.headers, ...as?.headers } })
  }

  const identitiesOf = (userId: string) =>
    world.sql`SELECT id, provider FROM identities WHERE user_id = ${userId} ORDER BY id`
  const linkRequired = { status: 409, body: { code: 'oauth.link_required' } }

  test('O5 an untrusted provider’s word for an address opens no account that has it', async () => {
    const ada = await world.people.signedIn('ada')
    expect(await signInAt('ada', 'acme')).toMatchObject(linkRequired)
    expect(await identitiesOf(ada.userId)).toHaveLength(0)
  })

  test('O5 a trusted one’s does, and its owner is told by mail', async () => {
    const bea = await world.people.signedIn('bea')
    const answer = await signInAt('bea')
    expect(answer).toMatchObject({ status: 200, body: { isNewUser: false, user: { id: bea.userId } } })
    expect(await identitiesOf(bea.userId)).toMatchObject([{ provider: 'trusted' }])
    const mails = await world.mailbox.list(bea.email)
    expect(mails.some(({ subject }) => /connect|sign/i.test(subject))).toBe(true)
    const events = await world.sql`SELECT action FROM audit_events WHERE actor_id = ${bea.userId} AND
      action = 'identity.linked'`
    expect(events).toHaveLength(1)
  })

  test('O5 not for another domain than it is trusted for', async () => {
    await world.people.verified('nele')
    await world.sql`UPDATE users SET email = 'nele@example.com', email_canonical = 'nele@example.com'
      WHERE email = 'nele@example.org'`
    expect(await signInAt('nele', 'trusted', { email: 'nele@example.com' })).toMatchObject(linkRequired)
  })

  test('O5 not where the account has another identity of that provider', async () => {
    await world.people.verified('cleo')
    expect((await signInAt('cleo')).status).toBe(200)
    expect(await signInAt('cleo', 'trusted', { sub: 'another' })).toMatchObject(linkRequired)
  })

  test('O5 not where a second factor is on', async () => {
    const dora = await world.people.signedIn('dora')
    await world.sql`INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at)
      VALUES (${dora.userId}, '\\x00', now())`
    expect(await signInAt('dora')).toMatchObject(linkRequired)
    expect(await identitiesOf(dora.userId)).toHaveLength(0)
  })

  test('O6 on an unproven account, what a stranger set is removed before the owner comes in', async () => {
    const stranger = await world.people.signedUp('erin')
    expect(await signInAt('erin')).toMatchObject({ status: 200, body: { user: { hasPassword: false } } })
    const { email, password } = stranger
    expect(await world.rest('POST', '/login', { email, password })).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_credentials' },
    })
  })

  test('O6 an untrusted provider neither takes an unproven account over, nor signs in to it', async () => {
    const person = await world.people.signedUp('fay')
    expect(await signInAt('fay', 'acme')).toMatchObject(linkRequired)
    const { token } = await world.mailbox.lastTo(person.email)
    expect((await world.rest('POST', '/verify-email', { token })).status).toBe(200)
    expect((await world.people.signInAgain(person)).accessToken).toBeTruthy()
  })

  test('O5 the owner connects a provider from a fresh session, which goes on under another id', async () => {
    const gil = await world.people.signedIn('gil')
    const answer = await link(gil, 'gil')
    expect(answer).toMatchObject({ status: 200, body: { status: 'signed_in', isNewUser: false } })
    expect(answer.body.sessionId).not.toBe(gil.sessionId)
    expect((await world.as(gil).rest('GET', '/me')).status).toBe(401)
    const [session] = await world.sql`SELECT amr FROM sessions WHERE id = ${String(answer.body.sessionId)}`
    expect(session?.amr).toEqual(['pwd', 'fed'])
    expect((await signInAt('gil', 'acme')).body).toMatchObject({ user: { id: gil.userId } })
  })

  test('O1 connecting begins with a fresh sign-in only', async () => {
    expect((await world.rest('GET', '/oauth/acme/authorize?mode=link')).status).toBe(401)
    const hal = await world.people.signedIn('hal')
    await world.clock.advance(minutes(6))
    expect(await world.as(hal).rest('GET', '/oauth/acme/authorize?mode=link')).toMatchObject({
      status: 403,
      body: { code: 'auth.reauthentication_required' },
    })
  })

  test('O1 connecting ends in the session that began it: not by another person, nor by nobody, nor after its end', async () => {
    const ivy = await world.people.signedIn('ivy')
    const jan = await world.people.signedIn('jan')
    const invalid = { status: 400, body: { code: 'oauth.state_invalid' } }
    expect(await link(ivy, 'ivy-there', jan)).toMatchObject(invalid)
    const begun = await begin(world, '?mode=link', { headers: ivy.headers })
    const returned = acme.signIn(begun.authorizationUrl, claimsOf('ivy-there'))
    expect(await finish(world, returned, begun)).toMatchObject(invalid)
    const late = await begin(world, '?mode=link', { headers: ivy.headers })
    await world.as(ivy).rest('POST', '/logout', {})
    const lateReturned = acme.signIn(late.authorizationUrl, claimsOf('ivy-there'))
    expect(await finish(world, lateReturned, { headers: { ...late.headers, ...ivy.headers } })).toMatchObject(
      invalid,
    )
    expect(await world.sql`SELECT 1 FROM identities WHERE subject = 'sub-of-ivy-there'`).toHaveLength(0)
  })

  test('O1 a page that was just loaded ends it by its refresh cookie', async () => {
    const kim = await world.people.verified('kim')
    const signedIn = await world.rest('POST', '/login', {
      ...{ email: kim.email, password: kim.password, delivery: 'cookie' },
    })
    const authorization = `Bearer ${String(signedIn.body.accessToken)}`
    const begun = await begin(world, '?mode=link', { headers: { authorization } })
    const held = [...signedIn.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const answer = await finish(
      world,
      { ...acme.signIn(begun.authorizationUrl, claimsOf('kim')), delivery: 'cookie' } as never,
      { headers: { ...begun.headers, cookie: `${begun.headers.cookie}; ${held}` } },
    )
    expect(answer).toMatchObject({ status: 200, body: { status: 'signed_in', refreshToken: null } })
  })

  test('O4 an identity that opens one account is not connected to another', async () => {
    const lea = await world.people.signedIn('lea')
    const max = await world.people.signedIn('max')
    expect((await link(lea, 'shared')).status).toBe(200)
    expect(await link(max, 'shared')).toMatchObject({ status: 409, body: { code: 'oauth.identity_in_use' } })
    expect(await identitiesOf(max.userId)).toHaveLength(0)
    expect((await world.as(max).rest('GET', '/me')).status).toBe(200)
  })

  test('O7 a second factor is asked for after a provider as well', async () => {
    const ned = await world.people.signedIn('ned')
    expect((await link(ned, 'ned')).status).toBe(200)
    await world.sql`INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at)
      VALUES (${ned.userId}, '\\x00', now())`
    expect((await signInAt('ned', 'acme')).body).toMatchObject({
      status: 'mfa_required',
      isNewUser: false,
      redirectTo: null,
    })
  })

  test('a disabled account stays shut, whoever vouches for its owner', async () => {
    await world.people.verified('ole')
    expect((await signInAt('ole')).status).toBe(200)
    await world.sql`UPDATE users SET disabled_at = now() WHERE email = 'ole@example.org'`
    expect(await signInAt('ole')).toMatchObject({ status: 403, body: { code: 'auth.account_disabled' } })
  })

  describe('and disconnecting it', () => {
    const bearer = (answer: { body: Record<string, unknown> }) => ({
      authorization: `Bearer ${String(answer.body.accessToken)}`,
    })

    test('O9 the last way in stays', async () => {
      const headers = bearer(await signInAt('only-there', 'acme'))
      const { body } = await world.rest('GET', '/me/identities', undefined, headers)
      const [identity] = body.items as { id: string }[]
      expect(body).toMatchObject({
        items: [{ provider: 'acme', providerName: 'Acme', email: 'only-there@example.org' }],
        nextCursor: null,
      })
      const answer = await world.rest('DELETE', `/me/identities/${identity?.id}`, undefined, headers)
      expect(answer).toMatchObject({ status: 409, body: { code: 'account.last_sign_in_method' } })
    })

    test('O9 of two that race for the last two ways one is refused', async () => {
      const headers = bearer(await signInAt('both-there', 'acme'))
      const [{ user_id: userId }] = (await world.sql`SELECT user_id FROM identities
        WHERE subject = 'sub-of-both-there'`) as unknown as [{ user_id: string }]
      await world.sql`INSERT INTO identities (id, user_id, provider, issuer, subject)
        VALUES (gen_random_uuid(), ${userId}, 'trusted', ${trusted.issuer}, 'second-of-both')`
      const rows = await identitiesOf(userId)
      const answers = await Promise.all(
        rows.map(({ id }) => world.rest('DELETE', `/me/identities/${id}`, undefined, headers)),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
      expect(await identitiesOf(userId)).toHaveLength(1)
    })

    test('it ends other sessions, tells the owner, and the provider opens nothing any longer', async () => {
      const pia = await world.people.signedIn('pia')
      const headers = bearer(await link(pia, 'pia'))
      const other = bearer(await signInAt('pia', 'acme'))
      const [identity] = await identitiesOf(pia.userId)
      const path = `/me/identities/${identity?.id}`
      expect((await world.rest('DELETE', path, undefined, headers)).status).toBe(204)
      expect((await world.rest('DELETE', path, undefined, headers)).status).toBe(404)
      expect((await world.rest('GET', '/me', undefined, other)).status).toBe(401)
      expect((await world.rest('GET', '/me', undefined, headers)).status).toBe(200)
      expect(await signInAt('pia', 'acme')).toMatchObject(linkRequired)
    })

    test('nobody disconnects what is another’s, and not with an old sign-in', async () => {
      const quin = await world.people.signedIn('quin')
      const ron = await world.people.signedIn('ron')
      const linked = bearer(await link(quin, 'quin'))
      const [identity] = await identitiesOf(quin.userId)
      const path = `/me/identities/${identity?.id}`
      expect((await world.as(ron).rest('DELETE', path)).status).toBe(404)
      await world.clock.advance(minutes(6))
      expect(await world.rest('DELETE', path, undefined, linked)).toMatchObject({
        status: 403,
        body: { code: 'auth.reauthentication_required' },
      })
      expect(await identitiesOf(quin.userId)).toHaveLength(1)
    })
  })
})

describe.each<[Config['signUp']['mode'], string[], string | undefined]>([
  ['closed', [], 'signup.closed'],
  ['invite_only', [], 'signup.closed'],
  ['allowlist', ['acme.test'], 'signup.closed'],
  ['allowlist', ['example.org'], undefined],
])('with sign-up %s %j', (mode, allowedEmailDomains, code) => {
  test(`a provider ${code ? 'makes no account' : 'makes one'}`, async () => {
    const peer = await startStandInProvider()
    const options = withProviders(providerAt(peer.issuer))
    const world = await createWorld({
      ...options,
      config: { ...options.config, signUp: { mode, allowedEmailDomains } },
    })
    const begun = await begin(world)
    const returned = peer.signIn(begun.authorizationUrl, {
      ...{ sub: 's', email: 'new@example.org', email_verified: true },
    })
    const answer = await finish(world, returned, begun)
    if (code) expect(answer).toMatchObject({ status: 403, body: { code } })
    else expect(answer.status).toBe(200)
    expect(await world.sql`SELECT 1 FROM users`).toHaveLength(code ? 0 : 1)
    await world.stop()
    await peer.close()
  })
})
