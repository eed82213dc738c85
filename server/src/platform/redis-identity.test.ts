import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RedisLink } from './redis.ts'
import { createIdentifiedRedisLink } from './redis-identity.ts'

/** What of Redis answers a client that connects, and who signed in with what. */
class SmallRedis {
  readonly signIns: string[] = []
  valid = new Set<string>()
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket)
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        for (const command of chunk
          .toString()
          .split(/\*\d+\r\n/)
          .slice(1))
          this.#answer(socket, command)
      })
  })

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `redis://object-id@127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  close(): void {
    this.hangUp()
    this.#server.close()
  }

  #answer(socket: Socket, command: string): void {
    const [name = '', ...rest] = command.split('\r\n').filter((line) => line !== '' && !line.startsWith('$'))
    const signIn = rest.findIndex((word) => word.toLowerCase() === 'auth')
    if (name.toLowerCase() === 'hello' && signIn !== -1) {
      const [user, password = ''] = rest.slice(signIn + 1)
      this.signIns.push(`${user} ${password}`)
      socket.write(this.valid.has(password) ? '+OK\r\n' : '-WRONGPASS invalid username-password pair\r\n')
    } else if (name.toLowerCase() === 'info') {
      socket.write('$20\r\nredis_version:7.4.0\n\r\n')
    } else if (name.toLowerCase() === 'ping') socket.write('+PONG\r\n')
    else socket.write('+OK\r\n')
  }
}

describe('Redis by identity', () => {
  const redis = new SmallRedis()
  const log = { warn: vi.fn(), info: vi.fn() } as never
  let link: RedisLink | undefined
  let url = ''
  beforeEach(async () => {
    url = await redis.listen()
    redis.signIns.length = 0
  })
  afterEach(() => {
    link?.disconnect()
    redis.close()
  })

  /** Gives out `one`, then whatever `current` is. */
  const identity = {
    current: 'one',
    asked: [] as string[],
    async token(resource: string) {
      this.asked.push(resource)
      return this.current
    },
  }
  const pings = () => link!.client.ping().catch(() => 'away')

  test('signs in as the user of the URL with a token for Redis, and anew with the next one', async () => {
    redis.valid = new Set(['one'])
    identity.current = 'one'
    link = await createIdentifiedRedisLink(url, { identity, log, lookEveryMs: 20 })
    await expect.poll(pings, { timeout: 30_000 }).toBe('PONG')
    expect(identity.asked[0]).toBe('https://redis.azure.com')
    expect(redis.signIns[0]).toBe('object-id one')
    const former = link.client

    redis.valid = new Set(['one', 'two'])
    identity.current = 'two'
    await expect.poll(() => redis.signIns, { timeout: 30_000 }).toContain('object-id two')
    await expect.poll(() => link!.client === former, { timeout: 30_000 }).toBe(false)
    await expect.poll(pings, { timeout: 30_000 }).toBe('PONG')
  })

  test('keeps the connection it has while no other token is taken', async () => {
    redis.valid = new Set(['one'])
    identity.current = 'one'
    link = await createIdentifiedRedisLink(url, { identity, log, lookEveryMs: 20 })
    await expect.poll(pings, { timeout: 30_000 }).toBe('PONG')
    identity.current = 'refused'
    await expect.poll(() => redis.signIns, { timeout: 30_000 }).toContain('object-id refused')
    expect(await pings()).toBe('PONG')
  })

  test('does not start without a token', async () => {
    const none = { token: () => Promise.reject(new Error('no identity')) }
    await expect(createIdentifiedRedisLink(url, { identity: none, log })).rejects.toThrow('no identity')
    link = undefined
  })
})
