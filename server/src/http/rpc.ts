import type { AnyRouter } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import type { Context } from '../context.ts'
import { IdentityError } from '../kit/identity-error.ts'
import { answer, JSON_CONTENT_TYPE, problemHeaders, problemOf } from './answer.ts'
import { readJsonText } from './body.ts'
import { bodyLimitOf } from './body-limit.ts'
import type { Definition } from './definitions.ts'
import type { Face, Mount } from './edge.ts'
import type { Exchange } from './exchange.ts'
import { type Problem, problemShape } from './problem.ts'
import { MAX_DEPTH, parseStrictJson } from './strict-json.ts'
import { transformer } from './transformer.ts'

const RPC_PREFIX = '/trpc'
const MAX_BATCH = 10
/** What superjson and a batch wrap around an input. */
const ENVELOPE_DEPTH = 3
const JSON_LINES = 'application/jsonl'

/** tRPC: superjson, and errors whose `data.problem` is what REST answers. */
export const rpcFace: Face = { fail: answerFailure, isShared: true }

/** Serves the router over tRPC: queries by GET, mutations by POST, batches of up to ten calls. */
export function mountRpc(mount: Mount, router: AnyRouter, definitions: readonly Definition[]): void {
  const byPath = new Map(definitions.map((definition) => [definition.path, definition]))
  const handler = (exchange: Exchange) => handle(exchange, router, byPath)
  mount.on('GET', `${RPC_PREFIX}/:calls`, rpcFace, handler)
  mount.on('POST', `${RPC_PREFIX}/:calls`, rpcFace, handler)
}

async function handle(
  exchange: Exchange,
  router: AnyRouter,
  byPath: ReadonlyMap<string, Definition>,
): Promise<Response> {
  const query = readQuery(exchange)
  const isBatch = query.get('batch') === '1'
  const calls = exchange.path.slice(RPC_PREFIX.length + 1).replaceAll(/%2c/gi, ',')
  const paths = isBatch ? calls.split(',') : [calls]
  if (paths.length > MAX_BATCH) throw invalid(`A batch has up to ${MAX_BATCH} calls.`)
  const known = paths.map((path) => byPath.get(path)).filter((definition) => definition !== undefined)
  if (known.length > 0) exchange.named = known.map(({ path }) => path).join(',')
  if (known.some(({ type }) => type !== known[0]!.type))
    throw invalid('A batch is of queries or of mutations.')
  if (paths.length > 1 && known.some(({ meta }) => meta.setsCookies)) {
    throw invalid('A call that sets cookies travels alone, not in a batch.')
  }
  const only = paths.length === 1 ? known[0] : undefined
  const input = await readInputs(exchange, query, { only, calls: isBatch ? paths.length : undefined })
  return callRouter(exchange, router, { calls, isBatch, input })
}

/** Parameters of the query by name, each at most once. */
function readQuery(exchange: Exchange): URLSearchParams {
  const query = new URLSearchParams(exchange.query ?? '')
  if (query.size > new Set(query.keys()).size) throw invalid('A query parameter stands twice.')
  return query
}

interface Asked {
  /** The procedure, where one alone is called. */
  only: Definition | undefined
  /** How many calls a batch has; undefined where it is none. */
  calls: number | undefined
}

/** The inputs as text for tRPC, read as strictly as a REST body. A call without input has the empty one, as on REST. */
async function readInputs(
  exchange: Exchange,
  query: URLSearchParams,
  { only, calls }: Asked,
): Promise<string> {
  const most = only?.meta.maxBodyBytes && (await bodyLimitOf(exchange, only))
  const text =
    exchange.method === 'POST'
      ? await readJsonText(exchange.request, exchange.incoming, most)
      : (query.get('input') ?? '')
  const parsed = text === '' ? undefined : parseStrictJson(text, MAX_DEPTH + ENVELOPE_DEPTH)
  if (calls === undefined) return parsed === undefined ? '{"json":{}}' : text
  if (parsed !== undefined && (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))) {
    throw invalid('The inputs of a batch are an object by position.')
  }
  const inputs: Record<string, unknown> = { ...parsed }
  for (const key of Object.keys(inputs)) {
    if (!/^\d$/.test(key) || Number(key) >= calls)
      throw invalid('The inputs name a call that is not in the batch.')
  }
  for (let index = 0; index < calls; index++) inputs[index] ??= { json: {} }
  return JSON.stringify(inputs)
}

interface RouterCall {
  calls: string
  isBatch: boolean
  input: string
}

async function callRouter(exchange: Exchange, router: AnyRouter, call: RouterCall): Promise<Response> {
  const problems: Problem[] = []
  const context = exchange.toContext()
  const response = await fetchRequestHandler({
    endpoint: RPC_PREFIX,
    router,
    req: requestFor(exchange, call),
    createContext: (): Context => context,
    onError: ({ error }) => problems.push(problemOf(exchange, error)),
  })
  // Read to its end even where a client asked for a stream: the headers below depend on how the calls went, and
  // the deadline holds for all of it.
  const body = await response.text()
  const headers: Record<string, string> = {}
  for (const problem of problems) Object.assign(headers, longest(headers, problemHeaders(problem)))
  const allow = response.headers.get('allow')
  if (allow !== null) headers.allow = allow
  const given = response.headers.get('content-type')
  const contentType = given === null || given === 'application/json' ? JSON_CONTENT_TYPE : given
  return answer(exchange, { status: response.status, body, contentType, headers })
}

/** The request as tRPC's handler reads it, after we have read it ourselves. */
function requestFor(exchange: Exchange, { calls, isBatch, input }: RouterCall): Request {
  const isPost = exchange.method === 'POST'
  const url = new URL(`http://localhost${RPC_PREFIX}/${calls}`)
  if (isBatch) url.searchParams.set('batch', '1')
  if (!isPost) url.searchParams.set('input', input)
  const headers = new Headers({ 'content-type': 'application/json' })
  const wanted = exchange.header('trpc-accept') ?? exchange.header('accept')
  if (wanted?.includes(JSON_LINES)) headers.set('trpc-accept', JSON_LINES)
  return new Request(url, { headers, ...(isPost && { method: 'POST', body: input }) })
}

/** Of two waits of a batch the longer one. */
function longest(before: Record<string, string>, next: Record<string, string>): Record<string, string> {
  const waits = [before['retry-after'], next['retry-after']].filter((wait) => wait !== undefined)
  return waits.length < 2 ? next : { ...next, 'retry-after': String(Math.max(...waits.map(Number))) }
}

/** An error that comes before any call, in tRPC's envelope. */
function answerFailure(exchange: Exchange, error: unknown, headers?: Record<string, string>): Response {
  const problem = problemOf(exchange, error)
  const shape = transformer.output.serialize(problemShape(problem, undefined))
  return answer(exchange, {
    status: problem.status,
    body: JSON.stringify({ error: shape }),
    contentType: JSON_CONTENT_TYPE,
    headers: { ...problemHeaders(problem), ...headers },
  })
}

const invalid = (detail: string) => new IdentityError('request.invalid', { detail })
