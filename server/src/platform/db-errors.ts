import { IdentityError } from '../kit/identity-error.ts'

/** Seconds after which a caller may try a database again that did not answer. */
const RETRY_AFTER_SECONDS = 2

/** How a statement ended, when the connection rather than the statement was at fault. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  /** `before`: nothing can have happened. `unknown`: it was lost between asking and the answer. */
  readonly outcome: 'before' | 'unknown'

  constructor(outcome: 'before' | 'unknown', message: string, options?: ErrorOptions) {
    super(message, options)
    this.outcome = outcome
  }
}

/** SQLSTATEs that say "the server, not the statement": shutting down, starting, out of connections or memory, cancelled. */
const UNAVAILABLE_STATES = /^(?:08...|57P0.|53...|58030|57014|55P03|25006|25P03|25P04)$/

/** After these the connection is of no use: the server closes it, or it leads to a standby. */
const FATAL_STATES = /^(?:08...|57P0.|25006|25P03|25P04)$/

/** Codes of sockets, DNS, TLS and the driver for a connection that was refused, cut or never came about. */
const CONNECTION_CODES =
  /^(?:CONNECT|CONNECTION_|CONNECT_TIMEOUT|E(?:CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN|NOTFOUND|NOENT)|ERR_(?:SSL|TLS|STREAM|SOCKET))/

/** The SQLSTATE or system code of an error, or of what it wraps (drizzle wraps every failure of a query). */
export function codeOf(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as Error & { code?: unknown }
    if (typeof code === 'string' && !(current instanceof IdentityError)) return code
  }
  return undefined
}

/** The innermost message, which says what happened and carries no statement and no parameters. */
export function reasonOf(error: unknown): string {
  let reason = 'unknown'
  for (let current = error; current instanceof Error; current = current.cause) reason = current.message
  return reason
}

/** Whether the same work may succeed at once: a deadlock, a serialization failure, or a plan a migration outdated. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '40001' || code === '40P01') return true
  return code === '0A000' && routineOf(error) === 'RevalidateCachedQuery'
}

/** Whether the server did not let us in: the role or its password is not, or no longer, what it knows. */
export function isRefusal(error: unknown): boolean {
  const code = codeOf(error)
  return code === '28P01' || code === '28000'
}

function routineOf(error: unknown): unknown {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('routine' in current) return current.routine
  }
  return undefined
}

/** Whether the connection it came from must not be used again. */
export function isFatal(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && (FATAL_STATES.test(code) || CONNECTION_CODES.test(code))
}

/** Whether the server turned out to be one that takes no writes: every connection of the pool leads to it. */
export const isReadOnly = (error: unknown): boolean => codeOf(error) === '25006'

/**
 * Text with NUL or a lone surrogate, and moments that no calendar has or that lie beyond Postgres's own: what a JavaScript
 * string or Date may hold, and Postgres may not.
 */
const REFUSED_VALUE_STATES = /^(?:2200[789]|22021|22P05)$/

/** Whether the database refused a value that no schema should have let through. */
export const isRefusedValue = (error: unknown): boolean => REFUSED_VALUE_STATES.test(codeOf(error) ?? '')

/**
 * The `unavailable` that a failure of the database means to a caller; undefined when it is none of the
 * database's being away, slow or overloaded. Looks through drizzle's wrapping.
 */
export function toIdentityError(error: unknown): IdentityError | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof IdentityError) return current
    if (current instanceof ConnectionLost) return unavailable(error, current.outcome === 'unknown')
  }
  const code = codeOf(error)
  if (code === undefined) return undefined
  if (UNAVAILABLE_STATES.test(code) || CONNECTION_CODES.test(code) || isTransient(error))
    return unavailable(error, false)
  return undefined
}

export function unavailable(cause: unknown, retryable: boolean): IdentityError {
  return new IdentityError('unavailable', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    ...(retryable && { retryable: true }),
    cause,
  })
}
