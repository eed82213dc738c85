import { Redis } from 'ioredis'
import type { Log } from './log.ts'

/** How long a command may take before Redis counts as away, in ms (SECURITY F7). */
const COMMAND_TIMEOUT_MS = 250
const CONNECT_TIMEOUT_MS = 1_000
/** A connection that owes an answer for so long is dead, whatever TCP thinks of it, and is replaced, in ms. */
const SILENCE_TIMEOUT_MS = 2_000
const MAX_RECONNECT_WAIT_MS = 1_000
const REPORT_EVERY_MS = 30_000

/** The connection of the moment, which other credentials replace. */
export interface RedisLink {
  readonly client: Redis
  /**
   * Connects anew, and uses that once Redis has let it in. @throws {Error} when it does not; the former one stays then.
   */
  renew(url: string): Promise<void>
  disconnect(): void
}

/** How long a new connection may take to be of use, in ms. */
const READY_TIMEOUT_MS = 5_000

/** @param onRefused is called when Redis does not, or no longer, take the credentials. */
export function createRedisLink(url: string, log: Log, onRefused: () => void = () => {}): RedisLink {
  const connect = (to: string) =>
    createRedis(to, log).on('error', ({ message }) => {
      if (/^(?:WRONGPASS|NOAUTH)/.test(message)) onRefused()
    })
  let [client, present] = [connect(url), url]
  return {
    get client() {
      return client
    },
    async renew(wanted) {
      if (wanted === present) return
      const next = connect(wanted)
      try {
        await ready(next)
      } catch (error) {
        next.disconnect()
        throw error
      }
      const former = client
      ;[client, present] = [next, wanted]
      // What it was asked is answered first.
      await former.quit().catch(() => former.disconnect())
    },
    disconnect: () => client.disconnect(),
  }
}

/** Resolves once Redis takes commands. @throws {Error} with Redis' own reason, or when it takes too long. */
function ready(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer within 5 s')), READY_TIMEOUT_MS)
    redis.once('ready', resolve).once('error', reject)
    const settled = () => clearTimeout(timer)
    redis.once('ready', settled).once('error', settled)
  })
}

/**
 * A connection to Redis that never makes a caller wait for it: while it is away every command fails at once, and it
 * reconnects by itself. Errors of the connection are logged, not thrown out of turn.
 */
export function createRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempts) => Math.min(attempts * 100, MAX_RECONNECT_WAIT_MS),
    // A failover leaves the old primary read-only: only another connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  let reportedAtMs = 0
  redis.on('error', (error) => {
    if (performance.now() - reportedAtMs < REPORT_EVERY_MS && reportedAtMs > 0) return
    reportedAtMs = performance.now()
    log.warn({ dependency: 'redis', reason: error.message }, 'redis is away')
  })
  redis.on('ready', () => {
    if (reportedAtMs > 0) log.info({ dependency: 'redis' }, 'redis is back')
    reportedAtMs = 0
  })
  return redis
}
