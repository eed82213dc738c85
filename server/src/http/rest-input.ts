import { z } from 'zod'
import { IdentityError, type InputIssue } from '../kit/identity-error.ts'
import type { Definition } from './definitions.ts'

type Coerce = (text: string) => unknown

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
/** RFC 3339, the profile of ISO 8601 this API writes. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/
const MAX_QUERY_PARAMETERS = 50
const ENCODED = /[%+]/

/** What cannot be read as its type stays text, which the schema then refuses in its own words. */
const coerceNumber: Coerce = (text) => (NUMBER.test(text) ? Number(text) : text)
const coerceBoolean: Coerce = (text) => (text === 'true' ? true : text === 'false' ? false : text)
const coerceInstant: Coerce = (text) => {
  if (!INSTANT.test(text)) return text
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? text : instant
}

/** How texts of path and query become what the schema of each field declares; a field without an entry is text. */
export function coercionsOf(definition: Definition): ReadonlyMap<string, Coerce> {
  return pick(definition, (schema) => {
    if (schema instanceof z.ZodNumber) return coerceNumber
    if (schema instanceof z.ZodBoolean) return coerceBoolean
    return schema instanceof z.ZodDate ? coerceInstant : undefined
  })
}

/** The fields of a body that are moments: the one type JSON has no form of its own for. */
export function momentsOf(definition: Definition): ReadonlyMap<string, Coerce> {
  return pick(definition, (schema) => (schema instanceof z.ZodDate ? coerceInstant : undefined))
}

function pick(
  { fields }: Definition,
  choose: (schema: z.ZodType) => Coerce | undefined,
): Map<string, Coerce> {
  const chosen = new Map<string, Coerce>()
  for (const [name, field] of fields) {
    const coerce = choose(bare(field))
    if (coerce) chosen.set(name, coerce)
  }
  return chosen
}

/** The schema inside `.optional()`, `.nullable()`, `.default()` and the like. */
function bare(schema: z.ZodType): z.ZodType {
  let inner = schema
  while ('innerType' in inner.def) inner = inner.def.innerType as z.ZodType
  return inner
}

/**
 * Reads a query string into `input`, each parameter by the declared type of its field.
 *
 * @throws {IdentityError} `request.invalid` for a parameter given twice or not encoded as it must be.
 */
export function readQuery(
  query: string,
  coercions: ReadonlyMap<string, Coerce>,
  input: Record<string, unknown>,
): void {
  const pairs = query.split('&')
  if (pairs.length > MAX_QUERY_PARAMETERS) throw refused('', 'too_many', 'Too many query parameters.')
  for (const pair of pairs) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const text = equals === -1 ? '' : decode(pair.slice(equals + 1))
    if (Object.hasOwn(input, name)) throw refused(`/${name}`, 'duplicate_key', 'This parameter stands twice.')
    // Assigned, it would vanish into the prototype instead of being refused as unknown.
    if (name === '__proto__') throw refused(`/${name}`, 'unrecognized_keys', 'This parameter is not known.')
    const coerce = coercions.get(name)
    input[name] = coerce ? coerce(text) : text
  }
}

function decode(text: string): string {
  if (!ENCODED.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refused('', 'not_unicode', 'The query is not percent-encoded UTF-8.')
  }
}

/** Puts a body beside the path's parameters. What is no object becomes the input itself, for the schema to refuse. */
export function readBody(
  body: unknown,
  moments: ReadonlyMap<string, Coerce>,
  input: Record<string, unknown>,
): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  for (const name of Object.keys(body)) {
    // A parameter of the path is said once, in the path.
    if (Object.hasOwn(input, name)) {
      throw refused(`/${name}`, 'unrecognized_keys', 'This field is not known.')
    }
    const value = (body as Record<string, unknown>)[name]
    const coerce = moments.get(name)
    input[name] = coerce && typeof value === 'string' ? coerce(value) : value
  }
  return input
}

/** No secret and no other input of a change stands in its address, where logs and histories would keep it. */
export function refuseQuery(query: string): void {
  const errors: InputIssue[] = []
  for (const pair of query.split('&').slice(0, 20)) {
    const name = decode(pair.split('=', 1)[0]!)
    if (name !== '')
      errors.push({ pointer: `/${name}`, code: 'unrecognized_keys', message: 'This parameter is not known.' })
  }
  if (errors.length > 0) throw new IdentityError('request.invalid', { errors })
}

function refused(pointer: string, code: string, message: string): IdentityError {
  return new IdentityError('request.invalid', { errors: [{ pointer, code, message }] })
}
