import type { ErrorCode } from './generated/errors.ts'

/** One thing wrong with the input. */
export interface InputIssue {
  /** Where, as a JSON Pointer (RFC 6901): `/email`. Empty for the input as a whole. */
  pointer: string
  /** Which rule: `too_small`, `unrecognized_keys`, `email.invalid`. */
  code: string
  /** In words, in English. */
  message: string
}

/** What the platform answers instead of a result (RFC 9457), the same over tRPC and REST. */
export interface Problem {
  /** Address of a page about the code. */
  type: string
  title: string
  status: number
  code: ErrorCode
  detail?: string
  requestId: string
  errors?: InputIssue[]
  /** For 429 and 503. */
  retryAfterSeconds?: number
  /** The change may have happened: repeat it with the same Idempotency-Key, or read the state first. */
  retryable?: boolean
}

/** Whether a body is a problem of the platform and not, say, a proxy's own JSON. */
export function isProblem(body: unknown): body is Problem {
  const problem = body as Partial<Problem> | null
  return (
    typeof problem === 'object' &&
    problem !== null &&
    typeof problem.code === 'string' &&
    typeof problem.title === 'string' &&
    typeof problem.status === 'number'
  )
}
