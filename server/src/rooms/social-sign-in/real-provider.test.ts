import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '../../../../test/harness/index.ts'
import { type RealProvider, startRealProvider } from '../../../../test/harness/oidc-provider.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'

describe('with a certified provider', () => {
  let provider: RealProvider
  let world: World
  beforeAll(async () => {
    provider = await startRealProvider('https://id.gatehouse.test/login/oauth/acme/callback')
    world = await createWorld(withProviders(providerAt(provider.issuer)))
  })
  afterAll(async () => {
    await world?.stop()
    await provider?.close()
  })

  async function signIn(name: string) {
    const begun = await begin(world, '?redirectTo=%2Faccount%2Fsecurity')
    const { code = '', state = '', iss = '' } = await provider.signIn(begun.authorizationUrl, name)
    return finish(world, { code, state, iss }, { headers: begun.headers })
  }

  test('O1 O2 O3 a person signs in, and has a verified account without a password from then on', async () => {
    const first = await signIn('ada')
    expect(first).toMatchObject({
      status: 200,
      body: {
        status: 'signed_in',
        isNewUser: true,
        redirectTo: '/account/security',
        user: { email: 'ada@example.org', isVerified: true, hasPassword: false, displayName: 'ada' },
      },
    })
    const again = await signIn('ada')
    expect(again.body).toMatchObject({
      isNewUser: false,
      user: { id: (first.body.user as { id: string }).id },
    })
    const [session] = await world.sql`SELECT amr FROM sessions ORDER BY created_at LIMIT 1`
    expect(session?.amr).toEqual(['fed'])
  })

  test('O1 it is asked with PKCE S256, a nonce, the exact redirect URI and 256 bits of state', async () => {
    const { authorizationUrl, state } = await begin(world, '?loginHint=ada%40example.org')
    const asked = Object.fromEntries(new URL(authorizationUrl).searchParams)
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://id.gatehouse.test/login/oauth/acme/callback',
      login_hint: 'ada@example.org',
      scope: 'openid email profile',
      state,
    })
    expect(asked.nonce).toMatch(/^[\w-]{43}$/)
    expect(asked.code_challenge).toMatch(/^[\w-]{43}$/)
    expect(state).toMatch(/^[\w-]{43}$/)
  })

  test('O2 RFC 9207: a provider that says it sends `iss` must send it, and the right one', async () => {
    for (const iss of [undefined, 'https://other.example.org']) {
      const begun = await begin(world)
      const { code = '', state = '' } = await provider.signIn(begun.authorizationUrl, 'mallory')
      const answer = await finish(world, { code, state, ...(iss && { iss }) }, { headers: begun.headers })
      expect(answer).toMatchObject({ status: 502, body: { code: 'oauth.exchange_failed' } })
    }
    expect(await world.sql`SELECT 1 FROM users WHERE email LIKE 'mallory%'`).toHaveLength(0)
  })
})
