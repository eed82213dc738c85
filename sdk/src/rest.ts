/** `@gatehouse/sdk/rest`: a small client of the REST face, for runtimes where every kilobyte counts. */
import type { CallOptions } from './call-options.ts'
import { type Answer, DEFAULT_TIMEOUT_MS, deadline, exchange, type Fetch, type Outgoing } from './exchange.ts'
import { GatehouseError, NetworkError } from './gatehouse-error.ts'
import type { ProcedurePath } from './generated/errors.ts'
import type { Methods } from './generated/methods.ts'
import { type Dates, type Route, routes } from './generated/routes.ts'
import { newKey } from './idempotency-key.ts'
import { methodsOf } from './methods.ts'
import { isProblem } from './problem.ts'
import { createRetries } from './retry.ts'

export type { CallOptions } from './call-options.ts'
export type { Fetch } from './exchange.ts'
export { GatehouseError, hasCode, isErrorOf, NetworkError, type NetworkFailure } from './gatehouse-error.ts'
export type { Methods } from './generated/methods.ts'

export interface RestClientOptions {
  /** Where the platform is: its PUBLIC_URL. */
  baseUrl: string | URL
  /** The access token to send, or how to get it: asked before every attempt. Keeping and refreshing it is yours. */
  accessToken?: string | (() => string | null | Promise<string | null>) | undefined
  /** Instead of the global one. */
  fetch?: Fetch | undefined
  /** Sent with every request. */
  headers?: Record<string, string> | undefined
  /** How long one attempt may take, in ms; 15 s unless given. */
  timeoutMs?: number | undefined
}

/**
 * The methods of `createClient`, with the same types, over plain JSON. One request a call, and no session: the caller
 * holds the tokens.
 */
export function createRestClient(options: RestClientOptions): Methods {
  const { accessToken, headers = {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options
  const baseUrl = `${new URL(options.baseUrl).href.replace(/\/+$/, '')}/api/v1`
  const shared = { fetch: options.fetch ?? ((url, init) => fetch(url, init)), headers } satisfies Shared
  const retries = createRetries()

  function call(
    path: ProcedurePath,
    [route, dates, takesKey]: Route,
    input: object = {},
    own: CallOptions = {},
  ) {
    const { method, url, body } = requestOf(route, input)
    const key = takesKey ? (own.idempotencyKey ?? newKey()) : undefined
    const attempt = async () => {
      const token = typeof accessToken === 'function' ? await accessToken() : accessToken
      const { signal, clear } = deadline(own.timeoutMs ?? timeoutMs, own.signal)
      const outgoing: Outgoing = {
        method,
        headers: {
          accept: 'application/json, application/x-ndjson',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...(key && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body }),
        signal,
      }
      try {
        return withDates(resultOf(await exchange(shared, baseUrl + url, outgoing), path), dates)
      } finally {
        clear()
      }
    }
    return retries.run(attempt, { repeatable: method === 'GET' || key !== undefined, signal: own.signal })
  }
  return methodsOf(routes, call) as unknown as Methods
}

type Shared = Parameters<typeof exchange>[0]

/** Puts an input where its route has it: path, then query of a GET or body of anything else. */
function requestOf(route: string, input: object): { method: string; url: string; body?: string } {
  const fields = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const [method = '', pattern = ''] = route.split(' ')
  const url = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(text(fields.get(name)))
    fields.delete(name)
    return value
  })
  if (method !== 'GET') return { method, url, body: JSON.stringify(Object.fromEntries(fields)) }
  const query = [...fields].map(([name, value]) => `${name}=${encodeURIComponent(text(value))}`)
  return { method, url: query.length > 0 ? `${url}?${query.join('&')}` : url }
}

const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value))

/** @throws {GatehouseError} or, when the answer is not the platform's, {NetworkError} */
function resultOf({ status, body }: Answer, path: ProcedurePath): unknown {
  if (status >= 200 && status < 300) return body
  throw isProblem(body) ? new GatehouseError(body, path) : new NetworkError('unexpected_answer', { status })
}

/** Turns what the contract knows to be dates into dates, in place. */
function withDates(value: unknown, dates: Dates | 0 | undefined): unknown {
  if (Array.isArray(value)) for (const item of value) withDates(item, dates)
  else if (dates && typeof value === 'object' && value !== null) {
    const fields = value as Record<string, unknown>
    for (const [name, inner] of Object.entries(dates)) {
      const field = fields[name]
      if (inner !== 1) withDates(field, inner)
      else if (typeof field === 'string') fields[name] = new Date(field)
    }
  }
  return value
}
