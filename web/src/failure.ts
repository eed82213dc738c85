import { type ErrorCode, GatehouseError, NetworkError } from '@gatehouse/sdk'
import type { Catalogue } from './strings/catalogue.ts'

/** What a field's message can be: one of the page's own checks, or a refusal of the server's. */
export type FieldProblem = keyof Catalogue['fields'] | ErrorCode

/** What can go wrong without the server. */
export type LocalFailure = 'offline' | 'passkeyFailed' | 'passkeyKnown' | 'passkeyUnknown'

/** The device would not make or use a passkey, or the server would not take it. */
export class PasskeyFailure extends Error {
  readonly code: Exclude<LocalFailure, 'offline'>

  constructor(code: Exclude<LocalFailure, 'offline'>, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** Why something did not work, as far as a person can use it. */
export interface Failure {
  code: ErrorCode | LocalFailure
  requestId?: string | undefined
  retryAfterMs?: number | undefined
  /** Which fields it is about, by name. */
  fields: Record<string, FieldProblem>
}

/** Which field a code of the server belongs to, and what to say there if not the code's own words. */
export type FieldOf = Partial<Record<ErrorCode, readonly [field: string, problem?: FieldProblem]>>

/** The person thought better of it. Nothing is said about that. */
export class Cancelled extends Error {}

/**
 * Reads an error of the SDK; undefined when the person gave up by themselves.
 *
 * @param fieldOf the fields of codes, where the server's pointers do not say. Without it there are no fields, as in a list
 *   or behind a button: everything the server objects to is then told as a whole.
 * @throws whatever is not an error of the SDK: it is a mistake of ours, and belongs on the console.
 */
export function toFailure(error: unknown, fieldOf?: FieldOf): Failure | undefined {
  if (error instanceof Cancelled) return undefined
  if (error instanceof PasskeyFailure) return { code: error.code, fields: {} }
  if (error instanceof NetworkError) return { code: 'offline', fields: {} }
  if (!(error instanceof GatehouseError)) throw error
  const fields = fieldOf ? fieldsOf(error, fieldOf) : {}
  return { code: error.code, requestId: error.requestId, retryAfterMs: error.retryAfterMs, fields }
}

function fieldsOf(error: GatehouseError, fieldOf: FieldOf): Record<string, FieldProblem> {
  const fields: Record<string, FieldProblem> = {}
  for (const issue of error.issues ?? []) {
    const name = issue.pointer.split('/')[1]
    if (name) fields[name] ??= issue.code === 'email.invalid' ? 'email.invalid' : 'invalid'
  }
  const named = fieldOf[error.code]
  if (named) fields[named[0]] = named[1] ?? error.code
  return fields
}

/** Whether its words stand at fields, and not over the form. */
export const isAboutFields = (failure: Failure): boolean => Object.keys(failure.fields).length > 0

/** In words. A page that was opened before the server was updated may not know a code; it then says the least. */
export function failureText(strings: Catalogue, failure: Failure): string {
  switch (failure.code) {
    case 'offline':
    case 'passkeyFailed':
    case 'passkeyKnown':
    case 'passkeyUnknown':
      return strings.common[failure.code]
    default:
      return strings.errors[failure.code] ?? strings.errors.internal
  }
}

export function fieldText(strings: Catalogue, problem: FieldProblem): string {
  return problem in strings.fields
    ? strings.fields[problem as keyof Catalogue['fields']]
    : (strings.errors[problem as ErrorCode] ?? strings.errors.internal)
}
