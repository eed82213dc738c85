import { decode, encode, type Wire } from '../codec.ts'
import { definitions, type InputSchema } from '../generated/definitions.ts'
import type { ProcedurePath } from '../generated/errors.ts'
import { headersOf, problemOf, Refusal, shapeOf } from './refusal.ts'

/** Carries out one procedure with its raw input; throws a Refusal where the server would refuse. */
export type Run = (path: ProcedurePath, input: unknown) => unknown

interface Exchange {
  request: Request
  baseUrl: string
  requestId: string
  run: Run
}

/** Answers a request to the platform, over either face, as the server would. */
export async function answer(exchange: Exchange): Promise<Response> {
  const { request, baseUrl, requestId } = exchange
  const url = new URL(request.url)
  const path = url.pathname.slice(new URL(baseUrl).pathname.replace(/\/$/, '').length)
  const response = path.startsWith('/trpc/')
    ? await answerRpc(exchange, decodeURIComponent(path.slice('/trpc/'.length)), url.searchParams)
    : await answerRest(exchange, path, url.searchParams)
  response.headers.set('x-request-id', requestId)
  response.headers.set('cache-control', 'no-store')
  return response
}

interface Outcome {
  status: number
  headers: Record<string, string>
  body: object
}

async function answerRpc(
  { request, baseUrl, requestId, run }: Exchange,
  calls: string,
  query: URLSearchParams,
): Promise<Response> {
  const isBatch = query.get('batch') === '1'
  const text = request.method === 'POST' ? await request.text() : (query.get('input') ?? '')
  const wire = (text === '' ? {} : JSON.parse(text)) as Record<string, Wire | undefined>
  const outcomes = (isBatch ? calls.split(',') : [calls]).map((path, index): Outcome => {
    try {
      const definition = definitionOf(path)
      if (definition.isMutation !== (request.method === 'POST')) throw new Refusal('method_not_allowed')
      const given = isBatch ? wire[index] : (wire as unknown as Wire)
      const output = run(path as ProcedurePath, given && 'json' in given ? decode(given) : {})
      return { status: 200, headers: {}, body: { result: { data: writeOutput(output) } } }
    } catch (error) {
      const problem = problemOf(error, requestId, baseUrl)
      const body = { error: { json: shapeOf(problem, path) } }
      return { status: problem.status, headers: headersOf(problem), body }
    }
  })
  const statuses = new Set(outcomes.map(({ status }) => status))
  const bodies = outcomes.map(({ body }) => body)
  return Response.json(isBatch ? bodies : bodies[0], {
    status: statuses.size === 1 ? outcomes[0]!.status : 207,
    headers: Object.assign({}, ...outcomes.map(({ headers }) => headers)),
  })
}

/** As superjson writes it: nothing is written as nothing, too. */
const writeOutput = (output: unknown): Wire =>
  output === undefined ? { json: null, meta: { values: ['undefined'], v: 1 } } : encode(output as object)

async function answerRest(exchange: Exchange, path: string, query: URLSearchParams): Promise<Response> {
  const { request, baseUrl, requestId, run } = exchange
  try {
    const { procedure, parameters } = findRoute(request.method, path.replace(/^\/api\/v1/, ''))
    const { success } = definitions[procedure]
    const output = run(procedure, { ...(await readRest(request, procedure, query)), ...parameters })
    if (success === 204) return new Response(null, { status: 204 })
    if (typeof output !== 'string') return Response.json(output, { status: success })
    return new Response(output, { status: success, headers: { 'content-type': 'application/x-ndjson' } })
  } catch (error) {
    const problem = problemOf(error, requestId, baseUrl)
    const headers = { 'content-type': 'application/problem+json', ...headersOf(problem) }
    return new Response(JSON.stringify(problem), { status: problem.status, headers })
  }
}

async function readRest(request: Request, procedure: ProcedurePath, query: URLSearchParams): Promise<object> {
  if (request.method === 'GET') {
    const { properties = {} } = definitions[procedure].input
    return Object.fromEntries([...query].map(([name, text]) => [name, coerce(properties[name], text)]))
  }
  const text = await request.text()
  if (text === '') return {}
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) {
    throw new Refusal('request.unsupported_media_type')
  }
  try {
    return JSON.parse(text) as object
  } catch {
    throw new Refusal('request.invalid', {
      errors: [{ pointer: '', code: 'json_invalid', message: 'The body is not JSON.' }],
    })
  }
}

/** Texts of a query by the declared type; what does not read as that stays text, for the schema to refuse. */
function coerce(schema: InputSchema | undefined, text: string): unknown {
  const isNumber = schema?.type === 'integer' || schema?.type === 'number'
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  if (schema?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

/** @throws {Refusal} `not_found`, or `method_not_allowed` for a known path */
function findRoute(
  method: string,
  path: string,
): { procedure: ProcedurePath; parameters: Record<string, string> } {
  let isKnown = false
  for (const [procedure, { route }] of Object.entries(definitions)) {
    const [ownMethod, pattern = ''] = route.split(' ')
    const names = [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
    const values = new RegExp(`^${pattern.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path)
    if (!values) continue
    isKnown = true
    if (ownMethod !== method) continue
    const parameters = Object.fromEntries(
      names.map((name, index) => [name, decodeURIComponent(values[index + 1]!)]),
    )
    return { procedure: procedure as ProcedurePath, parameters }
  }
  throw new Refusal(isKnown ? 'method_not_allowed' : 'not_found')
}

function definitionOf(path: string) {
  if (!Object.hasOwn(definitions, path)) throw new Refusal('not_found')
  return definitions[path as ProcedurePath]
}
