import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { everythingOn, provider } from '../contract/provider.ts'
import { Authenticator } from '../harness/authenticator.ts'
import { type Answer, type Face, faces, type Person, useWorld, type World } from '../harness/index.ts'
import { invite } from '../harness/invitations.ts'
import { addPasskey, creationOptions, requestOptions } from '../harness/people-passkeys.ts'
import { begin } from '../harness/provider-sign-in.ts'

const NEW_PASSWORD = 'seven-herons-over-a-lake'

/** Something that opens something, and the one place where it does. */
interface Secret {
  value: string
  /** Shows it where it belongs, at the end: it must still work, so nothing used it up by being shown elsewhere. */
  works(): Promise<Answer>
}

/** A place that redeems something: shows `value` there as `face` would, and tells what came of it. */
type Redeem = (value: string) => Promise<Answer>

interface Scene {
  secrets: Record<string, Secret>
  places: Record<string, { takes: string; redeem: Redeem }>
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** One of everything, each of a person of its own, and every place that takes one of them. */
async function setScene(world: World, face: Face): Promise<Scene> {
  const call = (path: string, input: object, headers?: Record<string, string>) =>
    world.via(face, path, input, headers)
  const { people, mailbox } = world
  const unproven = await people.signedUp('unproven')
  const verification = (await mailbox.lastTo(unproven.email)).token!
  const forgetful = await people.verified('forgetful')
  await call('password.requestReset', { email: forgetful.email })
  const reset = (await mailbox.lastTo(forgetful.email)).token!
  const mover = await people.signedIn('mover')
  await call('account.requestEmailChange', { newEmail: 'mover.new@example.org' }, mover.headers)
  const emailChange = (await mailbox.lastTo('mover.new@example.org')).token!
  const moved = await people.signedIn('moved')
  await call('account.requestEmailChange', { newEmail: 'moved.new@example.org' }, moved.headers)
  await call('account.confirmEmailChange', { token: (await mailbox.lastTo('moved.new@example.org')).token! })
  const emailUndo = (await mailbox.list(moved.email)).find(({ text }) => text.includes('und_'))!.token!
  const byLink = await mailedSignIn(world, face, await people.verified('bylink'))
  const byCode = await mailedSignIn(world, face, await people.verified('bycode'))
  const inviter = await people.withOrganization('inviter')
  const invited = await people.signedIn('invited')
  const invitation = await invite(world, inviter, { email: invited.email })
  const holder = await people.signedIn('holder')
  const session = await people.signedIn('session')
  const careful = await people.withTotp('careful')
  const challengeToken = await challengeFor(world, face, careful)
  const spare = await people.withTotp('spare')
  const recoveryCode = spare.recoveryCodes[0]!
  const spareChallenge = () => challengeFor(world, face, spare)

  const keeper = await people.signedIn('keeper')
  const { authenticator } = await addPasskey(world, keeper)
  const asked = await requestOptions(world)
  const signedWith = (challenge: string) => authenticator.sign(asked, { challenge })
  const traveller = await people.signedIn('traveller')
  await world.sql`INSERT INTO identities (id, user_id, provider, issuer, subject)
    VALUES (gen_random_uuid(), ${traveller.userId}, 'acme', ${provider.issuer}, ${`traveller-${face}`})`
  const journey = await begin(world)
  const returned = provider.signIn(journey.authorizationUrl, { sub: `traveller-${face}` })
  const idToken = await provider.sign({
    ...{ iss: provider.issuer, sub: traveller.userId, aud: 'gatehouse' },
    ...{ sid: traveller.sessionId, exp: Math.floor(world.clock.nowMs() / 1_000) + 300 },
  })

  const secrets: Scene['secrets'] = {
    state: {
      value: returned.state,
      works: () => call('oauth.callback', { provider: 'acme', ...returned }, journey.headers),
    },
    grant: { value: returned.code, works: async () => ({ status: 200 }) as Answer },
    idToken: { value: idToken, works: async () => ({ status: 200 }) as Answer },
    browser: { value: journey.headers.cookie.split('=')[1]!, works: async () => ({ status: 200 }) as Answer },
    passkeyChallenge: {
      value: asked.challenge,
      works: () => call('passkeys.login', { response: signedWith(asked.challenge) }),
    },
    verification: { value: verification, works: () => call('auth.verifyEmail', { token: verification }) },
    reset: {
      value: reset,
      works: () => call('password.confirmReset', { token: reset, newPassword: NEW_PASSWORD }),
    },
    emailChange: {
      value: emailChange,
      works: () => call('account.confirmEmailChange', { token: emailChange }),
    },
    invitation: {
      value: invitation.token,
      works: () => call('invitations.accept', { token: invitation.token }, invited.headers),
    },
    emailUndo: { value: emailUndo, works: () => call('account.undoEmailChange', { token: emailUndo }) },
    link: { value: byLink.link, works: () => call('passwordless.complete', { token: byLink.link }) },
    code: {
      value: byCode.code,
      works: () => call('passwordless.complete', { flowId: byCode.flowId, code: byCode.code }),
    },
    refresh: {
      value: holder.refreshToken,
      works: () => call('auth.refresh', { refreshToken: holder.refreshToken }),
    },
    access: { value: session.accessToken, works: () => call('account.get', {}, bearer(session.accessToken)) },
    challenge: {
      value: challengeToken,
      works: async () =>
        call('mfa.verify', { challengeToken, method: 'totp', code: await careful.nextCode() }),
    },
    recoveryCode: {
      value: recoveryCode,
      works: async () =>
        call('mfa.verify', {
          challengeToken: await spareChallenge(),
          method: 'recovery_code',
          code: recoveryCode,
        }),
    },
    device: {
      value: holder.deviceToken,
      works: async () =>
        call('auth.login', {
          email: holder.email,
          password: holder.password,
          deviceToken: holder.deviceToken,
        }),
    },
    flowId: { value: byCode.flowId, works: async () => ({ status: 200 }) as Answer },
    sessionId: { value: session.sessionId, works: async () => ({ status: 200 }) as Answer },
    userId: { value: session.userId, works: async () => ({ status: 200 }) as Answer },
  }

  const places: Scene['places'] = {
    'oauth.callback, state': {
      takes: 'state',
      redeem: (state) =>
        call('oauth.callback', { provider: 'acme', code: returned.code, state }, journey.headers),
    },
    'passkeys.login': {
      takes: 'passkeyChallenge',
      redeem: (challenge) => call('passkeys.login', { response: signedWith(challenge) }),
    },
    'auth.reauthenticate, passkey': {
      takes: 'stepUpChallenge',
      redeem: (challenge) =>
        call('auth.reauthenticate', { assertion: signedWith(challenge) }, keeper.headers),
    },
    'passkeys.register': {
      takes: 'creationChallenge',
      redeem: async (challenge) => {
        const options = await creationOptions(world, keeper)
        const response = new Authenticator().register(options, { challenge })
        return call('passkeys.register', { response }, keeper.headers)
      },
    },
    'auth.verifyEmail': { takes: 'verification', redeem: (token) => call('auth.verifyEmail', { token }) },
    'password.confirmReset': {
      takes: 'reset',
      redeem: (token) => call('password.confirmReset', { token, newPassword: NEW_PASSWORD }),
    },
    'account.confirmEmailChange': {
      takes: 'emailChange',
      redeem: (token) => call('account.confirmEmailChange', { token }),
    },
    'account.undoEmailChange': {
      takes: 'emailUndo',
      redeem: (token) => call('account.undoEmailChange', { token }),
    },
    'invitations.preview': {
      takes: 'invitation',
      redeem: (token) => call('invitations.preview', { token }),
    },
    'invitations.accept': {
      takes: 'invitation',
      redeem: (token) => call('invitations.accept', { token }, invited.headers),
    },
    'invitations.accept, as somebody new': {
      takes: 'invitation',
      redeem: (token) =>
        call('invitations.accept', { token, password: NEW_PASSWORD, displayName: 'Mallory' }),
    },
    'invitations.decline': {
      takes: 'invitation',
      redeem: (token) => call('invitations.decline', { token }),
    },
    'passwordless.complete, link': {
      takes: 'link',
      redeem: (token) => call('passwordless.complete', { token }),
    },
    'auth.refresh': { takes: 'refresh', redeem: (refreshToken) => call('auth.refresh', { refreshToken }) },
    'auth.refresh, cookie': {
      takes: 'refresh',
      redeem: (value) =>
        call('auth.refresh', {}, { cookie: `__Host-gatehouse_refresh=${value}`, origin: world.origin }),
    },
    'account.get': { takes: 'access', redeem: (token) => call('account.get', {}, bearer(token)) },
    'account.update': {
      takes: 'access',
      redeem: (token) => call('account.update', { displayName: 'Mallory' }, bearer(token)),
    },
    'mfa.verify, challenge': {
      takes: 'challenge',
      redeem: (token) => call('mfa.verify', { challengeToken: token, method: 'totp', code: '000000' }),
    },
    'mfa.verify, TOTP code': {
      takes: 'totp',
      redeem: async (code) =>
        call('mfa.verify', { challengeToken: await spareChallenge(), method: 'totp', code }),
    },
    'mfa.verify, recovery code': {
      takes: 'recoveryCode',
      redeem: async (code) =>
        call('mfa.verify', { challengeToken: await spareChallenge(), method: 'recovery_code', code }),
    },
    'auth.reauthenticate, TOTP code': {
      takes: 'totp',
      redeem: (totpCode) => call('auth.reauthenticate', { totpCode }, holder.headers),
    },
  }
  return { secrets, places }
}

/** A new challenge. From a device of its own each time, so that the limit by address is not met. */
async function challengeFor(world: World, face: Face, { email, password }: Person): Promise<string> {
  const deviceToken = `dev_${randomBytes(32).toString('base64url')}`
  const { body, text } = await world.via(face, 'auth.login', { email, password, deviceToken })
  if (typeof body.challengeToken !== 'string') throw new Error(`no challenge: ${text}`)
  return body.challengeToken
}

interface MailedSignIn {
  link: string
  code: string
  flowId: string
}

async function mailedSignIn(world: World, face: Face, { email }: Person): Promise<MailedSignIn> {
  const { body } = await world.via(face, 'passwordless.start', { email })
  const { token, text } = await world.mailbox.lastTo(email)
  return { link: token!, code: /\b(\d{6})\b/.exec(text)![1]!, flowId: body.flowId as string }
}

describe.each(faces)('what opens something, over %s', (face) => {
  const world = useWorld(everythingOn)

  test('T2 M1 opens it at its own place and nowhere else, and is none the worse for being shown there', async () => {
    const { secrets, places } = await setScene(world, face)
    const refused: string[] = []
    for (const [place, { takes, redeem }] of Object.entries(places)) {
      for (const [kind, { value }] of Object.entries(secrets)) {
        if (kind === takes) continue
        const { status, body } = await redeem(value)
        // 429: the wrong codes of one person are counted, whatever they were.
        expect({ place, kind, status, body }).toMatchObject({ status: expect.toBeOneOf([400, 401, 429]) })
        refused.push(`${kind} at ${place}`)
        await world.sql`DELETE FROM mfa_attempts`
      }
    }
    expect(refused.length).toBeGreaterThanOrEqual(150)
    for (const [kind, { works }] of Object.entries(secrets)) {
      expect([kind, (await works()).status]).toEqual([kind, expect.toBeOneOf([200, 204])])
    }
  })
})
