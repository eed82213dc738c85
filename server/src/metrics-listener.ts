import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Platform } from './context.ts'
import { openPort, portOf } from './lifecycle.ts'
import type { Exposition } from './platform/telemetry.ts'

type Needs = Pick<Platform, 'config' | 'log' | 'exposition'>

/** Prometheus is one caller, or two. */
const MAX_CONNECTIONS = 20
const TIMEOUT_MS = 10_000

/**
 * Serves `/metrics` on a port of its own, until the process ends: what happens while the service drains is seen too.
 * In development a port that is taken is said and done without, since another Gatehouse may be running.
 *
 * @throws {Error} in production, in words for the operator, when the port cannot be opened.
 */
export async function listenForMetrics(platform: Needs): Promise<Server | undefined> {
  const { config, log } = platform
  const server = createServer(
    { headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS },
    (request, response) => {
      void answer(platform, request, response).catch((error: unknown) => {
        log.error({ err: error }, 'the metrics could not be read')
        response.writeHead(500).end()
      })
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  // Nobody has to wait for it: the process ends when the service has.
  server.unref()
  try {
    await openPort(server, { host: config.host, port: config.metricsPort })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const reason = said.replace(/\bPORT=/, 'METRICS_PORT=')
    if (config.environment === 'production') throw new Error(reason)
    log.warn({ port: config.metricsPort, reason }, 'no metrics: their port is taken')
    return undefined
  }
  log.info({ host: config.host, port: portOf(server) }, 'metrics')
  return server
}

async function answer(
  { exposition }: Needs,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(exposition, request)
  if (refusal) {
    response.writeHead(refusal.status, refusal.headers).end()
    return
  }
  const text = await exposition.read()
  response.writeHead(200, { 'content-type': exposition.contentType, 'cache-control': 'no-store' })
  response.end(request.method === 'HEAD' ? undefined : text)
}

interface Refusal {
  status: number
  headers: Record<string, string>
}

function refusalOf(exposition: Exposition, { url, method, headers }: IncomingMessage): Refusal | undefined {
  if (url?.split('?', 1)[0] !== '/metrics') return { status: 404, headers: {} }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } }
  if (exposition.admits(headers.authorization)) return undefined
  return { status: 401, headers: { 'www-authenticate': 'Bearer' } }
}
