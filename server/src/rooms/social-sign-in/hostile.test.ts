import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import {
  type Misdeed,
  STAND_IN_CLIENT,
  type StandInProvider,
  startStandInProvider,
} from '../../../../test/harness/stand-in-provider.ts'

const ada = { sub: 'ada-1', email: 'ada@example.org', email_verified: true, name: 'Ada' }
const now = () => Math.floor(Date.now() / 1_000)

const signedByStranger = async (claims: JWTPayload) => {
  const { privateKey } = await generateKeyPair('RS256')
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey)
}
const signedWithSecret = (claims: JWTPayload) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'one' })
    .sign(new TextEncoder().encode('a-secret-between-two-test-servers'))
const altered = (sign: (claims: JWTPayload) => Promise<string>) => async (claims: JWTPayload) => {
  const [header, , signature] = (await sign(claims)).split('.')
  const body = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url')
  return `${header}.${body}.${signature}`
}

describe('a provider that does not keep to the protocol', () => {
  let provider: StandInProvider
  let world: World
  beforeAll(async () => {
    provider = await startStandInProvider()
    world = await createWorld(withProviders(providerAt(provider.issuer)))
  })
  afterEach(() => {
    provider.misdeed = {}
  })
  afterAll(async () => {
    await world?.stop()
    await provider?.close()
  })

  async function attempt(misdeed: Misdeed, claims: Record<string, unknown> = ada) {
    const begun = await begin(world)
    provider.misdeed = misdeed
    return finish(world, provider.signIn(begun.authorizationUrl, claims), { headers: begun.headers })
  }

  const count = async () =>
    (
      await world.sql`SELECT (SELECT count(*) FROM users)::int AS users, (SELECT count(*) FROM identities)::int AS
        identities, (SELECT count(*) FROM sessions)::int AS sessions`
    )[0]

  const misdeeds: [string, Misdeed | (() => Misdeed)][] = [
    ['another iss', { claims: { iss: 'https://other.example.org' } }],
    ['no iss', { claims: { iss: undefined } }],
    ['another aud', { claims: { aud: 'another-client' } }],
    ['an aud of several without azp', { claims: { aud: [STAND_IN_CLIENT, 'another-client'] } }],
    [
      'an azp of another client',
      { claims: { aud: [STAND_IN_CLIENT, 'another-client'], azp: 'another-client' } },
    ],
    ['an azp of another client with a single aud', { claims: { azp: 'another-client' } }],
    ['another nonce', { claims: { nonce: 'made-up' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['no sub', { claims: { sub: undefined } }],
    ['an empty sub', { claims: { sub: '' } }],
    ['a sub of 256 characters', { claims: { sub: 's'.repeat(256) } }],
    ['a sub that is a number', { claims: { sub: 7 } }],
    ['an exp that has passed', { claims: { iat: now() - 900, exp: now() - 600 } }],
    ['no exp', { claims: { exp: undefined } }],
    ['no iat', { claims: { iat: undefined } }],
    ['an iat that is to come', { claims: { iat: now() + 600, exp: now() + 900 } }],
    ['an nbf that is to come', { claims: { nbf: now() + 600 } }],
    ['alg none', { idToken: (claims) => new UnsecuredJWT(claims).encode() }],
    ['alg HS256 with the client’s secret', { idToken: signedWithSecret }],
    ['a key that is not its own', { idToken: signedByStranger }],
    ['claims altered after signing', () => ({ idToken: altered(provider.sign) })],
    ['no ID token', { idToken: () => '' }],
    ['an ID token that is none', { idToken: () => 'a.b.c' }],
    [
      'a token answer that redirects',
      { at: { '/token': (_, out) => out.writeHead(302, { location: 'http://127.0.0.1:1/' }).end() } },
    ],
    [
      'a token answer without end',
      {
        at: {
          '/token': (_, out) =>
            out.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(1_100_000)),
        },
      },
    ],
    ['a token answer that is no JSON', { at: { '/token': (_, out) => out.writeHead(200).end('<p>') } }],
    [
      'a code it refuses',
      {
        at: {
          '/token': (_, out) =>
            out.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}'),
        },
      },
    ],
  ]
  test.each(misdeeds)('O3 O10 %s: nobody signs in, and nothing is kept', async (_, misdeed) => {
    const before = await count()
    const answer = await attempt(typeof misdeed === 'function' ? misdeed() : misdeed)
    expect(answer).toMatchObject({ status: 502, body: { code: 'oauth.exchange_failed' } })
    expect(answer.text).not.toMatch(/provider-access-token|127\.0\.0\.1|eyJ/)
    expect(await count()).toEqual(before)
  })

  test.each([
    ['O3 userinfo of another sub is refused', { ...ada, sub: 'somebody-else' }, {}, 'oauth.exchange_failed'],
    [
      'O5 an address is vouched for where it stands: not one of userinfo by the ID token',
      { ...ada, email_verified: undefined },
      { email_verified: true },
      'oauth.email_unverified',
    ],
  ])('%s', async (_, userInfo, claims, code) => {
    const other = await startStandInProvider()
    other.misdeed = { userInfo }
    const node = await createWorld(withProviders(providerAt(other.issuer)))
    const begun = await begin(node)
    const returned = other.signIn(begun.authorizationUrl, { sub: 'ada-1', ...claims })
    expect((await finish(node, returned, begun)).body).toMatchObject({ code })
    expect(await node.sql`SELECT 1 FROM users`).toHaveLength(0)
    await node.stop()
    await other.close()
  })

  test.each([
    ['"true"', { email_verified: 'true' }],
    ['1', { email_verified: 1 }],
    ['nothing', { email_verified: undefined }],
    ['false', { email_verified: false }],
    ['true without an address', { email: undefined }],
    ['true of an address that is none', { email: 'ada@@example.org' }],
    ['Microsoft’s claim, from somebody else', { email_verified: undefined, xms_edov: true }],
  ])('O5 an address counts as verified by nothing but a boolean, not by %s', async (_, claims) => {
    await world.people.verified('known-to-us').catch(() => undefined)
    const before = await count()
    // The same whether or not the address has an account.
    for (const email of ['ada@example.org', 'known-to-us@example.org']) {
      const answer = await attempt({ claims: { email, ...claims } })
      expect(answer).toMatchObject({ status: 403, body: { code: 'oauth.email_unverified' } })
    }
    expect(await count()).toEqual(before)
  })

  test('D3 what the log keeps of a failure holds no token, no claim and no code', async () => {
    const begun = await begin(world)
    provider.misdeed = { claims: { aud: 'another-client' } }
    const returned = provider.signIn(begun.authorizationUrl, ada)
    await finish(world, returned, begun)
    const lines = world.log.lines.join('')
    expect(lines).toContain('oidc.failed')
    for (const secret of [
      'provider-access-token',
      'provider-refresh-token',
      'ada-1',
      returned.code,
      'a-secret-between',
    ])
      expect(lines).not.toContain(secret)
  })

  test('and one that does keep to it signs in', async () => {
    expect(await attempt({})).toMatchObject({ status: 200, body: { status: 'signed_in', isNewUser: true } })
  })
})
