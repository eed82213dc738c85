import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { callOut, fetchText } from './outbound.ts'
import { addressOfHost, checkedLookup, isPublicAddress } from './outbound-address.ts'

const here = { environment: 'test' } as const
const production = { environment: 'production' } as const

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

describe('a call to another service', () => {
  test('brings the answer, with what was sent', async () => {
    const url = await listen((incoming, outgoing) => {
      let text = ''
      incoming.on('data', (chunk) => {
        text += String(chunk)
      })
      incoming.on('end', () => outgoing.writeHead(418, { 'x-one': '1' }).end(`${incoming.method} ${text}`))
    })
    const answer = await callOut(here, url, { method: 'POST', body: 'hello' })
    expect(answer.status).toBe(418)
    expect(answer.headers.get('x-one')).toBe('1')
    expect(answer.body.toString()).toBe('POST hello')
    await expect(fetchText(here, url)).rejects.toThrow('answered 418')
  })

  test('H1 O10 follows no redirect', async () => {
    let wasAsked = false
    const target = await listen((_, outgoing) => {
      wasAsked = true
      outgoing.end()
    })
    const url = await listen((_, outgoing) => outgoing.writeHead(307, { location: target.href }).end())
    await expect(callOut(here, url)).rejects.toMatchObject({ reason: 'unacceptable' })
    expect(wasAsked).toBe(false)
  })

  test('H1 O10 reads one MiB at the most', async () => {
    const url = await listen((_, outgoing) => {
      const more = () => {
        while (outgoing.write(Buffer.alloc(65_536))) if (outgoing.destroyed) return
        outgoing.once('drain', more)
      }
      more()
    })
    await expect(callOut(here, url)).rejects.toMatchObject({ reason: 'unacceptable' })
    const full = await listen((_, outgoing) => outgoing.end(Buffer.alloc(1_048_576)))
    expect((await callOut(here, full)).body).toHaveLength(1_048_576)
  })

  test('O10 F9 ends in time: without an answer, in the middle of one, and drop by drop', async () => {
    const silent = await listen(() => {})
    const halting = await listen((_, outgoing) => void outgoing.writeHead(200).write('{'))
    const dripping = await listen((_, outgoing) => {
      const drip = setInterval(() => outgoing.write(' '), 20)
      outgoing.on('close', () => clearInterval(drip))
    })
    for (const url of [silent, halting, dripping]) {
      const begun = performance.now()
      await expect(callOut(here, url, { timeoutMs: 150 })).rejects.toMatchObject({ reason: 'unreachable' })
      expect(performance.now() - begun).toBeLessThan(2_000)
    }
  })

  test('H1 ends with the signal that several calls share', async () => {
    const url = await listen(() => {})
    await expect(callOut(here, url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      reason: 'unreachable',
    })
  })

  test('F9 a refused connection and one that is cut are told as nobody there', async () => {
    const server = createTcpServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(callOut(here, new URL(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
      reason: 'unreachable',
    })
    await new Promise((resolve) => server.close(resolve))
    await expect(callOut(here, new URL(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
      reason: 'unreachable',
    })
  })

  test.each([
    'http://example.org/',
    'ftp://127.0.0.1/',
    'http://10.0.0.1/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://sub.localhost/',
    'https://user:secret@example.org/',
    'https://0x0a000001/',
    'https://167772161/',
  ])('H1 refuses %s even outside production, without a connection', async (address) => {
    await expect(callOut(here, new URL(address))).rejects.toMatchObject({ reason: 'refused' })
  })

  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://127.1/',
    'https://[::ffff:127.0.0.1]/',
    'https://example.org:8080/',
    'https://example.org:22/',
  ])('H1 refuses %s in production', async (address) => {
    await expect(callOut(production, new URL(address))).rejects.toMatchObject({ reason: 'refused' })
  })

  test('H1 connects to the address that was judged: a name of this machine is refused in production', async () => {
    const resolved = await new Promise((resolve) =>
      checkedLookup(false)('localhost', { all: true }, (error) => resolve(error)),
    )
    expect(resolved).toMatchObject({ message: expect.stringContaining('must not be called') })
    const allowed = await new Promise((resolve) =>
      checkedLookup(true)('localhost', { all: false }, (_, address) => resolve(address)),
    )
    expect(['127.0.0.1', '::1']).toContain(allowed)
  })
})

describe('which addresses are public', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:10.0.0.1',
    '::8.8.8.8',
    '64:ff9b::808:808',
    '64:ff9b:1::808:808',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:808:808::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'no address',
  ])('H1 not %s', (address) => {
    expect(isPublicAddress(address, false)).toBe(false)
  })

  test.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    'H1 but %s',
    (address) => {
      expect(isPublicAddress(address, false)).toBe(true)
    },
  )

  test('H1 a host is an address in whatever way it is written', () => {
    expect(addressOfHost(new URL('https://0x7f.1/').hostname)).toBe('127.0.0.1')
    expect(addressOfHost(new URL('https://[::1]/').hostname)).toBe('::1')
    expect(addressOfHost('example.org')).toBeUndefined()
  })
})
