import type { Hono, Context as HonoContext } from 'hono'
import { IdentityError } from '../kit/identity-error.ts'
import { answer } from './answer.ts'
import { countAnswer } from './counting.ts'
import { Deadlines } from './deadlines.ts'
import { type Edge, Exchange } from './exchange.ts'
import { preflightHeaders } from './origin.ts'
import { traceRequest } from './request-span.ts'

export type Handler = (exchange: Exchange) => Response | Promise<Response>

/** A kind of addresses: how errors are told there, and which of the edge's rules hold. */
export interface Face {
  fail(exchange: Exchange, error: unknown, headers?: Record<string, string>): Response
  /** Probes and key sets answer under any name and in any state; everything else does not. */
  isAlwaysServed?: true
  /** Pages of allowed origins may call it (CORS). */
  isShared?: true
}

/** The methods an address here can take; HEAD comes with GET. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** How long a caller waits at the most (SECURITY F5). */
const DEADLINE_MS = 10_000
const MAINTENANCE_RETRY_AFTER_SECONDS = 120

/**
 * The spellings that are served: letters, digits and `-._~` between single slashes. Every other spelling of an address
 * (`//`, `%2f`, `..`, `;`, a slash at the end) is unknown, so that no proxy and no rule of ours can read it otherwise.
 */
const CLEAN_PATH = /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+)$/
/** A batch names its calls behind one another. */
const CLEAN_RPC_PATH = /^\/trpc\/[A-Za-z0-9.]+(?:(?:,|%2C)[A-Za-z0-9.]+)*$/i

/** Puts addresses on Hono's router. Every one goes through `respond`, which holds the rules that hold everywhere. */
export class Mount {
  readonly #app: Hono
  readonly #edge: Edge

  constructor(app: Hono, edge: Edge) {
    this.#app = app
    this.#edge = edge
  }

  on(method: Method, path: string, face: Face, handler: Handler): void {
    const route = path.replace(/:(\w+)/g, '{$1}')
    this.#app.on(method, path, (c) => respond(this.#edge, c, { face, route, handler }))
  }

  /** What answers where nothing else does: 405 with `Allow` for a known address, preflights, 404. */
  otherwise(faceOf: (path: string) => Face): void {
    this.#app.notFound((c) => {
      const path = new URL(c.req.url).pathname
      const face = faceOf(path)
      const handler: Handler = (exchange) => this.#unserved(exchange, face)
      return respond(this.#edge, c, { face, route: '', handler })
    })
  }

  #unserved(exchange: Exchange, face: Face): Response {
    const methods = this.#methodsOf(exchange.path)
    if (methods.length === 0) throw new IdentityError('not_found')
    const origin = exchange.header('origin')
    if (exchange.method === 'OPTIONS' && origin && exchange.header('access-control-request-method')) {
      if (!face.isShared || !exchange.edge.corsHeaders(origin)) throw new IdentityError('request.cross_site')
      return answer(exchange, { status: 204, headers: preflightHeaders(methods) })
    }
    const allow = methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((it) => it !== 'GET')] : methods
    return face.fail(exchange, new IdentityError('method_not_allowed'), { allow: allow.join(', ') })
  }

  #methodsOf(path: string): Method[] {
    return METHODS.filter((method) => this.#app.router.match(method, path)[0].length > 0)
  }
}

interface Target {
  face: Face
  route: string
  handler: Handler
}

function respond(edge: Edge, c: HonoContext, target: Target): Promise<Response> {
  const exchange = new Exchange(edge, c, target.route)
  // Of probes there are more than of anything else, and nobody looks for one.
  if (target.face.isAlwaysServed) return carryOut(exchange, target)
  return traceRequest(exchange, () => carryOut(exchange, target))
}

async function carryOut(exchange: Exchange, { face, handler }: Target): Promise<Response> {
  let response: Response
  try {
    judge(exchange, face)
    const work = handler(exchange)
    response = work instanceof Promise ? await deadlines.limit(work, () => tooLate(exchange)) : work
  } catch (error) {
    response = face.fail(exchange, error)
  }
  countAnswer(exchange, response)
  logAnswer(exchange, response)
  return response
}

/** The rules that come before everything else. */
function judge(exchange: Exchange, face: Face): void {
  const { edge, path } = exchange
  if (!CLEAN_PATH.test(path) && !CLEAN_RPC_PATH.test(path)) throw new IdentityError('not_found')
  if (face.isAlwaysServed) return
  if (!edge.isKnownHost(exchange.host)) throw new IdentityError('request.host_unknown')
  if (!edge.platform.readiness.isPrepared) throw new IdentityError('unavailable', { retryAfterSeconds: 2 })
  if (edge.platform.config.maintenanceMode === 'full') {
    throw new IdentityError('unavailable', {
      detail: 'The service is down for maintenance.',
      retryAfterSeconds: MAINTENANCE_RETRY_AFTER_SECONDS,
    })
  }
  if (exchange.method === 'GET') return
  const { headers } = exchange.request
  edge.refuseCrossSite({
    method: exchange.method,
    origin: headers.get('origin'),
    secFetchSite: headers.get('sec-fetch-site'),
    hasCookies: headers.has('cookie'),
  })
}

const deadlines = new Deadlines(DEADLINE_MS)

/** What a caller hears whose request took too long. The work itself may still end well: hence `retryable`. */
function tooLate(exchange: Exchange): IdentityError {
  exchange.edge.platform.log.warn({ requestId: exchange.id, route: exchange.route }, 'gave up on a request')
  return new IdentityError('unavailable', exchange.method === 'GET' ? {} : { retryable: true })
}

/** One line per request (OPERATIONS "Signals"). Nothing of query, body or headers but what is named here. */
function logAnswer(exchange: Exchange, { status }: Response): void {
  const { effects } = exchange
  exchange.edge.platform.log.info(
    {
      requestId: exchange.id,
      traceId: exchange.traceId,
      method: exchange.method,
      route: exchange.named ? `/trpc/${exchange.named}` : exchange.route,
      status,
      durationMs: Math.round((performance.now() - exchange.startedAtMs) * 10) / 10,
      ip: exchange.ip,
      userAgent: exchange.userAgent,
      userId: effects.userId,
      sessionId: effects.sessionId,
      apiKeyId: effects.apiKeyId,
      orgId: effects.organizationId,
      event: effects.audited.at(-1),
      outcome: status < 400 ? 'success' : 'failure',
      errorCode: exchange.errorCode,
    },
    'request',
  )
}
