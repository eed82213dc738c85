import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type Node, type World } from '../../../../test/harness/index.ts'
import { begin, finish, providerAt, withProviders } from '../../../../test/harness/provider-sign-in.ts'
import { type StandInProvider, startStandInProvider } from '../../../../test/harness/stand-in-provider.ts'
import { minutes } from '../../kit/duration.ts'

const claims = (name: string) => ({ sub: name, email: `${name}@example.org`, email_verified: true, name })
const stateInvalid = { status: 400, body: { code: 'oauth.state_invalid' } }

describe('a sign-in under way', () => {
  let provider: StandInProvider
  let world: World
  beforeAll(async () => {
    provider = await startStandInProvider()
    const second = providerAt(provider.issuer, { id: 'second', name: 'Second' })
    world = await createWorld(withProviders(providerAt(provider.issuer), second))
  })
  afterAll(async () => {
    await world?.stop()
    await provider?.close()
  })

  test('O1 a state works once, also when its first use failed', async () => {
    const begun = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('once'))
    expect((await finish(world, { ...returned, code: 'made-up' }, begun)).status).toBe(502)
    expect(await finish(world, returned, begun)).toMatchObject(stateInvalid)
    const again = await begin(world)
    const good = provider.signIn(again.authorizationUrl, claims('once'))
    expect((await finish(world, good, again)).status).toBe(200)
    expect(await finish(world, good, again)).toMatchObject(stateInvalid)
  })

  test('O1 a state is worth nothing in another browser, in none, or made up; and is not used up by that', async () => {
    const begun = await begin(world)
    const other = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('browser'))
    expect(await finish(world, returned, other)).toMatchObject(stateInvalid)
    expect(await finish(world, returned)).toMatchObject(stateInvalid)
    expect(await finish(world, { ...returned, state: 'A'.repeat(43) }, begun)).toMatchObject(stateInvalid)
    expect((await finish(world, returned, begun)).status).toBe(200)
  })

  test('O1 O2 a state of one provider is worth nothing at another’s callback', async () => {
    const begun = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('mixed-up'))
    const { headers } = begun
    expect(await finish(world, returned, { provider: 'second', headers })).toMatchObject(stateInvalid)
  })

  test('O1 a state lives ten minutes', async () => {
    const begun = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('late'))
    await world.clock.advance(minutes(10))
    expect(await finish(world, returned, begun)).toMatchObject(stateInvalid)
  })

  test('O1 of two callbacks with one state one goes through', async () => {
    const begun = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('twice'))
    const answers = await Promise.all([finish(world, returned, begun), finish(world, returned, begun)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('O4 two first sign-ins at once make one account', async () => {
    const both = await Promise.all([begin(world), begin(world)])
    const answers = await Promise.all(
      both.map((begun) => finish(world, provider.signIn(begun.authorizationUrl, claims('double')), begun)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => body.isNewUser).sort()).toEqual([false, true])
    expect(await world.sql`SELECT 1 FROM users WHERE email = 'double@example.org'`).toHaveLength(1)
    expect(await world.sql`SELECT 1 FROM identities WHERE subject = 'double'`).toHaveLength(1)
  })

  test('O4 a person is known by issuer and sub, whatever address the provider tells of later', async () => {
    const sign = async (changes: object) => {
      const begun = await begin(world)
      const returned = provider.signIn(begun.authorizationUrl, { ...claims('moved'), ...changes })
      return finish(world, returned, begun)
    }
    const first = await sign({})
    const later = await sign({ email: 'elsewhere@example.org', email_verified: false })
    expect(later.body).toMatchObject({
      isNewUser: false,
      user: { id: (first.body.user as { id: string }).id, email: 'moved@example.org' },
    })
    const reused = await sign({ sub: 'somebody-new' })
    expect(reused).toMatchObject({ status: 409, body: { code: 'oauth.link_required' } })
  })

  test('O8 a provider that is switched off refuses start and end, also of sign-ins begun before; and comes back', async () => {
    const admin = await world.people.signedIn('switch-admin')
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${admin.userId}`
    const set = (enabled: boolean) => world.as(admin).rest('PATCH', '/admin/providers/acme', { enabled })
    const begun = await begin(world)
    const returned = provider.signIn(begun.authorizationUrl, claims('switched'))
    expect(await set(false)).toMatchObject({ status: 200, body: { id: 'acme', enabled: false } })
    const off = { status: 503, body: { code: 'oauth.provider_unavailable' } }
    expect(await finish(world, returned, begun)).toMatchObject(off)
    expect(await world.rest('GET', '/oauth/acme/authorize')).toMatchObject(off)
    const shown = [{ id: 'second', name: 'Second' }]
    expect((await world.rest('GET', '/oauth/providers')).body).toEqual({ items: shown })
    expect((await world.rest('GET', '/config')).body).toMatchObject({ providers: shown })
    const other: Node = await world.node(withProviders(providerAt(provider.issuer)))
    expect(await other.caller.rest('GET', '/oauth/acme/authorize')).toMatchObject(off)
    await set(true)
    expect((await finish(world, returned, begun)).status).toBe(200)
  })

  test('X1 a return address leads to this site or an allowed origin, else nothing begins', async () => {
    for (const raw of ['//evil.test', '/\\evil.test', 'https://evil.test/', 'javascript:alert(1)', '/a\nb'])
      expect(
        await world.rest('GET', `/oauth/acme/authorize?redirectTo=${encodeURIComponent(raw)}`),
      ).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', errors: [{ pointer: '/redirectTo' }] },
      })
  })

  test('X1 a return address that is no longer allowed at the end is not gone to', async () => {
    const options = withProviders(providerAt(provider.issuer))
    const generous = { ...options.config, allowedRedirects: ['https://app.test'] }
    const node = await world.node({ ...options, config: generous })
    const begun = await begin(node.caller, `?redirectTo=${encodeURIComponent('https://app.test/home')}`)
    const returned = provider.signIn(begun.authorizationUrl, claims('returned'))
    expect((await finish(world, returned, begun)).body).toMatchObject({
      status: 'signed_in',
      redirectTo: null,
    })
  })

  test('O10 what the provider issued is sealed, and returned to nobody', async () => {
    const begun = await begin(world)
    const answer = await finish(world, provider.signIn(begun.authorizationUrl, claims('sealed')), begun)
    expect(answer.text).not.toContain('provider-')
    const [row] = await world.sql`SELECT tokens_sealed FROM identities WHERE subject = 'sealed'`
    expect(row?.tokens_sealed.toString('latin1')).not.toContain('provider-')
    const opened = world.platform.vault.open('provider-tokens', row?.tokens_sealed).toString()
    expect(JSON.parse(opened)).toMatchObject({ refreshToken: 'provider-refresh-token' })
    const flows = JSON.stringify(await world.sql`SELECT * FROM oauth_flows`)
    expect(flows).not.toContain(begun.state)
  })

  test('O1 W1 the cookie that binds it to the browser is out of reach of scripts and of other sites’ posts', async () => {
    const { cookies } = await world.rest('GET', '/oauth/acme/authorize')
    const cookie = cookies.get('__Host-gatehouse_browser')
    expect(cookie?.value).toMatch(/^[\w-]{43}$/)
    expect(cookie?.attributes).toEqual(
      expect.arrayContaining(['httponly', 'secure', 'samesite=lax', 'path=/']),
    )
  })

  test('L5 an address begins 30 and ends 20 sign-ins in a quarter of an hour', async () => {
    const caller = world.from('192.0.2.77')
    for (const [points, path, method] of [
      [30, '/oauth/nobody/authorize', 'GET'],
      [20, '/oauth/nobody/callback', 'POST'],
    ] as const) {
      const body = method === 'POST' ? { code: 'c', state: 's' } : undefined
      for (let i = 0; i < points; i += 1) expect((await caller.rest(method, path, body)).status).toBe(404)
      expect(await caller.rest(method, path, body)).toMatchObject({
        status: 429,
        body: { code: 'rate_limited' },
      })
    }
  })

  test('an unknown provider is not found', async () => {
    expect((await world.rest('GET', '/oauth/nobody/authorize')).status).toBe(404)
    expect((await finish(world, { code: 'c', state: 's' }, { provider: 'nobody' })).status).toBe(404)
  })
})
