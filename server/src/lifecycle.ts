import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Config } from './config.ts'
import { answerMalformed, guardMalformed } from './http/malformed.ts'
import type { Log } from './platform/log.ts'
import type { RunningPlatform } from './platform.ts'

/** A client must have sent its headers, and its whole request, in this time, in ms. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 20_000

/** Longer than load balancers keep idle connections (60 s), so that it is never we who close one under a request. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000

/** How long Ctrl-C in development waits for requests under way: nobody's work hangs on them. */
const INTERRUPT_TIMEOUT_MS = 1_000

/** Whatever hangs after that does not keep the process, in ms. */
const LAST_RESORT_MS = 5_000

/** The same signal again within this time is the same wish: npm passes on what the terminal has sent to all. */
const ECHO_MS = 500

/** Opens the port. @throws {Error} in words for the operator, when it is taken or not ours to open. */
export function listen(app: Hono, config: Pick<Config, 'host' | 'port'>): Promise<Server> {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    },
    // HTTP/1.0 probes name no host.
    getRequestListener(app.fetch, { hostname: 'localhost', errorHandler: answerMalformed }),
  )
  guardMalformed(server)
  return openPort(server, config)
}

/** Finds out about a port that is taken before seconds went into starting a database. @throws as `listen` does. */
export async function refuseTakenPort(config: Pick<Config, 'host' | 'port'>): Promise<void> {
  const server = await openPort(createServer(), config)
  await new Promise((resolve) => server.close(resolve))
}

/** Lets the server listen. @throws {Error} in words for the operator. */
export function openPort(server: Server, config: Pick<Config, 'host' | 'port'>): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, config)))
    server.listen(config.port, config.host, () => resolve(server))
  })
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Pick<Config, 'host' | 'port'>): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} of ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    )
  }
  if (error.code === 'EACCES')
    return new Error(`Port ${port} may not be opened by this user. Choose one above 1023.`)
  return new Error(`Cannot listen on ${host}, port ${port}: ${error.message}`)
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port

/** Until there is something to stop in order, a signal ends the process at once: nothing is half done by it. */
export function exitOnSignal(): void {
  process.on('SIGTERM', exitAtOnce).on('SIGINT', exitAtOnce)
}

const exitAtOnce = () => process.exit(0)

/**
 * Ends in order on SIGTERM and SIGINT (SECURITY F11): not ready at once, serve on until load balancers have noticed,
 * stop accepting, let requests under way finish, stop the workers, exit 0. A second signal exits at once.
 */
export function stopOnSignal(server: Server, platform: RunningPlatform): void {
  const { config, log, readiness } = platform
  let signalledAtMs = 0
  const onSignal = (signal: NodeJS.Signals) => {
    if (signalledAtMs > 0) {
      if (performance.now() - signalledAtMs > ECHO_MS) process.exit(1)
      return
    }
    signalledAtMs = performance.now()
    readiness.isDraining = true
    log.info({ signal }, 'stopping')
    const isImpatient = signal === 'SIGINT' && config.environment === 'development'
    const timeoutMs = isImpatient ? INTERRUPT_TIMEOUT_MS : config.shutdown.timeoutMs
    setTimeout(() => process.exit(1), config.shutdown.delayMs + timeoutMs + LAST_RESORT_MS).unref()
    setTimeout(() => void finish(server, platform, timeoutMs), config.shutdown.delayMs)
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  process.off('SIGTERM', exitAtOnce).off('SIGINT', exitAtOnce)
}

async function finish(server: Server, platform: RunningPlatform, timeoutMs: number): Promise<void> {
  await closeServer(server, timeoutMs)
  await platform.stop()
  platform.log.info('stopped')
  process.exit(0)
}

/** Stops accepting, and waits for requests under way; those that take longer than `timeoutMs` are cut. */
function closeServer(server: Server, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose request has just been answered would otherwise be kept alive.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    const cut = setTimeout(() => server.closeAllConnections(), timeoutMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(cut)
      resolve()
    })
  })
}

/**
 * Ends the process on an error that nobody caught: what it has left half done is unknown. The database driver's are
 * the exception: it can throw out of a socket's event while a connection breaks, which the pool has noticed anyway.
 */
export function guardProcess(log: Log): void {
  const onError = (error: unknown) => {
    if (error instanceof Error && /[\\/]node_modules[\\/]postgres[\\/]/.test(error.stack ?? '')) {
      log.warn({ reason: error.message }, 'the database driver threw out of turn')
      return
    }
    log.fatal({ err: error }, 'uncaught error')
    process.exit(1)
  }
  process.on('uncaughtException', onError).on('unhandledRejection', onError)
}
