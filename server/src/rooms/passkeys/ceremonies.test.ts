import { describe, expect, test } from 'vitest'
import { Authenticator } from '../../../../test/harness/authenticator.ts'
import { useWorld } from '../../../../test/harness/index.ts'
import { addPasskey, creationOptions, requestOptions } from '../../../../test/harness/people-passkeys.ts'
import { minutes, seconds } from '../../kit/duration.ts'

describe('a passkey’s ceremonies', () => {
  const world = useWorld()
  const signIn = (response: object) => world.rest('POST', '/passkeys/login', { response })

  test('K1 a sign-in challenge lives five minutes', async () => {
    const p = await world.people.signedIn('ada')
    const { authenticator } = await addPasskey(world, p)
    const a = await requestOptions(world)
    await world.clock.advance(minutes(5) - seconds(1))
    expect((await signIn(authenticator.sign(a))).status).toBe(200)
    const b = await requestOptions(world)
    await world.clock.advance(minutes(5))
    await expect(signIn(authenticator.sign(b))).toFailWith('auth.invalid_credentials')
  })

  test('K1 a registration challenge expires in the session it was given to as well', async () => {
    const p = await world.people.signedIn('reg')
    const options = await creationOptions(world, p)
    await world.sql`UPDATE passkey_ceremonies SET expires_at = now() - interval '1 year' WHERE user_id = ${p.userId}`
    const response = new Authenticator().register(options)
    await expect(world.rest('POST', '/me/passkeys', { response }, p.headers)).toFailWith('passkey.invalid')
  })

  test('K1 a refused answer uses its challenge up, at sign-in and at registration', async () => {
    const p = await world.people.signedIn('bea')
    const { authenticator } = await addPasskey(world, p)
    const o = await requestOptions(world)
    await expect(signIn(authenticator.sign(o, { spoilSignature: true }))).toFailWith(
      'auth.invalid_credentials',
    )
    await expect(signIn(authenticator.sign(o))).toFailWith('auth.invalid_credentials')
    const c = await creationOptions(world, p)
    const fresh = new Authenticator()
    await expect(
      world.rest('POST', '/me/passkeys', { response: fresh.register(c, { userVerified: false }) }, p.headers),
    ).toFailWith('passkey.invalid')
    await expect(world.rest('POST', '/me/passkeys', { response: fresh.register(c) }, p.headers)).toFailWith(
      'passkey.invalid',
    )
  })

  test('M2 a disabled account is refused, and no session begins', async () => {
    const p = await world.people.signedIn('cleo')
    const { authenticator } = await addPasskey(world, p)
    const before = await world.sql`SELECT FROM sessions WHERE user_id = ${p.userId}`
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${p.userId}`
    await expect(signIn(authenticator.sign(await requestOptions(world)))).toFailWith('auth.account_disabled')
    expect(await world.sql`SELECT FROM sessions WHERE user_id = ${p.userId}`).toHaveLength(before.length)
  })

  test('K1 a step up needs the person verified, in the session it was asked for', async () => {
    const p = await world.people.signedIn('dora')
    const { authenticator } = await addPasskey(world, p)
    const q = await world.people.signInAgain(p)
    const opts = async (h: Record<string, string>) =>
      (await world.rest<{ options: never }>('POST', '/reauthenticate/options', {}, h)).body.options
    await expect(
      world.rest(
        'POST',
        '/reauthenticate',
        { assertion: authenticator.sign(await opts(p.headers), { userVerified: false }) },
        p.headers,
      ),
    ).toFailWith('auth.invalid_credentials')
    await expect(
      world.rest(
        'POST',
        '/reauthenticate',
        { assertion: authenticator.sign(await opts(p.headers)) },
        q.headers,
      ),
    ).toFailWith('auth.invalid_credentials')
    expect(
      (
        await world.rest(
          'POST',
          '/reauthenticate',
          { assertion: authenticator.sign(await opts(p.headers)) },
          p.headers,
        )
      ).status,
    ).toBe(200)
  })

  test('M5 removing ends other sessions, tells the owner, and the passkey signs in no more', async () => {
    const p = await world.people.signedIn('erin')
    const { authenticator, passkeyId } = await addPasskey(world, p)
    const other = await world.people.signInAgain(p)
    expect((await world.rest('DELETE', `/me/passkeys/${passkeyId}`, undefined, p.headers)).status).toBe(204)
    expect((await world.rest('GET', '/me', undefined, other.headers)).status).toBe(401)
    expect((await world.rest('GET', '/me', undefined, p.headers)).status).toBe(200)
    expect((await world.mailbox.lastTo(p.email)).subject).toContain('removed')
    await expect(signIn(authenticator.sign(await requestOptions(world)))).toFailWith(
      'auth.invalid_credentials',
    )
  })

  test('K1 the id beside a registration must be the attested one', async () => {
    const p = await world.people.signedIn('fay')
    const good = new Authenticator().register(await creationOptions(world, p))
    const id = Buffer.alloc(32, 9).toString('base64url')
    await expect(
      world.rest('POST', '/me/passkeys', { response: { ...good, id, rawId: id } }, p.headers),
    ).toFailWith('passkey.invalid')
  })

  test('K2 another person’s right assertion is no second factor', async () => {
    const g = await world.people.withTotp('gwen')
    const again = await world.rest('POST', '/reauthenticate', { totpCode: await g.nextCode() }, g.headers)
    await addPasskey(world, { headers: { authorization: `Bearer ${again.body.accessToken as string}` } })
    const h = await world.people.signedIn('hana')
    const foreign = await addPasskey(world, h)
    const first = await world.rest('POST', '/login', { email: g.email, password: g.password })
    const challengeToken = first.body.challengeToken as string
    const assertion = foreign.authenticator.sign(await requestOptions(world, challengeToken))
    await expect(
      world.rest('POST', '/mfa/verify', { challengeToken, method: 'passkey', assertion }),
    ).toFailWith('mfa.code_invalid')
  })

  test('K3 a passkey that may be synced is told from one that may not', async () => {
    const p = await world.people.signedIn('iris')
    const a = new Authenticator(false)
    const response = a.register(await creationOptions(world, p), { backupEligible: true })
    expect((await world.rest('POST', '/me/passkeys', { response }, p.headers)).status).toBe(201)
    const answer = await signIn(a.sign(await requestOptions(world), { backupEligible: true }))
    const claims = JSON.parse(
      Buffer.from((answer.body.accessToken as string).split('.')[1]!, 'base64url').toString(),
    )
    expect(claims.amr).toEqual(['swk', 'user', 'mfa'])
  })
})
