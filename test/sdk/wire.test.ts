import { HttpResponse, http } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import { createRestClient } from '../../sdk/src/rest.ts'
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
  useWire,
} from './wire-support.ts'

const server = useWire()

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

test('nothing is written to the console, whatever happens', async () => {
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level))
  server.use(http.get(rpc('system.config'), () => new HttpResponse('<html>', { status: 502 })))
  await clientWith()
    .system.config()
    .catch(() => undefined)
  for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  vi.restoreAllMocks()
})
