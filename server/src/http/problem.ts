import { TRPCError } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { z } from 'zod'
import { errorCatalogue } from '../errors.ts'
import { type ErrorCode, type ErrorEntry, IdentityError, type InputIssue } from '../kit/identity-error.ts'
import { isRefusedValue, toIdentityError } from '../platform/db.ts'
import { issuesOf } from './input-issues.ts'

/** RFC 9457 problem details: the body of every REST error and `error.data.problem` of every tRPC error. */
export interface Problem {
  /** Address of a page of ours about the code. */
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  requestId: string
  /** What is wrong with the input and where (RFC 6901). */
  errors?: InputIssue[]
  /** For 429 and 503; the same as the `Retry-After` header. */
  retryAfterSeconds?: number
  /** The change may have happened: repeat it with the same Idempotency-Key, or read the state first. */
  retryable?: boolean
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json'

const STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_CONTENT: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Record<ErrorEntry['status'], number>

/** What tRPC says by itself, in our codes; the rest of its codes are ours to throw as IdentityErrors. */
const TRPC_CODES: Partial<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'request.invalid',
  BAD_REQUEST: 'request.invalid',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  UNSUPPORTED_MEDIA_TYPE: 'request.unsupported_media_type',
  PAYLOAD_TOO_LARGE: 'request.too_large',
}

/** Seconds to wait where a 429 or 503 knows no better. */
const DEFAULT_RETRY_AFTER_SECONDS = 5

/** The catalogue's entry of a code; a code that is not in it could only come past the compiler. */
const entryOf = (code: ErrorCode): ErrorEntry => errorCatalogue[code]

/** The HTTP status a code answers with, on both faces. */
export const problemStatus = (code: ErrorCode): number => STATUS[entryOf(code).status]

/** An error as tRPC tells it: `error.data.problem` is what the REST face answers. */
export function problemShape(problem: Problem, path: string | undefined) {
  const code = entryOf(problem.code).status
  return {
    message: problem.title,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: { code, httpStatus: problem.status, path, problem },
  }
}

/** Where the page about a code is. */
function problemType(code: ErrorCode, publicUrl: URL | undefined): string {
  const base = publicUrl ? publicUrl.href.replace(/\/$/, '') : ''
  return `${base}/problems/${code}`
}

/**
 * What a caller may learn of an error. Whatever is not an error of ours, of the input or of a dependency being away
 * becomes `internal`, with nothing of its message (SECURITY D4).
 *
 * @param publicUrl the configured one; only where there is no context yet is it left out.
 */
export function toProblem(error: unknown, requestId: string, publicUrl?: URL): Problem {
  const known = toKnownError(error)
  const { status: statusName, title } = entryOf(known.code)
  const status = STATUS[statusName]
  const waits = status === 429 || status === 503
  const retryAfterSeconds = waits
    ? Math.max(1, Math.ceil(known.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS))
    : undefined
  return {
    type: problemType(known.code, publicUrl),
    title,
    status,
    code: known.code,
    ...(known.detail !== undefined && { detail: known.detail }),
    requestId,
    ...(known.errors && { errors: known.errors }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(known.retryable && { retryable: true }),
  }
}

/** Any error as one of ours; `internal`, with the error as its cause, when it is none we know. */
export function toKnownError(error: unknown): IdentityError {
  if (error instanceof IdentityError) return error
  if (error instanceof TRPCError) return fromTrpc(error)
  const infrastructure = toIdentityError(error)
  if (infrastructure) return infrastructure
  // A text the schema let through and the database cannot hold is the caller's, and a gap in the schema.
  if (isRefusedValue(error)) return new IdentityError('request.invalid', { cause: error })
  return new IdentityError('internal', { cause: error })
}

function fromTrpc(error: TRPCError): IdentityError {
  const { cause } = error
  if (error.code === 'BAD_REQUEST' && cause instanceof z.core.$ZodError) {
    return new IdentityError('request.invalid', { errors: issuesOf(cause), cause })
  }
  const code = TRPC_CODES[error.code]
  if (cause && error.code === 'INTERNAL_SERVER_ERROR') return toKnownError(cause)
  if (cause instanceof IdentityError) return cause
  return new IdentityError(code ?? 'internal', { cause: error })
}
