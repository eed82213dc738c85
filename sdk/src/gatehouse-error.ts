import type { ErrorCode, ErrorCodesOf, ProcedurePath } from './generated/errors.ts'
import type { InputIssue, Problem } from './problem.ts'

/**
 * An answer of the platform that is not the result. `code` says which; it is a promise and never renamed, while
 * `title` and `detail` are words for people. Narrow it with `isErrorOf` or `hasCode`.
 *
 * One class without type parameters: `instanceof` on a generic one would turn `code` into `any`.
 */
export class GatehouseError extends Error {
  override readonly name = 'GatehouseError'
  readonly code: ErrorCode
  /** The HTTP status. */
  readonly status: number
  /** A sentence for people, in English. */
  readonly title: string
  /** What is particular to this case, for people. */
  readonly detail: string | undefined
  /** Quote it to whoever runs the server: its log has the details under it. */
  readonly requestId: string
  /** How long to wait before asking again, in ms; for 429 and 503. */
  readonly retryAfterMs: number | undefined
  /** What is wrong with the input, and where. */
  readonly issues: readonly InputIssue[]
  /** The change may have happened although this was thrown: read the state before you repeat it. */
  readonly mayHaveHappened: boolean
  /** The procedure that was called: `auth.login`. */
  readonly path: ProcedurePath

  constructor(problem: Problem, path: ProcedurePath) {
    super(`${problem.code}: ${problem.title}`)
    this.code = problem.code
    this.status = problem.status
    this.title = problem.title
    this.detail = problem.detail
    this.requestId = problem.requestId
    this.retryAfterMs =
      problem.retryAfterSeconds === undefined ? undefined : problem.retryAfterSeconds * 1_000
    this.issues = problem.errors ?? []
    this.mayHaveHappened = problem.retryable === true
    this.path = path
  }
}

/**
 * Why there was no answer of the platform: nothing could be reached, it took too long, or something else answered
 * (a proxy's HTML 502, a redirect, a captive portal).
 */
export type NetworkFailure = 'unreachable' | 'timeout' | 'unexpected_answer'

/** The call got no answer of the platform. Whether a change has happened is not known. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly reason: NetworkFailure
  /** The HTTP status of an unexpected answer. */
  readonly status: number | undefined

  constructor(reason: NetworkFailure, options: { status?: number; cause?: unknown } = {}) {
    super(MESSAGES[reason] + (options.status === undefined ? '' : ` (status ${options.status})`), {
      cause: options.cause,
    })
    this.reason = reason
    this.status = options.status
  }
}

const MESSAGES: Record<NetworkFailure, string> = {
  unreachable: 'The server could not be reached.',
  timeout: 'The server did not answer in time.',
  unexpected_answer: 'Something other than the platform answered.',
}

/**
 * Whether `error` is an answer of that procedure. Inside, `error.code` is the union of the codes it can answer, so a
 * `switch` over it completes and checks itself:
 *
 * ```ts
 * if (isErrorOf(error, 'auth.login') && error.code === 'auth.email_not_verified') …
 * ```
 */
export function isErrorOf<Path extends ProcedurePath>(
  error: unknown,
  path: Path,
): error is GatehouseError & { readonly path: Path; readonly code: ErrorCodesOf[Path] } {
  return error instanceof GatehouseError && error.path === path
}

/** Whether `error` is an answer with one of these codes, whichever procedure gave it. */
export function hasCode<Code extends ErrorCode>(
  error: unknown,
  ...codes: Code[]
): error is GatehouseError & { readonly code: Code } {
  return error instanceof GatehouseError && (codes as ErrorCode[]).includes(error.code)
}
