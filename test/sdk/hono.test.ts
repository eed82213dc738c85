import { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { gatehouseAuth, requireFresh } from '../../sdk/src/hono.ts'
import { useWorld } from '../harness/index.ts'

const world = useWorld()

function optionsOf(more: { fetch?: () => Promise<Response> } = {}) {
  const { issuer, audience } = world.platform.config.jwt
  const fetch = (url: string, init: RequestInit) => world.fetch(url.slice(world.origin.length), init)
  return { issuer, audience, jwksUrl: `${world.origin}/.well-known/jwks.json`, fetch, ...more }
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

function protectedApp() {
  return new Hono()
    .use(gatehouseAuth(optionsOf()))
    .get('/me', (c) => c.json({ userId: c.get('auth').userId, amr: c.get('auth').amr }))
    .post('/danger', requireFresh(300), (c) => c.json({ userId: c.get('auth').userId }))
}

test('a call with a token of the platform goes through, as whoever it was issued to', async () => {
  const person = await world.people.signedIn('hono')
  const answer = await protectedApp().request('/me', bearer(person.accessToken))
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ userId: person.userId, amr: ['pwd'] })
})

test.each([
  ['none', undefined, 'Bearer'],
  ['another scheme', 'Basic YTpi', 'Bearer error="invalid_token"'],
  ['no JWT', 'Bearer abc', 'Bearer error="invalid_token"'],
  ['an empty one', '', 'Bearer'],
])(
  'a call with %s as its token is told to sign in, as the platform tells it',
  async (_, header, challenge) => {
    const headers = {
      'x-request-id': 'request-12345678',
      ...(header !== undefined && { authorization: header }),
    }
    const answer = await protectedApp().request('/me', { headers })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('www-authenticate')).toBe(challenge)
    const platforms = await world.fetch('/api/v1/me', { headers: { 'x-request-id': 'request-12345678' } })
    const { type, ...problem } = (await platforms.json()) as { type: string }
    expect(type).toMatch(/auth\.unauthenticated$/)
    expect(await answer.json()).toEqual({ ...problem, type: 'about:blank' })
  },
)

test('a token that was altered, or is for another audience, is refused', async () => {
  const { accessToken } = await world.people.signedIn('hono-altered')
  const [header, payload, signature = ''] = accessToken.split('.')
  const altered = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
  expect((await protectedApp().request('/me', bearer(altered))).status).toBe(401)
  const elsewhere = new Hono()
    .use(gatehouseAuth({ ...optionsOf(), audience: 'other' }))
    .get('/', (c) => c.text(''))
  expect((await elsewhere.request('/', bearer(accessToken))).status).toBe(401)
})

test('with optional, nobody is null, somebody is themselves, and a bad token is refused all the same', async () => {
  const app = new Hono()
    .use(gatehouseAuth({ ...optionsOf(), optional: true }))
    .get('/', (c) => c.json({ userId: c.get('auth')?.userId ?? null }))
  const person = await world.people.signedIn('hono-optional')
  expect(await (await app.request('/')).json()).toEqual({ userId: null })
  expect(await (await app.request('/', bearer(person.accessToken))).json()).toEqual({ userId: person.userId })
  expect((await app.request('/', bearer('expired.or.worse'))).status).toBe(401)
})

test('without keys to judge by nobody is let in, and it is said to be our fault', async () => {
  const person = await world.people.signedIn('hono-keyless')
  const fetch = async () => new Response('<html>', { status: 502 })
  const app = new Hono().use(gatehouseAuth(optionsOf({ fetch }))).get('/', (c) => c.text('in'))
  const answer = await app.request('/', bearer(person.accessToken))
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('5')
  expect(await answer.json()).toMatchObject({ code: 'unavailable', status: 503, retryAfterSeconds: 5 })
})

test('what needs a recent sign-in is refused five minutes later, and to nobody at all', async () => {
  const person = await world.people.signedIn('hono-fresh')
  const danger = () => protectedApp().request('/danger', { method: 'POST', ...bearer(person.accessToken) })
  expect((await danger()).status).toBe(200)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 302_000 })
  try {
    const answer = await danger()
    expect(answer.status).toBe(403)
    expect(answer.headers.get('www-authenticate')).toContain('insufficient_user_authentication')
    expect(await answer.json()).toMatchObject({ code: 'auth.reauthentication_required', status: 403 })
  } finally {
    vi.useRealTimers()
  }
  const open = new Hono()
    .use(gatehouseAuth({ ...optionsOf(), optional: true }))
    .post('/', (c, next) => requireFresh(300)(c as never, next))
  expect((await open.request('/', { method: 'POST' })).status).toBe(401)
})
