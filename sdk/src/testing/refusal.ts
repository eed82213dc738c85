import type { ErrorShape } from '../error-shape.ts'
import { statuses } from '../generated/definitions.ts'
import { type ErrorCode, errorTitles } from '../generated/errors.ts'
import type { InputIssue, Problem } from '../problem.ts'

export interface RefusalOptions {
  detail?: string
  errors?: InputIssue[]
  retryAfterSeconds?: number
}

/** What a procedure of the stand-in throws where the server would throw an error of its own. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly options: RefusalOptions

  constructor(code: ErrorCode, options: RefusalOptions = {}) {
    super(code)
    this.code = code
    this.options = options
  }
}

/** The seconds to wait where a 429 or 503 knows no better: the server's. */
const DEFAULT_RETRY_AFTER_SECONDS = 5

/** A refusal as the server would answer it (RFC 9457); what is no refusal is a mistake of the test, and thrown on. */
export function problemOf(error: unknown, requestId: string, baseUrl: string): Problem {
  if (!(error instanceof Refusal)) throw error
  const { code, options } = error
  const [status] = statuses[code]
  const waits = status === 429 || status === 503
  return {
    type: `${baseUrl}/problems/${code}`,
    title: errorTitles[code],
    status,
    code,
    ...(options.detail !== undefined && { detail: options.detail }),
    requestId,
    ...(options.errors && { errors: options.errors }),
    ...(waits && { retryAfterSeconds: options.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS }),
  }
}

/** The same in tRPC's envelope. */
export function shapeOf(problem: Problem, path: string): ErrorShape {
  const [httpStatus, name, code] = statuses[problem.code]
  return {
    message: problem.title,
    code: code as ErrorShape['code'],
    data: { code: name as ErrorShape['data']['code'], httpStatus, path, problem },
  }
}

/** The headers that go with a problem. */
export function headersOf(problem: Problem): Record<string, string> {
  return {
    ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(problem.retryAfterSeconds !== undefined && { 'retry-after': String(problem.retryAfterSeconds) }),
  }
}
