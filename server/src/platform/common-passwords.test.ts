import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBreachedPasswords } from './breached-passwords.ts'
import { loadCommonPasswords } from './common-passwords.ts'

describe('bundled list of common passwords', () => {
  const list = loadCommonPasswords()

  test('has at least the 100,000 most common ones', () => {
    expect(list.size).toBeGreaterThan(300_000)
  })

  test.each([
    'password',
    '123456789012',
    'qwertyuiop',
    'password1234',
    'administrator',
    'iloveyou',
    'letmein',
    'qwerty123456',
    'unbelievable',
    'justinbieber',
    '1qaz2wsx3edc',
    'motherfucker',
    'counterstrike',
  ])('%s is on it, in every case', (password) => {
    expect(list.has(password)).toBe(true)
    expect(list.has(password.toUpperCase())).toBe(true)
    expect(list.has(password[0]!.toUpperCase() + password.slice(1))).toBe(true)
  })

  test.each([
    'aaaaaaaaaaaa',
    'abcabcabcabcabc',
    'passwordpassword',
    'DragonDragonDragon',
    '        ',
    '😀😀😀😀😀😀',
  ])('so is %s, which only says one thing again and again', (password) => {
    expect(list.has(password)).toBe(true)
  })

  test('random passwords and good phrases are not on it', () => {
    for (let round = 0; round < 20_000; round += 1) {
      expect(list.has(randomBytes(9).toString('base64url'))).toBe(false)
    }
    expect(list.has('correct horse battery staple')).toBe(false)
    expect(list.has('')).toBe(false)
  })

  test('is loaded in less than 50 ms and asked in microseconds', () => {
    /** The best of a few tries: what it takes, rather than what else the machine was doing. */
    const fastest = (work: () => void) => {
      const times = Array.from({ length: 5 }, () => {
        const started = performance.now()
        work()
        return performance.now() - started
      })
      return Math.min(...times)
    }
    expect(fastest(loadCommonPasswords)).toBeLessThan(50)
    const askOften = () => {
      for (let round = 0; round < 1_000; round += 1) list.has(`x${'a'.repeat(1_000)}${round}`)
    }
    expect(fastest(askOften) / 1_000).toBeLessThan(0.2)
  })
})

describe('breached passwords', () => {
  let server: Server
  let answer: (path: string) => {
    status: number
    body: string
    headers?: Record<string, string>
    delayMs?: number
  }
  const seen: { path: string; padding: string | undefined }[] = []
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const configFor = (environment: 'test' | 'production', hibp = true) => ({
    environment,
    passwords: {
      minLength: 12,
      hibp,
      hibpUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`,
      argon2: { memoryKiB: 19_456, iterations: 2, parallelism: 1 },
    },
  })
  // SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8.
  const SUFFIX = '1E4C9B93F3F0682250B6CF8331B7EE68FD8'

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push({ path: request.url!, padding: request.headers['add-padding'] as string | undefined })
      const { status, body, headers, delayMs = 0 } = answer(request.url!)
      setTimeout(() => response.writeHead(status, headers).end(body), delayMs)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(() => {
    seen.length = 0
    lines.length = 0
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('sends five digits of the hash and asks for padding', async () => {
    answer = () => ({ status: 200, body: `0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n${SUFFIX}:9545824\r\n` })
    const breached = createBreachedPasswords({ config: configFor('test'), log })
    expect(await breached.has('password')).toBe(true)
    expect(seen).toEqual([{ path: '/range/5BAA6', padding: 'true' }])
    expect(lines).toEqual([])
  })

  test('padding is no finding, and neither is the hash of another', async () => {
    answer = () => ({ status: 200, body: `${SUFFIX}:0\r\n2${SUFFIX.slice(1)}:7` })
    expect(await createBreachedPasswords({ config: configFor('test'), log }).has('password')).toBe(false)
  })

  test.each([
    ['an error', { status: 503, body: `${SUFFIX}:1` }],
    ['a redirect', { status: 302, body: '', headers: { location: '/range/elsewhere' } }],
    ['too much', { status: 200, body: `${'F'.repeat(1_100_000)}\r\n${SUFFIX}:1` }],
    ['nothing within a second', { status: 200, body: `${SUFFIX}:1`, delayMs: 5_000 }],
  ])('%s leaves it to the bundled list, with a warning and soon', async (_what, reply) => {
    answer = () => reply
    const started = performance.now()
    expect(await createBreachedPasswords({ config: configFor('test'), log }).has('password')).toBe(false)
    expect(performance.now() - started).toBeLessThan(4_000)
    expect(lines.join('')).toContain('hibp.unavailable')
    expect(seen.map(({ path }) => path)).toEqual(['/range/5BAA6'])
  })

  test('is not asked without https in production, nor when it is off', async () => {
    answer = () => ({ status: 200, body: `${SUFFIX}:1` })
    expect(await createBreachedPasswords({ config: configFor('production'), log }).has('password')).toBe(
      false,
    )
    expect(lines.join('')).toContain('not https')
    expect(await createBreachedPasswords({ config: configFor('test', false), log }).has('password')).toBe(
      false,
    )
    expect(seen).toEqual([])
  })
})
