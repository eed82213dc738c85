import superjson from 'superjson'
import type { Problem } from '../../server/src/http/problem.ts'
import type { Meta } from '../../server/src/procedure.ts'
import { type AppRouter, appRouter } from '../../server/src/router.ts'

/** What of a Hono app the callers need. */
export interface Served {
  request(url: string, init?: RequestInit, env?: object): Response | Promise<Response>
}

/** A REST answer, read to its end. `body` is the parsed JSON; undefined when there is none. */
export interface Answer<Body = Record<string, unknown>> {
  status: number
  headers: Headers
  body: Body
  text: string
  /** What Set-Cookie says, by cookie name: the value, and the attributes in lower case. */
  cookies: Map<string, { value: string; attributes: string[]; raw: string }>
}

/** What tRPC answered instead of data. `code` is the problem's, as the SDK's errors have it. */
class RefusedCall extends Error {
  override readonly name = 'RefusedCall'
  readonly code: string
  readonly problem: Problem

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.title}`)
    this.code = problem.code
    this.problem = problem
  }
}

type ProcedureRecord = AppRouter['_def']['record']

type CallerOf<Node> = {
  [Key in keyof Node]: Node[Key] extends { _def: { $types: { input: infer In; output: infer Out } } }
    ? (...input: undefined extends In ? [input?: In] : [input: In]) => Promise<Out>
    : CallerOf<Node[Key]>
}

/** Every procedure as a function over tRPC, by its path: `api.password.confirmReset({ … })`. */
export type Api = CallerOf<ProcedureRecord>

export type Face = 'REST' | 'tRPC'
export const faces: readonly Face[] = ['REST', 'tRPC']

/** Who calls: from which address, with which headers on every call. */
export interface Caller {
  /** One call over the REST face: `rest('POST', '/login', { … })`. A string is sent as it is. */
  rest<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>>
  /** One call over the tRPC face, answered with the raw response. */
  rpc(path: string, input?: unknown, headers?: Record<string, string>): Promise<Response>
  /** One call over the tRPC face. @throws {RefusedCall} with the problem when it is refused. */
  trpc<Output = unknown>(path: string, input?: unknown, headers?: Record<string, string>): Promise<Output>
  api: Api
  /**
   * One call of a procedure over the face of that name, read alike: over tRPC, `body` is the data or the problem.
   * For guarantees that hold on both: `describe.each(faces)`.
   */
  via(face: Face, path: string, input?: object, headers?: Record<string, string>): Promise<Answer>
  /** Any request to any path of the site. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export interface CallerOptions {
  app: Served
  origin: string
  /** The socket's address, asked for on every call. */
  ip: () => string
  headers?: Record<string, string>
}

export function createCaller({ app, origin, ip, headers: ownHeaders = {} }: CallerOptions): Caller {
  const host = new URL(origin).host

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries({ host, 'user-agent': 'gatehouse-test', ...ownHeaders })) {
      if (!headers.has(name)) headers.set(name, value)
    }
    // What @hono/node-server would tell of the connection.
    const env = { incoming: { socket: { remoteAddress: ip() } } }
    return app.request(origin + path, { ...init, headers }, env)
  }

  async function rest<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<Body>> {
    const init: RequestInit = { method, headers: { ...headers } }
    if (body !== undefined) {
      init.headers = { 'content-type': 'application/json', ...headers }
      init.body = typeof body === 'string' ? body : JSON.stringify(body)
    }
    return readAnswer<Body>(await request(path.startsWith('/api/') ? path : `/api/v1${path}`, init))
  }

  async function rpc(path: string, input?: unknown, headers?: Record<string, string>): Promise<Response> {
    const serialized = JSON.stringify(superjson.serialize(input))
    if (typeOf(path) === 'query') {
      return request(`/trpc/${path}?input=${encodeURIComponent(serialized)}`, { headers: { ...headers } })
    }
    return request(`/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: serialized,
    })
  }

  async function trpc<Output>(
    path: string,
    input?: unknown,
    headers?: Record<string, string>,
  ): Promise<Output> {
    const answer = await readRpc(await rpc(path, input, headers))
    if (answer.status >= 400) throw new RefusedCall(answer.body as unknown as Problem)
    return answer.body as Output
  }

  async function via(
    face: Face,
    path: string,
    input: object = {},
    headers?: Record<string, string>,
  ): Promise<Answer> {
    if (face === 'tRPC') return readRpc(await rpc(path, input, headers))
    const { method, url, body } = restRequest(path, input)
    return rest(method, url, body, headers)
  }

  return { rest, rpc, trpc, via, fetch: request, api: proxyOf(trpc) }
}

type Serialized = Parameters<typeof superjson.deserialize>[0]
type TrpcAnswer = { error: Serialized } | { result: { data: Serialized } }
interface TrpcError {
  data: { problem: Problem }
}

/** Where a procedure is on the REST face, with the parts of its input where they belong. */
function restRequest(path: string, input: object): { method: string; url: string; body?: object } {
  const [method = '', pattern = ''] = definitionOf(path)?.meta?.rest?.split(' ') ?? []
  const rest = { ...input } as Record<string, unknown>
  const url = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(textOf(rest[name]))
    delete rest[name]
    return value
  })
  if (method !== 'GET') return { method, url, body: rest }
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]) => [name, textOf(value)]),
  ).toString()
  return { method, url: query ? `${url}?${query}` : url }
}

/** A value as it stands in an address. Not `String(value)`: what a fuzzer makes may have no string of its own. */
export const textOf = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : `${JSON.stringify(value)}`

interface Definition {
  type: 'query' | 'mutation'
  meta?: Meta
}

function definitionOf(path: string): Definition | undefined {
  return (appRouter._def.procedures as unknown as Record<string, { _def: Definition }>)[path]?._def
}

/** `query` or `mutation`; an unknown path is posted, so that tests can see what that answers. */
function typeOf(path: string): 'query' | 'mutation' {
  return definitionOf(path)?.type === 'query' ? 'query' : 'mutation'
}

/** Walks `api.a.b(input)` to a call of `a.b`. */
function proxyOf(call: (path: string, input?: unknown) => Promise<unknown>, path: string[] = []): Api {
  return new Proxy((() => {}) as unknown as Api, {
    get: (_, key) => (typeof key === 'string' && key !== 'then' ? proxyOf(call, [...path, key]) : undefined),
    apply: (_target, _self, [input]: unknown[]) => call(path.join('.'), input),
  })
}

/** A tRPC answer as a REST one would be: `body` is the data, or the problem of the error. */
async function readRpc(response: Response): Promise<Answer> {
  const answer = await readAnswer<TrpcAnswer | undefined>(response)
  const { body } = answer
  if (body === undefined) return { ...answer, body: {} }
  if ('error' in body) {
    const { problem } = superjson.deserialize<TrpcError>(body.error).data
    return { ...answer, body: { ...problem } }
  }
  return { ...answer, body: superjson.deserialize<Record<string, unknown>>(body.result.data) }
}

async function readAnswer<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  // Lines of JSON are a text, as they are over tRPC.
  const isLines = /\bx-ndjson\b/.test(type)
  const cookies: Answer['cookies'] = new Map()
  for (const raw of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = raw.split(';').map((part) => part.trim())
    const equals = pair.indexOf('=')
    cookies.set(pair.slice(0, equals), {
      value: pair.slice(equals + 1),
      attributes: attributes.map((attribute) => attribute.toLowerCase()),
      raw,
    })
  }
  return {
    status: response.status,
    headers: response.headers,
    body: (isLines ? text : /json/.test(type) && text ? JSON.parse(text) : undefined) as Body,
    text,
    cookies,
  }
}
