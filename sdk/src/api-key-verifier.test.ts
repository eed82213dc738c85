import { beforeEach, describe, expect, test, vi } from 'vitest'
import { checksumOf, isApiKey } from './api-key-format.ts'
import { type ApiKeyVerifierOptions, createApiKeyVerifier, InvalidApiKeyError } from './api-key-verifier.ts'
import { NetworkError } from './gatehouse-error.ts'

const wellFormed = (secret: string): string => {
  const start = `gk_${secret.padEnd(43, '0')}`
  return start + checksumOf(start)
}
const key = wellFormed('one')
const ORGANIZATION = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'
const good = {
  valid: true,
  keyId: 'key-1',
  name: 'Deploys',
  userId: 'user-1',
  organizationId: null as string | null,
  scopes: ['org:read'],
  expiresAt: null as string | null,
}

let answer: () => Response | Promise<Response>
const fetches = vi.fn(async (_url: string, _init: RequestInit) => answer())
const verifier = (options: Partial<ApiKeyVerifierOptions> = {}) =>
  createApiKeyVerifier({ baseUrl: 'https://id.example.org/', fetch: fetches, ...options })

beforeEach(() => {
  answer = () => Response.json(good)
  fetches.mockClear()
  return () => vi.useRealTimers()
})

describe('a key', () => {
  test('is asked about where the platform is, in the body and nowhere else', async () => {
    await expect(verifier().verify(key)).resolves.toEqual({
      keyId: 'key-1',
      name: 'Deploys',
      userId: 'user-1',
      organizationId: null,
      scopes: ['org:read'],
      expiresAt: null,
    })
    const [url, init] = fetches.mock.calls[0]!
    expect(url).toBe('https://id.example.org/api/v1/api-keys/verify')
    expect(JSON.parse(String(init.body))).toEqual({ key })
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual' })
    expect(JSON.stringify(init.headers)).not.toContain('gk_')
  })

  test('that is not well formed is refused without a call', async () => {
    const changed = key.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))
    for (const [text, reason] of [
      ['', 'missing'],
      [undefined, 'missing'],
      ['gk_', 'malformed'],
      [changed, 'malformed'],
      [key.slice(0, -1), 'malformed'],
      [`${key}A`, 'malformed'],
      [` ${key}`, 'malformed'],
      [`${key}\n`, 'malformed'],
    ] as const) {
      const refused = verifier().verify(text as string)
      await expect(refused).rejects.toBeInstanceOf(InvalidApiKeyError)
      await expect(refused).rejects.toMatchObject({ reason })
    }
    expect(fetches).not.toHaveBeenCalled()
  })

  test('that the platform refuses is refused, and no message tells of it', async () => {
    answer = () => Response.json({ valid: false })
    const refused = verifier().verify(key)
    await expect(refused).rejects.toMatchObject({ name: 'InvalidApiKeyError', reason: 'refused' })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('gk_') })
  })

  test('that has run out since it was asked about is refused', async () => {
    vi.useFakeTimers()
    answer = () => Response.json({ ...good, expiresAt: new Date(Date.now() + 300).toISOString() })
    const { verify } = verifier()
    expect((await verify(key)).expiresAt).toBeInstanceOf(Date)
    vi.advanceTimersByTime(301)
    await expect(verify(key)).rejects.toMatchObject({ reason: 'refused' })
    expect(fetches).toHaveBeenCalledTimes(1)
  })
})

describe('an answer is believed', () => {
  test('Y4 for a second from when it was asked for, and then no more', async () => {
    vi.useFakeTimers()
    const { verify } = verifier()
    answer = async () => {
      await vi.advanceTimersByTimeAsync(400)
      return Response.json(good)
    }
    await Promise.all([verify(key), verify(key)])
    answer = () => Response.json({ valid: false })
    vi.advanceTimersByTime(599)
    await expect(verify(key)).resolves.toMatchObject({ keyId: 'key-1' })
    vi.advanceTimersByTime(1)
    await expect(verify(key)).rejects.toMatchObject({ reason: 'refused' })
    expect(fetches).toHaveBeenCalledTimes(2)
  })

  test('never, when told so', async () => {
    const { verify } = verifier({ cacheMs: 0 })
    await verify(key)
    await verify(key)
    expect(fetches).toHaveBeenCalledTimes(2)
  })

  test('not when a clock was set back', async () => {
    vi.useFakeTimers()
    const { verify } = verifier()
    await verify(key)
    vi.setSystemTime(Date.now() - 3_600_000)
    await verify(key)
    expect(fetches).toHaveBeenCalledTimes(2)
  })

  test('for that key and that organization alone', async () => {
    const { verify } = verifier()
    await verify(key)
    answer = () => Response.json({ ...good, organizationId: ORGANIZATION })
    await verify(key, { organizationId: ORGANIZATION })
    await verify(wellFormed('two'))
    expect(fetches.mock.calls.map(([, { body }]) => JSON.parse(String(body)))).toEqual([
      { key },
      { key, organizationId: ORGANIZATION },
      { key: wellFormed('two') },
    ])
  })

  test('for no longer than a minute, whatever is asked', () => {
    for (const cacheMs of [-1, 60_001, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => verifier({ cacheMs })).toThrow(RangeError)
  })

  test('only by as many as fit: made-up keys do not fill the memory', async () => {
    const { verify } = verifier({ cacheMs: 60_000 })
    await verify(key)
    for (let count = 0; count < 10_000; count += 1) await verify(wellFormed(`made-up-${count}-`))
    fetches.mockClear()
    await verify(wellFormed('made-up-9999-'))
    expect(fetches).not.toHaveBeenCalled()
    await verify(key)
    expect(fetches).toHaveBeenCalledTimes(1)
  })
})

describe('when the platform is away, nothing is valid', () => {
  test.each<[what: string, reason: string, how: () => Response | Promise<Response>]>([
    ['it cannot be reached', 'unreachable', () => Promise.reject(new TypeError('fetch failed'))],
    ['it takes too long', 'timeout', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
    ['a proxy answers for it', 'unexpected_answer', () => new Response('<html>', { status: 502 })],
    [
      'it has too much to do',
      'unexpected_answer',
      () => Response.json({ code: 'rate_limited' }, { status: 429 }),
    ],
    ['a page answers with 200', 'unexpected_answer', () => new Response('<html>')],
    ['it leads elsewhere', 'unexpected_answer', () => Response.redirect('https://evil.example/')],
    ['the answer is no object', 'unexpected_answer', () => Response.json(null)],
    ['the answer says nothing', 'unexpected_answer', () => Response.json({})],
    ['the answer says valid as text', 'unexpected_answer', () => Response.json({ ...good, valid: 'true' })],
    ['there is no person', 'unexpected_answer', () => Response.json({ ...good, userId: undefined })],
    ['scopes are one text', 'unexpected_answer', () => Response.json({ ...good, scopes: 'org:read' })],
    ['the end is no time', 'unexpected_answer', () => Response.json({ ...good, expiresAt: 'soon' })],
    ['a good answer is no success', 'unexpected_answer', () => Response.json(good, { status: 400 })],
  ])('%s', async (_, reason, how) => {
    answer = how
    const { verify } = verifier()
    const failed = verify(key)
    await expect(failed).rejects.toBeInstanceOf(NetworkError)
    await expect(failed).rejects.toMatchObject({ reason })
    // And the next one is asked for anew.
    answer = () => Response.json(good)
    await expect(verify(key)).resolves.toMatchObject({ keyId: 'key-1' })
  })

  test('an answer about another organization is none', async () => {
    answer = () => Response.json({ ...good, organizationId: 'another' })
    await expect(verifier().verify(key, { organizationId: ORGANIZATION })).rejects.toBeInstanceOf(
      NetworkError,
    )
  })

  test('but what is no organization’s id is a refusal', async () => {
    answer = () => Response.json({ code: 'request.invalid' }, { status: 400 })
    await expect(verifier().verify(key, { organizationId: 'acme' })).rejects.toMatchObject({
      reason: 'refused',
    })
  })
})

describe('the checksum', () => {
  test('is the CRC-32 of what stands before it', () => {
    // The check value of CRC-32/ISO-HDLC, cbf43926, in base64url.
    expect(checksumOf('123456789')).toBe(Buffer.from('cbf43926', 'hex').toString('base64url'))
  })

  test('is wrong for any character that was changed', () => {
    for (let index = 3; index < key.length; index += 1) {
      const changed = `${key.slice(0, index)}${key[index] === 'x' ? 'y' : 'x'}${key.slice(index + 1)}`
      expect(isApiKey(changed), `at ${index}`).toBe(false)
    }
  })
})
