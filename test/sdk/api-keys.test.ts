import { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { isApiKey } from '../../sdk/src/api-key-format.ts'
import { type ApiKeyAdmission, gatehouseAuth, requireFresh, requireScopes } from '../../sdk/src/hono.ts'
import { createApiKeyVerifier } from '../../sdk/src/server.ts'
import { newApiKey } from '../../server/src/rooms/api-keys/index.ts'
import { type Owner, useWorld } from '../harness/index.ts'
import { keysAt, makeKey } from '../harness/people-api-keys.ts'

const world = useWorld({ config: { rateLimits: false } })

type Fetch = (url: string, init: RequestInit) => Promise<Response>
const worldFetch: Fetch = (url, init) => world.fetch(url.slice(world.origin.length), init)

test('Y1 the SDK tells a key from what is none as the server does', () => {
  for (let count = 0; count < 200; count += 1) expect(isApiKey(newApiKey().key)).toBe(true)
})

describe('createApiKeyVerifier', () => {
  const verifier = () => createApiKeyVerifier({ baseUrl: world.origin, fetch: worldFetch, cacheMs: 0 })

  test('tells who made a key of the platform and what it may do, until it is revoked', async () => {
    const ada = await world.people.withOrganization('ada')
    const { organizationId } = ada
    const expiresAt = new Date(world.clock.nowMs() + 86_400_000)
    const { key, apiKey } = await makeKey(world, ada, { organizationId, scopes: ['org:read'], expiresAt })
    const { verify } = verifier()
    expect(await verify(key)).toEqual({
      keyId: apiKey.id,
      name: 'Deploys',
      userId: ada.userId,
      organizationId,
      scopes: ['org:read'],
      expiresAt,
    })
    await expect(verify(key, { organizationId: crypto.randomUUID() })).rejects.toMatchObject({
      reason: 'refused',
    })
    await expect(verify(key, { organizationId: 'acme' })).rejects.toMatchObject({ reason: 'refused' })
    await world.rest('DELETE', `${keysAt(organizationId)}/${apiKey.id}`, undefined, ada.headers)
    await expect(verify(key)).rejects.toMatchObject({ reason: 'refused' })
    await expect(verify(newApiKey().key)).rejects.toMatchObject({ reason: 'refused' })
  })

  test('takes no key for good while the platform has no database', async () => {
    const bea = await world.people.signedIn('bea')
    const { key } = await makeKey(world, bea, { scopes: ['account:read'] })
    const { verify } = verifier()
    await world.sql`ALTER TABLE api_keys RENAME TO api_keys_away`
    try {
      await expect(verify(key)).rejects.toMatchObject({ name: 'NetworkError', reason: 'unexpected_answer' })
    } finally {
      await world.sql`ALTER TABLE api_keys_away RENAME TO api_keys`
    }
    await expect(verify(key)).resolves.toMatchObject({ userId: bea.userId })
  })
})

describe('gatehouseAuth with API keys', () => {
  let owner: Owner
  let reading: string
  let managing: string
  let nothing: string
  let own: string

  beforeAll(async () => {
    owner = await world.people.withOrganization('cal')
    const { organizationId } = owner
    const make = async (...scopes: string[]) => (await makeKey(world, owner, { organizationId, scopes })).key
    reading = await make('org:read')
    managing = await make('org:read', 'members:manage')
    nothing = await make()
    own = (await makeKey(world, owner, { scopes: ['org:read', 'account:read'] })).key
  })

  function app(more: Partial<ApiKeyAdmission> = {}, fetch: Fetch = worldFetch) {
    const { issuer, audience } = world.platform.config.jwt
    const jwksUrl = `${world.origin}/.well-known/jwks.json`
    const apiKeys: ApiKeyAdmission = { scopes: ['org:read'], baseUrl: world.origin, cacheMs: 0, ...more }
    return new Hono()
      .use(gatehouseAuth({ issuer, audience, jwksUrl, fetch, apiKeys }))
      .get('/', (c) => {
        const auth = c.get('auth')
        return c.json({ userId: auth.userId, isProgram: 'keyId' in auth })
      })
      .post('/members', requireScopes('members:manage'), (c) => c.json({ userId: c.get('auth').userId }))
      .post('/danger', requireFresh(300), (c) => c.json({ at: c.get('auth').authenticatedAt }))
  }
  const call = async (path: string, headers: Record<string, string>, method = 'GET') => {
    const answer = await app().request(path, { method, headers })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, answer }
  }

  test('a person passes by their token, and a program by its key in either header', async () => {
    expect((await call('/', owner.headers)).body).toEqual({ userId: owner.userId, isProgram: false })
    for (const headers of [{ 'x-api-key': reading }, { authorization: `Bearer ${reading}` }] as Record<
      string,
      string
    >[])
      expect((await call('/', headers)).body).toEqual({ userId: owner.userId, isProgram: true })
  })

  test('Y2 a key without the scopes is told so, and one with none may do nothing', async () => {
    for (const [path, key, method] of [
      ['/', nothing, 'GET'],
      ['/members', reading, 'POST'],
    ] as const) {
      const { status, body } = await call(path, { 'x-api-key': key }, method)
      expect([status, body.code]).toEqual([403, 'api_key.scope_missing'])
    }
    expect((await call('/members', { 'x-api-key': managing }, 'POST')).status).toBe(200)
    expect((await call('/members', owner.headers, 'POST')).status).toBe(200)
  })

  test('Y3 what needs a recent sign-in needs a person', async () => {
    const { status, body } = await call('/danger', { 'x-api-key': managing }, 'POST')
    expect([status, body.code]).toEqual([403, 'auth.reauthentication_required'])
    expect((await call('/danger', owner.headers, 'POST')).status).toBe(200)
  })

  test('Y5 two credentials, a bad key, none, and one in the address are refused alike', async () => {
    for (const headers of [
      { ...owner.headers, 'x-api-key': reading },
      { authorization: `Bearer ${reading}`, 'x-api-key': reading },
      { 'x-api-key': newApiKey().key },
      { 'x-api-key': 'x' },
      { 'x-api-key': '' },
      { authorization: `Bearer ${newApiKey().key}` },
      {},
    ] as Record<string, string>[]) {
      const { status, body } = await call('/', headers)
      expect([status, body.code]).toEqual([401, 'auth.unauthenticated'])
    }
    expect((await call(`/?api_key=${reading}&X-API-Key=${reading}`, {})).status).toBe(401)
  })

  test('a call about an organization is judged there', async () => {
    const within = (organizationId: string) => app({ organizationId: () => organizationId })
    const ask = async (key: string, organizationId: string) =>
      (await within(organizationId).request('/', { headers: { 'x-api-key': key } })).status
    const other = await world.people.withOrganization('dee')
    expect(await ask(own, owner.organizationId)).toBe(200)
    expect(await ask(own, other.organizationId)).toBe(401)
    expect(await ask(reading, other.organizationId)).toBe(401)
    expect(await ask(reading, 'acme')).toBe(401)
    // None was found, so it is not known where to judge it.
    expect(await ask(reading, '')).toBe(401)
    expect(await ask(own, '')).toBe(401)
  })

  test('nobody is let in while the platform cannot be asked', async () => {
    const away: Fetch = async () => new Response('<html>', { status: 502 })
    const answer = await app({}, away).request('/', { headers: { 'x-api-key': reading } })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
  })

  test('with optional, only a call without any credential is nobody’s', async () => {
    const { issuer, audience } = world.platform.config.jwt
    const apiKeys: ApiKeyAdmission = { scopes: ['org:read'], baseUrl: world.origin }
    const optional = new Hono()
      .use(gatehouseAuth({ issuer, audience, fetch: worldFetch, apiKeys, optional: true }))
      .get('/', (c) => c.json({ userId: c.get('auth')?.userId ?? null }))
    const ask = async (headers: Record<string, string>) => {
      const answer = await optional.request('/', { headers })
      return answer.status === 200 ? await answer.json() : answer.status
    }
    expect(await ask({})).toEqual({ userId: null })
    expect(await ask({ 'x-api-key': reading })).toEqual({ userId: owner.userId })
    expect(await ask({ 'x-api-key': nothing })).toBe(403)
    expect(await ask({ 'x-api-key': '' })).toBe(401)
    expect(await ask({ 'x-api-key': newApiKey().key })).toBe(401)
  })
})
