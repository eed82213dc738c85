import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ClientOptions, createClient } from './client.ts'
import type { SignedIn } from './generated/types.ts'
import { createRestClient } from './rest.ts'
import { memoryStorage } from './storage.ts'

const baseUrl = 'https://id.example.org'
const server = setupServer()

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  vi.useRealTimers()
})
afterAll(() => server.close())

const problem = (code: string, status: number, more: object = {}) => ({
  type: `${baseUrl}/problems/${code}`,
  title: 'A title.',
  status,
  code,
  requestId: 'request-1',
  ...more,
})

function refusal(code: string, status: number, more: object = {}): Response {
  const json = { message: 'A title.', code: -32001, data: { problem: problem(code, status, more) } }
  return HttpResponse.json({ error: { json } }, { status })
}

const result = (json: unknown): Response => HttpResponse.json({ result: { data: { json } } })
const batch = (...results: unknown[]): Response =>
  HttpResponse.json(results.map((json) => ({ result: { data: { json } } })))

const user = { id: 'user-1', email: 'ada@example.org' }
let issued = 0
const signedIn = (more: Partial<SignedIn> = {}) => {
  issued += 1
  return {
    status: 'signed_in',
    accessToken: `access-${issued}`,
    expiresIn: 600,
    refreshToken: `refresh-${issued}`,
    deviceToken: null,
    sessionId: 'session-1',
    user,
    ...more,
  }
}

const rpc = (path: string) => `${baseUrl}/trpc/${path}`
const stored = () => memoryStorage({ refreshToken: 'refresh-0', deviceToken: null })
const clientWith = (options: Partial<ClientOptions> = {}) => createClient({ baseUrl, ...options })

describe('an answer that is not the platform’s', () => {
  test.each([
    ['a proxy’s HTML', new HttpResponse('<html>Bad gateway</html>', { status: 502 }), 502],
    ['a proxy’s JSON', HttpResponse.json({ message: 'no upstream' }, { status: 502 }), 502],
    ['a captive portal', new HttpResponse('<html>Welcome</html>'), 200],
    ['nothing', new HttpResponse('', { status: 200 }), 200],
    ['an array', HttpResponse.json([]), 200],
  ])('%s is a NetworkError', async (_name, response, status) => {
    server.use(http.get(rpc('system.config'), () => response.clone()))
    await expect(clientWith().system.config()).rejects.toMatchObject({
      name: 'NetworkError',
      reason: 'unexpected_answer',
      status,
    })
  })

  test('no connection is a NetworkError, and is not tried again', async () => {
    let calls = 0
    server.use(
      http.get(rpc('system.config'), () => {
        calls += 1
        return HttpResponse.error()
      }),
    )
    const error = await clientWith()
      .system.config()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'NetworkError', reason: 'unreachable', status: undefined })
    expect(calls).toBe(1)
  })

  test('a redirect is followed nowhere, so that no token leaves', async () => {
    const elsewhere = vi.fn(() => result({}))
    server.use(
      http.post(rpc('auth.refresh'), () => result(signedIn())),
      http.get(rpc('account.get'), () => HttpResponse.redirect('https://evil.example/steal', 307)),
      http.post(rpc('auth.login'), () => HttpResponse.redirect('https://evil.example/steal', 308)),
      http.all('https://evil.example/steal', elsewhere),
    )
    const client = clientWith({ storage: stored() })
    await expect(client.account.get()).rejects.toMatchObject({ name: 'NetworkError', status: 307 })
    const login = client.auth.login({ email: 'ada@example.org', password: 'secret' })
    await expect(login).rejects.toMatchObject({ name: 'NetworkError', status: 308 })
    expect(elsewhere).not.toHaveBeenCalled()
  })

  test('none in time is a NetworkError', async () => {
    server.use(http.get(rpc('system.config'), () => new Promise(() => {})))
    await expect(clientWith({ timeoutMs: 20 }).system.config()).rejects.toMatchObject({ reason: 'timeout' })
  })
})

describe('a call that is given up', () => {
  test('rejects with the signal’s reason, and leaves the others of its batch alone', async () => {
    server.use(
      http.get(rpc('system.config,system.version'), async () => {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return batch({ a: 1 }, { b: 2 })
      }),
    )
    const client = clientWith()
    const controller = new AbortController()
    const first = client.system.config({}, { signal: controller.signal })
    const second = client.system.version()
    setTimeout(() => controller.abort(new Error('changed my mind')), 10)
    await expect(first).rejects.toThrow('changed my mind')
    await expect(second).resolves.toEqual({ b: 2 })
  })

  test('is not even sent when the signal was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(clientWith().system.config({}, { signal })).rejects.toThrow('too late')
    await expect(createRestClient({ baseUrl }).system.config({}, { signal })).rejects.toThrow('too late')
  })
})

describe('“not now”', () => {
  /** Answers 503 so many times, then well. Counts what comes, and collects the keys. */
  function busy(method: 'get' | 'post', path: string, times: number) {
    const keys: (string | null)[] = []
    server.use(
      http[method](rpc(path), ({ request }) => {
        keys.push(request.headers.get('idempotency-key'))
        return keys.length <= times
          ? refusal('unavailable', 503, { retryAfterSeconds: 0 })
          : result({ ok: true })
      }),
    )
    return keys
  }

  test('a read is repeated', async () => {
    let calls = 0
    server.use(
      http.get(rpc('system.config'), () => {
        calls += 1
        const json = { data: { problem: problem('unavailable', 503) } }
        return calls < 3 ? HttpResponse.json([{ error: { json } }], { status: 503 }) : batch({ ok: true })
      }),
    )
    await expect(clientWith().system.config()).resolves.toEqual({ ok: true })
    expect(calls).toBe(3)
  })

  test('a change with a key is repeated with the same key', async () => {
    const keys = busy('post', 'password.requestReset', 1)
    await expect(clientWith().password.requestReset({ email: 'ada@example.org' })).resolves.toEqual({
      ok: true,
    })
    expect(keys).toHaveLength(2)
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(keys[1]).toBe(keys[0])
  })

  test('a key of the caller’s own is taken', async () => {
    const keys = busy('post', 'password.requestReset', 0)
    await clientWith().password.requestReset({ email: 'ada@example.org' }, { idempotencyKey: 'mine-1' })
    expect(keys).toEqual(['mine-1'])
  })

  test('a change without a key is not repeated', async () => {
    const seen = busy('post', 'auth.verifyEmail', 1)
    const batched = busy('post', 'auth.login', 1)
    const client = clientWith()
    await expect(client.auth.login({ email: 'a@example.org', password: 'x' })).rejects.toMatchObject({
      code: 'unavailable',
      status: 503,
    })
    await expect(client.auth.verifyEmail({ token: 'vfy_1' })).rejects.toMatchObject({ code: 'unavailable' })
    expect([seen.length, batched.length]).toEqual([1, 1])
  })

  test.each([
    ['auth.invalid_credentials', 401],
    ['rate_limited', 429],
    ['internal', 500],
    ['conflict', 409],
  ])('%s is an answer: it is not repeated', async (code, status) => {
    let calls = 0
    server.use(
      http.post(rpc('password.requestReset'), () => {
        calls += 1
        return refusal(code, status)
      }),
    )
    await expect(clientWith().password.requestReset({ email: 'a@example.org' })).rejects.toMatchObject({
      code,
    })
    expect(calls).toBe(1)
  })

  test('the first request still running is waited for', async () => {
    let calls = 0
    server.use(
      http.post(rpc('password.requestReset'), () => {
        calls += 1
        return calls === 1 ? refusal('idempotency.in_progress', 409) : result({ status: 'sent' })
      }),
    )
    await clientWith().password.requestReset({ email: 'a@example.org' })
    expect(calls).toBe(2)
  })

  test('retries stay within a tenth of all calls', async () => {
    let calls = 0
    server.use(
      http.post(rpc('password.requestReset'), () => {
        calls += 1
        return refusal('unavailable', 503, { retryAfterSeconds: 0 })
      }),
    )
    const client = clientWith()
    const all = Array.from({ length: 100 }, () => client.password.requestReset({ email: 'a@example.org' }))
    await Promise.allSettled(all)
    expect(calls - 100).toBeGreaterThanOrEqual(3)
    expect(calls - 100).toBeLessThanOrEqual(13)
  })
})

describe('a session', () => {
  test('20 calls at expiry make one refresh', async () => {
    let refreshes = 0
    server.use(
      http.post(rpc('auth.refresh'), async () => {
        refreshes += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
        return result(signedIn())
      }),
      http.get(`${baseUrl}/trpc/:paths`, ({ params, request }) => {
        expect(request.headers.get('authorization')).toBe(`Bearer access-${issued}`)
        return batch(
          ...String(params.paths)
            .split(',')
            .map(() => user),
        )
      }),
    )
    const client = clientWith({ storage: stored() })
    await Promise.all(Array.from({ length: 20 }, () => client.account.get()))
    expect(refreshes).toBe(1)
  })

  test('is refreshed a little before it expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    let refreshes = 0
    server.use(
      http.post(rpc('auth.refresh'), () => {
        refreshes += 1
        return result(signedIn())
      }),
    )
    const { session } = clientWith({ storage: stored() })
    await session.restore()
    vi.setSystemTime(Date.now() + 569_000)
    await session.accessToken()
    expect(refreshes).toBe(1)
    vi.setSystemTime(Date.now() + 2_000)
    await session.accessToken()
    expect(refreshes).toBe(2)
  })

  test('a token the platform no longer takes is replaced once', async () => {
    let calls = 0
    server.use(
      http.post(rpc('auth.refresh'), () => result(signedIn())),
      http.get(rpc('account.get'), () => {
        calls += 1
        const [error] = [{ json: { data: { problem: problem('auth.unauthenticated', 401) } } }]
        return HttpResponse.json([{ error }], { status: 401 })
      }),
    )
    await expect(clientWith({ storage: stored() }).account.get()).rejects.toMatchObject({
      code: 'auth.unauthenticated',
    })
    expect(calls).toBe(2)
  })

  test('that the server cannot be asked about goes on until it expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    server.use(http.post(rpc('auth.refresh'), () => result(signedIn()), { once: true }))
    const { session } = clientWith({ storage: stored() })
    await session.restore()
    const last = await session.accessToken()
    server.use(http.post(rpc('auth.refresh'), () => new HttpResponse('<html>', { status: 502 })))
    vi.setSystemTime(Date.now() + 590_000)
    await expect(session.accessToken()).resolves.toBe(last)
    vi.setSystemTime(Date.now() + 11_000)
    await expect(session.accessToken()).rejects.toMatchObject({ name: 'NetworkError' })
    expect(session.user).toEqual(user)
  })

  test.each(['auth.refresh_invalid', 'auth.refresh_reused'] as const)(
    'ends with %s, and says so',
    async (reason) => {
      server.use(http.post(rpc('auth.refresh'), () => refusal(reason, 401)))
      const changes: unknown[] = []
      const storage = memoryStorage({ refreshToken: 'refresh-0', deviceToken: 'dev_1' })
      const client = clientWith({ storage, onSessionChange: (change) => changes.push(change) })
      await expect(client.session.restore()).resolves.toBeNull()
      expect(changes).toEqual([{ type: 'ended', session: null, reason }])
      expect(storage.load()).toEqual({ refreshToken: null, deviceToken: 'dev_1' })
    },
  )

  test('a listener may call the client, and all hear of everything in order', async () => {
    server.use(
      http.post(rpc('auth.login'), () => result(signedIn())),
      http.post(rpc('auth.logout'), () => result(null)),
    )
    const heard: string[] = []
    const client = clientWith({
      onSessionChange: ({ type }) => {
        heard.push(`first ${type}`)
        if (type === 'signed_in') void client.auth.logout()
      },
    })
    client.session.subscribe(({ type }) => heard.push(`second ${type}`))
    await client.auth.login({ email: 'ada@example.org', password: 'secret' })
    await vi.waitFor(() => expect(heard).toHaveLength(4))
    expect(heard).toEqual(['first signed_in', 'second signed_in', 'first signed_out', 'second signed_out'])
  })

  test('a sign-out that fails leaves the person signed in, as they are', async () => {
    server.use(
      http.post(rpc('auth.login'), () => result(signedIn())),
      http.post(rpc('auth.logout'), () => HttpResponse.error()),
    )
    const client = clientWith()
    await client.auth.login({ email: 'ada@example.org', password: 'secret' })
    await expect(client.auth.logout()).rejects.toMatchObject({ name: 'NetworkError' })
    expect(client.session.user).toEqual(user)
  })

  test('a sign-in waits for a refresh under way, so that its cookie is the last', async () => {
    const order: string[] = []
    server.use(
      http.post(rpc('auth.refresh'), async () => {
        await new Promise((resolve) => setTimeout(resolve, 30))
        order.push('refresh')
        return result(signedIn())
      }),
      http.post(rpc('auth.login'), () => {
        order.push('login')
        return result(signedIn({ sessionId: 'session-2' }))
      }),
    )
    const client = clientWith({ storage: stored() })
    await Promise.all([
      client.session.restore(),
      client.auth.login({ email: 'a@example.org', password: 'x' }),
    ])
    expect(order).toEqual(['refresh', 'login'])
    expect(client.session.get()?.sessionId).toBe('session-2')
  })
})

describe('the REST client', () => {
  test('puts each part of an input where it belongs, encoded', async () => {
    const seen: string[] = []
    server.use(
      http.all(`${baseUrl}/api/v1/*`, async ({ request }) => {
        seen.push(`${request.method} ${request.url.slice(baseUrl.length)} ${await request.text()}`)
        return request.method === 'GET'
          ? HttpResponse.json({ items: [] })
          : new HttpResponse(null, { status: 204 })
      }),
    )
    const client = createRestClient({ baseUrl, accessToken: 'token' })
    await client.sessions.list({ limit: 5, cursor: 'a&b=c' })
    await client.sessions.revoke({ sessionId: '../../admin/users?x=' })
    await client.auth.logout({ refreshToken: 'r' })
    expect(seen).toEqual([
      'GET /api/v1/me/sessions?limit=5&cursor=a%26b%3Dc ',
      'DELETE /api/v1/me/sessions/..%2F..%2Fadmin%2Fusers%3Fx%3D {}',
      'POST /api/v1/logout {"refreshToken":"r"}',
    ])
  })

  test('asks for the token at each call', async () => {
    const tokens = ['one', 'two']
    const seen: (string | null)[] = []
    server.use(
      http.get(`${baseUrl}/api/v1/me`, ({ request }) => {
        seen.push(request.headers.get('authorization'))
        return HttpResponse.json({ ...user, createdAt: '2026-01-01T00:00:00.000Z' })
      }),
    )
    const client = createRestClient({ baseUrl, accessToken: () => tokens.shift() ?? null })
    const { createdAt } = await client.account.get()
    await client.account.get()
    await client.account.get()
    expect(createdAt).toEqual(new Date('2026-01-01'))
    expect(seen).toEqual(['Bearer one', 'Bearer two', null])
  })

  test('throws the problem, and a NetworkError where there is none', async () => {
    server.use(
      http.post(`${baseUrl}/api/v1/login`, () =>
        HttpResponse.json(problem('auth.invalid_credentials', 401), { status: 401 }),
      ),
      http.get(`${baseUrl}/api/v1/config`, () => new HttpResponse('<html>', { status: 502 })),
    )
    const client = createRestClient({ baseUrl })
    const login = client.auth.login({ email: 'a@example.org', password: 'x' })
    await expect(login).rejects.toMatchObject({ name: 'GatehouseError', code: 'auth.invalid_credentials' })
    await expect(client.system.config()).rejects.toMatchObject({ name: 'NetworkError', status: 502 })
  })
})

test('nothing is written to the console, whatever happens', async () => {
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level))
  server.use(http.get(rpc('system.config'), () => new HttpResponse('<html>', { status: 502 })))
  await clientWith()
    .system.config()
    .catch(() => undefined)
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})
