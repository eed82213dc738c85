import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../../../../test/harness/stand-in-provider.ts'
import { minutes } from '../../kit/duration.ts'

const unavailable = { status: 503, body: { code: 'oauth.provider_unavailable' } }
const ada = { sub: 'ada', email: 'ada@example.org', email_verified: true }

describe('a provider that is away, or not what it should be', () => {
  let provider: StandInProvider
  let world: World
  afterEach(async () => {
    await world?.stop()
    await provider?.close()
  })

  async function settle(prepare: (peer: StandInProvider) => void = () => {}) {
    provider = await startStandInProvider()
    prepare(provider)
    world = await createWorld(withProviders(providerAt(provider.issuer)))
  }

  test('F9 it is not asked for half a minute after three failures, then once; passwords go on all the while', async () => {
    await settle()
    const person = await world.people.verified('bea')
    const down = (_: unknown, out: { writeHead(status: number): { end(): void } }) => out.writeHead(503).end()
    provider.misdeed = { at: { '/.well-known/openid-configuration': down } }
    for (let i = 0; i < 5; i += 1)
      expect(await world.rest('GET', '/oauth/acme/authorize')).toMatchObject(unavailable)
    expect(provider.seen).toHaveLength(3)
    expect((await world.people.signInAgain(person)).accessToken).toBeTruthy()
    const refused = await world.rest('GET', '/oauth/acme/authorize')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    provider.misdeed = {}
    await world.clock.advance(minutes(1))
    expect((await begin(world)).state).toBeTruthy()
    expect(provider.seen).toHaveLength(4)
  })

  test('F9 O10 all that one sign-in asks of it takes five seconds at the most', async () => {
    await settle()
    const begun = await begin(world)
    provider.misdeed = { at: { '/token': () => {} } }
    const started = performance.now()
    const answer = await finish(world, provider.signIn(begun.authorizationUrl, ada), begun)
    expect(performance.now() - started).toBeLessThan(6_500)
    expect(answer).toMatchObject(unavailable)
    expect(await world.sql`SELECT 1 FROM users`).toHaveLength(0)
  })

  test('F9 codes it refuses do not count against it', async () => {
    await settle()
    for (let i = 0; i < 4; i += 1) {
      const begun = await begin(world)
      const { state } = provider.signIn(begun.authorizationUrl, ada)
      expect((await finish(world, { code: 'made-up', state }, begun)).status).toBe(502)
    }
    const begun = await begin(world)
    expect((await finish(world, provider.signIn(begun.authorizationUrl, ada), begun)).status).toBe(200)
  })

  test.each<[string, (peer: StandInProvider) => void]>([
    ['another issuer', (peer) => Object.assign(peer.metadata, { issuer: 'https://other.example.org' })],
    ['its issuer with a slash', (peer) => Object.assign(peer.metadata, { issuer: `${peer.issuer}/` })],
    ['no issuer', (peer) => Object.assign(peer.metadata, { issuer: undefined })],
    [
      'an authorization endpoint that is a script',
      (peer) => Object.assign(peer.metadata, { authorization_endpoint: 'javascript:alert(1)' }),
    ],
    [
      'a token endpoint by plain http',
      (peer) => Object.assign(peer.metadata, { token_endpoint: 'http://id.example.org/token' }),
    ],
    ['no keys', (peer) => Object.assign(peer.metadata, { jwks_uri: undefined })],
    [
      'HS256 and none only',
      (peer) => Object.assign(peer.metadata, { id_token_signing_alg_values_supported: ['HS256', 'none'] }),
    ],
    [
      'no client secrets',
      (peer) => Object.assign(peer.metadata, { token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
    ],
    [
      'a redirect in place of the document',
      (peer) => {
        peer.misdeed = {
          at: {
            '/.well-known/openid-configuration': (_, out) =>
              out.writeHead(302, { location: `${peer.issuer}/other` }).end(),
          },
        }
      },
    ],
    [
      'a document that is no JSON',
      (peer) => {
        peer.misdeed = { at: { '/.well-known/openid-configuration': (_, out) => out.end('<html>') } }
      },
    ],
  ])('O2 O8 O10 discovery with %s begins no sign-in', async (_, prepare) => {
    await settle(prepare)
    expect(await world.rest('GET', '/oauth/acme/authorize')).toMatchObject(unavailable)
    expect(await world.sql`SELECT 1 FROM oauth_flows`).toHaveLength(0)
  })

  test('H1 O10 endpoints at addresses of a private network are not called', async () => {
    await settle((peer) => Object.assign(peer.metadata, { token_endpoint: 'https://10.0.0.1/token' }))
    const begun = await begin(world)
    const answer = await finish(world, provider.signIn(begun.authorizationUrl, ada), begun)
    expect(answer).toMatchObject(unavailable)
  })

  test('O8 a client it does not know is our fault: nobody signs in', async () => {
    await settle()
    const begun = await begin(world)
    provider.misdeed = {
      at: {
        '/token': (_, out) =>
          out
            .writeHead(401, { 'content-type': 'application/json' })
            .end('{"error":"invalid_client","error_description":"<b>no</b>"}'),
      },
    }
    const answer = await finish(world, provider.signIn(begun.authorizationUrl, ada), begun)
    expect(answer).toMatchObject(unavailable)
    expect(answer.text).not.toContain('<b>')
  })
})
