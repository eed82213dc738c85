import { codeOf, reasonOf } from '../platform/db-errors.ts'
import type { Exchange } from './exchange.ts'
import { PROBLEM_CONTENT_TYPE, type Problem, toKnownError, toProblem } from './problem.ts'

export const JSON_CONTENT_TYPE = 'application/json; charset=utf-8'

/** A part of an answer: the rest is the same for all. */
export interface Answer {
  status: number
  body?: string | Uint8Array<ArrayBuffer> | null
  contentType?: string
  headers?: Record<string, string>
  /** Which of the sets of headers.ts; `api` unless told. */
  kind?: 'api' | 'page'
}

/** The one way an answer is made, so that none can lack the security headers (SECURITY W4) or the request id. */
export function answer(
  exchange: Exchange,
  { status, body = null, contentType, headers, kind = 'api' }: Answer,
): Response {
  const all: Record<string, string> = { ...exchange.edge.headers[kind], 'x-request-id': exchange.id }
  if (contentType !== undefined) all['content-type'] = contentType
  const origin = exchange.request.headers.get('origin')
  if (origin !== null && kind === 'api') Object.assign(all, exchange.edge.corsHeaders(origin))
  if (headers) Object.assign(all, headers)
  const cookies = exchange.cookiesToSend
  if (!cookies) return new Response(body, { status, headers: all })
  const withCookies = new Headers(all)
  cookies.writeTo(withCookies)
  return new Response(body, { status, headers: withCookies })
}

export const answerJson = (
  exchange: Exchange,
  status: number,
  value: unknown,
  headers?: Record<string, string>,
) =>
  answer(exchange, {
    status,
    body: JSON.stringify(value),
    contentType: JSON_CONTENT_TYPE,
    ...(headers && { headers }),
  })

/** What goes wrong, as the caller may know it; and as the log must, when it is a fault of ours. */
export function problemOf(exchange: Exchange, error: unknown): Problem {
  const { platform } = exchange.edge
  const problem = toProblem(error, exchange.id, platform.config.publicUrl)
  exchange.errorCode = problem.code
  const { cause } = toKnownError(error)
  const isGap = problem.code === 'request.invalid' && cause !== undefined && codeOf(cause) !== undefined
  if (problem.code === 'internal' || isGap) {
    platform.log.error(
      { requestId: exchange.id, route: exchange.route, ...describe(cause ?? error) },
      'unexpected error',
    )
  }
  return problem
}

/** An error for the log. Its outer messages may quote a statement's parameters (drizzle's do), so they stay out. */
function describe(error: unknown) {
  const stack = error instanceof Error ? error.stack : undefined
  return {
    error: error instanceof Error ? error.name : typeof error,
    code: codeOf(error),
    reason: reasonOf(error),
    stack: stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  }
}

/** The headers that go with a problem, whichever way its body is told. */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = {}
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer'
  if (problem.retryAfterSeconds !== undefined) headers['retry-after'] = String(problem.retryAfterSeconds)
  return headers
}

/** RFC 9457: how every REST address tells an error. */
export function answerProblem(
  exchange: Exchange,
  error: unknown,
  headers?: Record<string, string>,
): Response {
  const problem = problemOf(exchange, error)
  return answer(exchange, {
    status: problem.status,
    body: JSON.stringify(problem),
    contentType: PROBLEM_CONTENT_TYPE,
    headers: { ...problemHeaders(problem), ...headers },
  })
}
