import { describe, expect, test } from 'vitest'
import { Authenticator, type Misbehaviour } from '../../../../test/harness/authenticator.ts'
import { canRace, useWorld } from '../../../../test/harness/index.ts'
import { addPasskey, creationOptions, requestOptions } from '../../../../test/harness/people-passkeys.ts'
import { minutes, seconds } from '../../kit/duration.ts'

const wrongAtRegistration: [string, Misbehaviour][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['a sister origin', { origin: 'https://id.gatehouse.test.evil.example' }],
  ['another site', { rpId: 'evil.example' }],
  ['another challenge', { challenge: 'A'.repeat(43) }],
  ['another ceremony', { type: 'webauthn.get' }],
  ['a page within another’s', { crossOrigin: true }],
  ['nobody there', { userPresent: false }],
  ['nobody verified', { userVerified: false }],
  ['an algorithm that was not asked for', { algorithm: -20 }],
  ['an id beside it that is another', { rawId: 'AAAA' }],
  ['an attestation with certificates', { format: 'packed' }],
]
const wrongAtSignIn: [string, Misbehaviour][] = [
  ...wrongAtRegistration.filter(
    ([, wrong]) => !('algorithm' in wrong || 'format' in wrong || 'type' in wrong),
  ),
  ['another ceremony', { type: 'webauthn.create' }],
  ['a wrong signature', { spoilSignature: true }],
  ['nobody’s handle', { userHandle: '' }],
  ['another’s handle', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
  ['a passkey that has become one to be synced', { backupEligible: true }],
]

describe('adding a passkey', () => {
  const world = useWorld()

  test('K1 K4 adds it, tells the owner, and ends every other session', async () => {
    const ada = await world.people.signedIn('ada')
    const other = await world.people.signInAgain(ada)
    const { passkeyId } = await addPasskey(world, ada)
    const list = await world.rest<{ items: { id: string; name: string }[] }>(
      'GET',
      '/me/passkeys',
      undefined,
      ada.headers,
    )
    expect(list.body.items).toMatchObject([{ id: passkeyId }])
    expect((await world.rest('GET', '/me', undefined, other.headers)).status).toBe(401)
    expect((await world.mailbox.lastTo(ada.email)).subject).toContain('passkey was added')
  })

  test.each(wrongAtRegistration)('K1 refuses %s, and adds nothing', async (what, wrong) => {
    const person = await world.people.signedIn(`reg-${what.replace(/[^a-z]/g, '')}`)
    const options = await creationOptions(world, person)
    const response = new Authenticator().register(options, wrong)
    await expect(world.rest('POST', '/me/passkeys', { response }, person.headers)).toFailWith(
      'passkey.invalid',
    )
    expect(await world.sql`SELECT FROM passkeys WHERE user_id = ${person.userId}`).toHaveLength(0)
  })

  test('K1 a challenge works once, for five minutes, in the session it was given to', async () => {
    const bea = await world.people.signedIn('bea')
    const beaAgain = await world.people.signInAgain(bea)
    const mallory = await world.people.signedIn('mallory')
    const response = new Authenticator().register(await creationOptions(world, bea))
    for (const thief of [mallory, beaAgain]) {
      await expect(world.rest('POST', '/me/passkeys', { response }, thief.headers)).toFailWith(
        'passkey.invalid',
      )
    }
    expect((await world.rest('POST', '/me/passkeys', { response }, bea.headers)).status).toBe(201)
    await expect(world.rest('POST', '/me/passkeys', { response }, bea.headers)).toFailWith('passkey.invalid')
    const cleo = await world.people.signedIn('cleo')
    const late = new Authenticator().register(await creationOptions(world, cleo))
    await world.clock.advance(minutes(5) - seconds(1))
    const inTime = new Authenticator().register(await creationOptions(world, cleo))
    expect((await world.rest('POST', '/me/passkeys', { response: inTime }, cleo.headers)).status).toBe(201)
    await world.clock.advance(seconds(1))
    const cleoAgain = await world.people.signInAgain(cleo)
    await expect(world.rest('POST', '/me/passkeys', { response: late }, cleoAgain.headers)).toFailWith(
      'passkey.invalid',
    )
  })

  test('K4 a credential belongs to one account, and the refusal does not say whose it is', async () => {
    const dora = await world.people.signedIn('dora')
    const erin = await world.people.signedIn('erin')
    const { authenticator } = await addPasskey(world, dora)
    const response = authenticator.register(await creationOptions(world, erin))
    await expect(world.rest('POST', '/me/passkeys', { response }, erin.headers)).toFailWith('passkey.invalid')
  })

  test('K4 another’s passkey is not there, to be named or removed', async () => {
    const fay = await world.people.signedIn('fay')
    const gwen = await world.people.signedIn('gwen')
    const { passkeyId } = await addPasskey(world, fay)
    await expect(world.rest('PATCH', `/me/passkeys/${passkeyId}`, { name: 'Mine' }, gwen.headers)).toFailWith(
      'not_found',
    )
    await expect(world.rest('DELETE', `/me/passkeys/${passkeyId}`, undefined, gwen.headers)).toFailWith(
      'not_found',
    )
  })

  test('S8 needs a fresh sign-in', async () => {
    const hana = await world.people.signedIn('hana')
    await world.clock.advance(minutes(5) + seconds(1))
    await expect(world.rest('POST', '/me/passkeys/options', {}, hana.headers)).toFailWith(
      'auth.reauthentication_required',
    )
  })

  test('O9 the last way to sign in cannot be removed', async () => {
    const iris = await world.people.signedIn('iris')
    const { passkeyId } = await addPasskey(world, iris)
    await world.sql`UPDATE credentials SET password_hash = NULL WHERE user_id = ${iris.userId}`
    await expect(world.rest('DELETE', `/me/passkeys/${passkeyId}`, undefined, iris.headers)).toFailWith(
      'account.last_sign_in_method',
    )
    const second = await addPasskey(world, iris)
    expect((await world.rest('DELETE', `/me/passkeys/${passkeyId}`, undefined, iris.headers)).status).toBe(
      204,
    )
    expect(second.passkeyId).not.toBe(passkeyId)
  })
})

describe('signing in with a passkey', () => {
  const world = useWorld()
  const signIn = async (authenticator: Authenticator, wrong: Misbehaviour = {}) =>
    world.rest('POST', '/passkeys/login', {
      response: authenticator.sign(await requestOptions(world), wrong),
    })

  test('K2 the passkey says who it is, and no second factor follows: it is two', async () => {
    const ada = await world.people.withTotp('ada')
    const again = await world.rest('POST', '/reauthenticate', { totpCode: await ada.nextCode() }, ada.headers)
    const headers = { authorization: `Bearer ${again.body.accessToken as string}` }
    const { authenticator } = await addPasskey(world, { headers })
    const answer = await signIn(authenticator)
    expect(answer.body).toMatchObject({ status: 'signed_in', user: { id: ada.userId } })
    const claims = JSON.parse(
      Buffer.from((answer.body.accessToken as string).split('.')[1]!, 'base64url').toString(),
    )
    expect(claims.amr).toEqual(['hwk', 'user', 'mfa'])
  })

  test.each(wrongAtSignIn)('K1 K2 refuses %s, with the one answer for all', async (what, wrong) => {
    const person = await world.people.signedIn(`in-${what.replace(/[^a-z]/g, '')}`)
    const { authenticator } = await addPasskey(world, person)
    const before = await world.sql`SELECT FROM sessions WHERE user_id = ${person.userId}`
    await expect(signIn(authenticator, wrong)).toFailWith('auth.invalid_credentials')
    expect(await world.sql`SELECT FROM sessions WHERE user_id = ${person.userId}`).toHaveLength(before.length)
    // And the passkey is none the worse for it.
    expect((await signIn(authenticator)).status).toBe(200)
  })

  test('K1 an unknown passkey gets the same answer', async () => {
    await expect(signIn(new Authenticator())).toFailWith('auth.invalid_credentials')
  })

  test('K1 an assertion works once, also when many show it at once', async () => {
    const bea = await world.people.signedIn('bea')
    const { authenticator } = await addPasskey(world, bea)
    const response = authenticator.sign(await requestOptions(world))
    const count = canRace ? 30 : 6
    const answers = await Promise.all(
      Array.from({ length: count }, () => world.rest('POST', '/passkeys/login', { response })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await expect(world.rest('POST', '/passkeys/login', { response })).toFailWith('auth.invalid_credentials')
  })

  test('K1 a challenge for one purpose answers for no other', async () => {
    const cleo = await world.people.signedIn('cleo')
    const { authenticator } = await addPasskey(world, cleo)
    const stepUp = await world.rest<{ options: never }>('POST', '/reauthenticate/options', {}, cleo.headers)
    const response = authenticator.sign(stepUp.body.options)
    await expect(world.rest('POST', '/passkeys/login', { response })).toFailWith('auth.invalid_credentials')
    const assertion = authenticator.sign(await requestOptions(world))
    await expect(world.rest('POST', '/reauthenticate', { assertion }, cleo.headers)).toFailWith(
      'auth.invalid_credentials',
    )
  })

  test('K3 one that counts backwards is refused, and its owner told', async () => {
    const dora = await world.people.signedIn('dora')
    const { authenticator } = await addPasskey(world, dora)
    expect((await signIn(authenticator, { signCount: 40 })).status).toBe(200)
    await expect(signIn(authenticator, { signCount: 40 })).toFailWith('auth.invalid_credentials')
    expect((await world.mailbox.lastTo(dora.email)).subject).toContain('may have been copied')
    const rows = await world.sql`
      SELECT FROM audit_events WHERE action = 'passkey.copied' AND target_id = ${dora.userId}`
    expect(rows).toHaveLength(1)
    expect((await signIn(authenticator, { signCount: 41 })).status).toBe(200)
  })

  test('K3 one that does not count works again and again', async () => {
    const erin = await world.people.signedIn('erin')
    const { authenticator } = await addPasskey(world, erin, new Authenticator(false))
    for (let count = 0; count < 3; count += 1) expect((await signIn(authenticator)).status).toBe(200)
  })

  test('a passkey is a second factor, for the sign-in its challenge was given to', async () => {
    const fay = await world.people.withTotp('fay')
    const again = await world.rest('POST', '/reauthenticate', { totpCode: await fay.nextCode() }, fay.headers)
    const headers = { authorization: `Bearer ${again.body.accessToken as string}` }
    const { authenticator } = await addPasskey(world, { headers })
    const first = await world.rest('POST', '/login', { email: fay.email, password: fay.password })
    expect(first.body.methods).toContain('passkey')
    const other = await world.rest('POST', '/login', { email: fay.email, password: fay.password })
    const options = await requestOptions(world, first.body.challengeToken as string)
    expect(options.allowCredentials).toHaveLength(1)
    const verify = (challengeToken: unknown, assertion: object) =>
      world.rest('POST', '/mfa/verify', { challengeToken, method: 'passkey', assertion })
    const stolen = authenticator.sign(options, { userVerified: false })
    await expect(verify(other.body.challengeToken, stolen)).toFailWith('mfa.code_invalid')
    const assertion = authenticator.sign(options, { userVerified: false })
    expect((await verify(first.body.challengeToken, assertion)).body.status).toBe('signed_in')
  })

  test('K3 the owner hears of a copy wherever it is used', async () => {
    const iris = await world.people.withTotp('iris')
    const again = await world.rest(
      'POST',
      '/reauthenticate',
      { totpCode: await iris.nextCode() },
      iris.headers,
    )
    const headers = { authorization: `Bearer ${again.body.accessToken as string}` }
    const { authenticator } = await addPasskey(world, { headers })
    expect((await signIn(authenticator, { signCount: 40 })).status).toBe(200)
    const { body } = await world.rest('POST', '/login', { email: iris.email, password: iris.password })
    const challengeToken = body.challengeToken as string
    const second = async (signCount: number) =>
      world.rest('POST', '/mfa/verify', {
        challengeToken,
        method: 'passkey',
        assertion: authenticator.sign(await requestOptions(world, challengeToken), { signCount }),
      })
    await expect(second(7)).toFailWith('mfa.code_invalid')
    const asked = await world.rest<{ options: never }>('POST', '/reauthenticate/options', {}, headers)
    const assertion = authenticator.sign(asked.body.options, { signCount: 7 })
    await expect(world.rest('POST', '/reauthenticate', { assertion }, headers)).toFailWith(
      'auth.invalid_credentials',
    )
    const events = await world.sql`
      SELECT 1 FROM audit_events WHERE action = 'passkey.copied' AND target_id = ${iris.userId}`
    const mails = await world.sql`
      SELECT 1 FROM mail_messages WHERE template = 'notice.passkey_copied' AND recipient = ${iris.email}`
    expect([events.length, mails.length]).toEqual([2, 2])
  })

  test('K1 a step up takes the person’s own passkey in their own session', async () => {
    const gwen = await world.people.signedIn('gwen')
    const hana = await world.people.signedIn('hana')
    const own = await addPasskey(world, gwen)
    const foreign = await addPasskey(world, hana)
    const options = async () =>
      (await world.rest<{ options: never }>('POST', '/reauthenticate/options', {}, gwen.headers)).body.options
    await expect(
      world.rest(
        'POST',
        '/reauthenticate',
        { assertion: foreign.authenticator.sign(await options()) },
        gwen.headers,
      ),
    ).toFailWith('auth.invalid_credentials')
    const answer = await world.rest(
      'POST',
      '/reauthenticate',
      { assertion: own.authenticator.sign(await options()) },
      gwen.headers,
    )
    expect(answer.body.status).toBe('signed_in')
    expect((await world.rest('GET', '/me', undefined, gwen.headers)).status).toBe(401)
  })
})
