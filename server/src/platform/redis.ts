import { Redis } from 'ioredis'
import type { Log } from './log.ts'

/** How long a command may take before Redis counts as away, in ms (SECURITY F7). */
const COMMAND_TIMEOUT_MS = 250
const CONNECT_TIMEOUT_MS = 1_000
/** A connection that owes an answer for so long is dead, whatever TCP thinks of it, and is replaced, in ms. */
const SILENCE_TIMEOUT_MS = 2_000
const MAX_RECONNECT_WAIT_MS = 1_000
const REPORT_EVERY_MS = 30_000

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
