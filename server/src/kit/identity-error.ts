/**
 * The codes an `IdentityError` may carry. `server/src/errors.ts` fills this in from the rooms' catalogues,
 * so that a code nobody registered does not compile, while the kit imports no room.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, see above
export interface ErrorCodes {}

export type ErrorCode = keyof ErrorCodes

/** One thing wrong with the input: where (RFC 6901 JSON Pointer), which rule, in words. */
export interface InputIssue {
  pointer: string
  code: string
  message: string
}

export interface IdentityErrorOptions {
  /** What is particular to this case, for people. Must not tell accounts apart. */
  detail?: string
  errors?: InputIssue[]
  /** Sent as `Retry-After` and `retryAfterSeconds`; for 429 and 503. */
  retryAfterSeconds?: number
  /** The effect may or may not have happened (a connection lost at COMMIT): the caller may ask again. */
  retryable?: boolean
  /** For the log, never for the caller. */
  cause?: unknown
}

/** What a rule of the domain throws: a code, never a status. Faces turn it into RFC 9457 problem+json. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError'
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly errors: InputIssue[] | undefined
  readonly retryAfterSeconds: number | undefined
  readonly retryable: boolean | undefined

  constructor(code: ErrorCode, options: IdentityErrorOptions = {}) {
    super(code, { cause: options.cause })
    this.code = code
    this.detail = options.detail
    this.errors = options.errors
    this.retryAfterSeconds = options.retryAfterSeconds
    this.retryable = options.retryable
  }
}

/** How a room lists its codes in `errors.ts`. `title` is for people; `status` is a tRPC code name. */
export interface ErrorEntry {
  status:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'METHOD_NOT_SUPPORTED'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'UNSUPPORTED_MEDIA_TYPE'
    | 'UNPROCESSABLE_CONTENT'
    | 'TOO_MANY_REQUESTS'
    | 'INTERNAL_SERVER_ERROR'
    | 'BAD_GATEWAY'
    | 'SERVICE_UNAVAILABLE'
  title: string
  /** One paragraph for the page at /problems/<code>: why it happens and what the caller can do. */
  help: string
}
