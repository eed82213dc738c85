import { HttpResponse, http } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import { memoryStorage } from '../../sdk/src/index.ts'
import {
  baseUrl,
  batch,
  clientWith,
  problem,
  refusal,
  result,
  rpc,
  signedIn,
  stored,
  user,
  useWire,
} from './wire-support.ts'

const server = useWire()

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
        expect(request.headers.get('authorization')).toMatch(/^Bearer access-\d+$/)
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
