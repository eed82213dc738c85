import type { Server } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen, portOf } from '../../server/src/lifecycle.ts'
import { useWorld } from '../harness/index.ts'

// What no fetch API can send: bytes on a socket, as the server that ships reads them.
const world = useWorld({ config: { publicUrl: new URL('http://id.gatehouse.test') } })
let server: Server

beforeAll(async () => {
  server = await listen(world.app as Parameters<typeof listen>[0], { host: '127.0.0.1', port: 0 })
})
afterAll(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))

interface RawAnswer {
  status: number
  headers: Map<string, string>
  body: string
}

/** Sends bytes and reads until the server closes, or says nothing for a while. */
function send(bytes: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(server), '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(3_000, () => socket.destroy())
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', ...rest] = Buffer.concat(chunks).toString('latin1').split('\r\n\r\n')
      const [line = '', ...lines] = head.split('\r\n')
      const headers = new Map(
        lines.map((it): [string, string] => [
          it.slice(0, it.indexOf(':')).toLowerCase(),
          it.slice(it.indexOf(':') + 1).trim(),
        ]),
      )
      resolve({ status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n') })
    })
    socket.write(bytes, 'latin1')
  })
}

const HOST = 'Host: id.gatehouse.test\r\nConnection: close\r\n'
const get = (target: string, headers = HOST, method = 'GET') =>
  send(`${method} ${target} HTTP/1.1\r\n${headers}\r\n`)

describe('a path', () => {
  test.each([
    '//api/v1/config',
    '/api//v1/config',
    '/api/v1/config/',
    '/api/v1/./config',
    '/api/v1/x/../config',
    '/api/v1/%63onfig',
    '/api/v1%2fconfig',
    '/api/v1%2Fconfig',
    '/api/v1/config%00',
    '/api/v1/config;a=b',
    '/api/v1/config;',
    '/API/v1/config',
    '/api/v1/Config',
    '/api/v1/config.json',
    '/api/v1/config%20',
    '/api/v1/config%C2%A0',
    '/trpc/system.config/',
    '/trpc/system%2econfig',
    '/trpc//system.config',
    '/trpc/system/config',
    '/TRPC/system.config',
    '/trpc/system.config;x',
    '/%2e%2e/api/v1/config',
    '/..;/api/v1/config',
    '/login/',
    '/Login',
    '/account/../login',
    '/problems/../login',
    '/.well-known/jwks.json/',
    '/health/',
    '/HEALTH',
  ])('X3 spelled %s is unknown', async (target) => {
    expect((await get(target)).status).toBe(404)
  })

  test.each(['/api/v1/config', '/trpc/system.config', '/health', '/api/v1/config?'])(
    'spelled %s is served',
    async (target) => {
      expect((await get(target)).status).toBe(200)
    },
  )

  test.each(['/api\\v1/config', '/api/v1/c\xf6nfig', '/api/v1/con fig', 'api/v1/config', '*'])(
    'X3 that is none (%s) is refused',
    async (target) => {
      const { status } = await get(target)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    },
  )
})

describe('a host', () => {
  const hostOf = (host: string) => `Host: ${host}\r\nConnection: close\r\n`

  test.each([
    'id.gatehouse.test',
    'ID.Gatehouse.Test',
    'id.gatehouse.test:80',
    'localhost:4711',
    '127.0.0.1',
    '[::1]:8000',
  ])('T7 %s is ours', async (host) => {
    expect((await get('/api/v1/config', hostOf(host))).status).toBe(200)
  })

  test.each([
    'evil.example',
    'id.gatehouse.test.evil.example',
    'evil.example:80',
    'id.gatehouse.test:8443',
    'id.gatehouse.test@evil.example',
    'evil.example#id.gatehouse.test',
    'localhost.evil.example',
    'id.gatehouse.test.',
    '127.0.0.1.evil.example',
    'a b',
    '',
  ])('T7 "%s" is not', async (host) => {
    const { status, headers } = await get('/api/v1/config', hostOf(host))
    expect(status).toBe(400)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('T7 in the target counts, not the one in the header', async () => {
    expect((await get('http://evil.example/api/v1/config')).status).toBe(400)
    expect((await get('http://id.gatehouse.test/api/v1/config', hostOf('evil.example'))).status).toBe(200)
    expect((await get('http://id.gatehouse.test/api/v1/../v1/config')).status).toBe(404)
  })

  test('nobody asked for does not keep a probe from its answer', async () => {
    expect((await send('GET /health HTTP/1.0\r\n\r\n')).body).toBe('{"status":"ok"}')
    expect((await get('/health', hostOf('10.1.2.3:8000'))).body).toBe('{"status":"ok"}')
    expect((await get('/ready', hostOf('10.1.2.3:8000'))).body).toBe('{"status":"ready"}')
  })
})

describe('a method', () => {
  test.each(['TRACE', 'PROPFIND', 'MKCOL', 'PUT', 'DELETE', 'PATCH', 'POST', 'OPTIONS'])(
    'X3 %s is not taken where it is not listed',
    async (method) => {
      const { status, headers } = await get('/api/v1/config', `${HOST}Content-Length: 0\r\n`, method)
      expect(status).toBe(405)
      expect(headers.get('allow')).toBe('GET, HEAD')
      expect(headers.get('content-type')).toBe('application/problem+json')
    },
  )

  test('HEAD answers as GET does, without a body', async () => {
    const { status, headers, body } = await get('/api/v1/config', HOST, 'HEAD')
    expect(status).toBe(200)
    expect(body).toBe('')
    expect(headers.get('content-type')).toContain('json')
    expect((await get('/api/v1/login', HOST, 'HEAD')).status).toBe(405)
  })

  test('CONNECT and what nobody knows are refused', async () => {
    expect((await get('/api/v1/config', HOST, 'CONNECT')).status).toBe(405)
    expect((await get('/api/v1/config', HOST, 'NONSENSE')).status).toBe(400)
  })
})

describe('what is no HTTP', () => {
  const login = (headers: string, body: string) =>
    send(`POST /api/v1/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n${body}`)

  test.each([
    ['bytes', () => send('\x00\x01\x02\xff\r\n\r\n')],
    ['two lengths', () => login('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')],
    ['a length and chunks', () => login('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '{}')],
    ['a negative length', () => login('Content-Length: -1\r\n', '{}')],
    ['20 KB of one header', () => get('/api/v1/config', `${HOST}X: ${'a'.repeat(20_000)}\r\n`)],
    ['a header without a name', () => get('/api/v1/config', `${HOST}: x\r\n`)],
    ['a folded header', () => get('/api/v1/config', `${HOST} x\r\n`)],
    ['an expectation', () => get('/api/v1/config', `${HOST}Expect: wonders\r\n`)],
  ])('W4 %s is refused as everything is: with a problem and the security headers', async (_, call) => {
    const { status, headers, body } = await call()
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(JSON.parse(body)).toMatchObject({
      code: 'request.invalid',
      requestId: headers.get('x-request-id'),
    })
  })

  test('a body in chunks is read, up to 64 KiB', async () => {
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
    const small = await login(
      'Transfer-Encoding: chunked\r\n',
      `${chunk('{"email":"a@example.org",')}${chunk('"password":"x"}')}0\r\n\r\n`,
    )
    expect(small.status).toBe(401)
    const large = await login('Transfer-Encoding: chunked\r\n', `${chunk('x'.repeat(40_000))}`.repeat(2))
    expect(large.status).toBe(413)
  })

  test('a chunk of no size ends the connection', async () => {
    const answer = await login('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')
    expect(answer.status).toBeNaN()
    expect((await get('/api/v1/config')).status).toBe(200)
  })

  test('a length of more than 64 KiB is refused before the body comes', async () => {
    expect((await login('Content-Length: 1000000000\r\n', '')).status).toBe(413)
  })

  test('a body that ends too early harms nobody', async () => {
    const socket = connect(portOf(server), '127.0.0.1')
    socket.write(
      `POST /api/v1/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"em`,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await get('/api/v1/config')).status).toBe(200)
    expect(world.log.lines.join()).not.toContain('unexpected error')
  })

  test('J8 a broken Authorization header is refused at once', async () => {
    for (const value of [
      'Bearer',
      'Bearer ',
      'Bearer a b',
      'bearer x',
      'Basic eA==',
      `Bearer ${'a'.repeat(8_000)}`,
      '\xff\xfe',
      'Bearer ..',
    ]) {
      const started = performance.now()
      const { status, headers } = await get('/api/v1/me', `${HOST}Authorization: ${value}\r\n`)
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toBe('Bearer')
      expect(performance.now() - started).toBeLessThan(1_000)
    }
  })
})
