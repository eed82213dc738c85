import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Config } from '../config.ts'
import {
  addressOfHost,
  checkedLookup,
  isForbiddenName,
  isLoopbackName,
  isPublicAddress,
} from './outbound-address.ts'

export interface OutboundRequest {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string | Uint8Array | undefined
  /** The whole call, answer included. Five seconds unless told. */
  timeoutMs?: number
  /** Ends the call as well: for several that share a deadline. */
  signal?: AbortSignal | undefined
}

/** An answer, read to its end. */
export interface OutboundAnswer {
  status: number
  headers: Headers
  body: Buffer
}

/**
 * Why there is no answer. `refused`: we do not call there. `unreachable`: nobody answered in time. `unacceptable`: an
 * answer came that is not taken, a redirect or too much.
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly reason: 'refused' | 'unreachable' | 'unacceptable'

  constructor(reason: OutboundError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

const TIMEOUT_MS = 5_000
/** No answer we wait for is larger. 1 MiB, in bytes. */
const MAX_ANSWER_BYTES = 1_048_576
const PRODUCTION_PORTS = new Set(['', '443', '8443'])

type Where = Pick<Config, 'environment'>

/**
 * Calls another service (SECURITY H1): only https, only public addresses, resolved once and judged before the
 * connection is made to them; no redirect is followed, for it would lead past that. Outside production this machine
 * may be called too, by http as well: tests run their peers there.
 *
 * @throws {OutboundError} when there is no answer that may be taken. Statuses from 400 on are answers.
 */
export async function callOut(where: Where, url: URL, call: OutboundRequest = {}): Promise<OutboundAnswer> {
  refuseForbidden(where, url)
  const mayBeLoopback = where.environment !== 'production'
  const deadline = AbortSignal.timeout(call.timeoutMs ?? TIMEOUT_MS)
  const signal = call.signal ? AbortSignal.any([deadline, call.signal]) : deadline
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(asOutboundError(url, error))
    const outgoing = send(url, {
      method: call.method ?? 'GET',
      headers: { 'user-agent': 'gatehouse', 'accept-encoding': 'identity', ...call.headers },
      // A connection of its own: one from a pool might have been made when the name led elsewhere.
      agent: false,
      lookup: checkedLookup(mayBeLoopback),
      signal,
    })
    outgoing.on('error', fail)
    outgoing.once('response', (incoming) => readAnswer(url, incoming).then(resolve, fail))
    outgoing.end(call.body)
  })
}

/** GETs a text. @throws {Error} for everything but a 200 within the limits. */
export async function fetchText(where: Where, url: URL, call: OutboundRequest = {}): Promise<string> {
  const { status, body } = await callOut(where, url, call)
  if (status !== 200) throw new Error(`${url.origin} answered ${status}.`)
  return body.toString('utf8')
}

/** @throws {OutboundError} for what must not be called, as far as the URL says. */
function refuseForbidden({ environment }: Where, url: URL): void {
  const refuse = (why: string) => new OutboundError('refused', `Refused to call ${url.origin}: ${why}.`)
  const isProduction = environment === 'production'
  const isOnThisMachine = !isProduction && isLoopbackName(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOnThisMachine)) throw refuse('not https')
  if (url.username !== '' || url.password !== '') throw refuse('credentials in the address')
  if (isProduction && !PRODUCTION_PORTS.has(url.port)) throw refuse('neither port 443 nor 8443')
  // Node resolves no address, so the judgement of `lookup` would never be asked for.
  const address = addressOfHost(url.hostname)
  if (address !== undefined && !isPublicAddress(address, !isProduction)) throw refuse('not a public address')
  if (!isOnThisMachine && isForbiddenName(url.hostname)) throw refuse('not a public name')
}

async function readAnswer(url: URL, incoming: IncomingMessage): Promise<OutboundAnswer> {
  const status = incoming.statusCode ?? 0
  const refuse = (why: string) => {
    incoming.destroy()
    return new OutboundError('unacceptable', `${url.origin} ${why}.`)
  }
  if (status >= 300 && status < 400) throw refuse(`redirects with ${status}`)
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_ANSWER_BYTES) throw refuse('sent more than is read')
    chunks.push(chunk)
  }
  if (!incoming.complete) throw new OutboundError('unreachable', `${url.origin} broke off.`)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return { status, headers, body: Buffer.concat(chunks) }
}

function asOutboundError(url: URL, error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  const message = error instanceof Error ? error.message : 'it failed'
  return new OutboundError('unreachable', `${url.origin} could not be asked: ${message}`, { cause: error })
}
