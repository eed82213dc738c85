import type { InputSchema } from '../generated/definitions.ts'
import type { InputIssue } from '../problem.ts'
import { Refusal } from './refusal.ts'

/**
 * An input as its procedure gets it: checked against the schema, with defaults filled in.
 *
 * @throws {Refusal} `request.invalid`, with an issue per place, as the server names them.
 */
export function validate(schema: InputSchema, input: unknown): unknown {
  const issues: InputIssue[] = []
  const value = check(schema, input, '', issues)
  if (issues.length > 0) throw new Refusal('request.invalid', { errors: issues })
  return value
}

type Report = (code: string, message: string) => undefined

function check(schema: InputSchema, value: unknown, pointer: string, issues: InputIssue[]): unknown {
  if (value === undefined && 'default' in schema) return schema.default
  const report: Report = (code, message) => void issues.push({ pointer, code, message })
  if (schema.anyOf) return checkUnion(schema.anyOf, value, pointer, issues)
  // Over tRPC a moment is one already.
  if (schema.format === 'date-time' && value instanceof Date) return value
  if (!isOfType(schema.type, value)) {
    return report('invalid_type', `Invalid input: expected ${schema.type}, received ${nameOf(value)}`)
  }
  if (schema.enum && !schema.enum.includes(value as never)) {
    return report(
      'invalid_value',
      `Invalid option: expected one of ${schema.enum.map((one) => JSON.stringify(one)).join('|')}`,
    )
  }
  if ('const' in schema && value !== schema.const) {
    return report('invalid_value', `Invalid input: expected ${JSON.stringify(schema.const)}`)
  }
  if (typeof value === 'string') return checkText(schema, value, report)
  if (typeof value === 'number') return checkNumber(schema, value, report)
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = value.length } = schema
    if (value.length < minItems) report('too_small', `Too small: expected array to have >=${minItems} items`)
    if (value.length > maxItems) report('too_big', `Too big: expected array to have <=${maxItems} items`)
    return value.map((item, index) => check(schema.items ?? {}, item, `${pointer}/${index}`, issues))
  }
  return schema.type === 'object'
    ? checkObject(schema, value as Record<string, unknown>, pointer, issues)
    : value
}

/** The branch that fits, or what is wrong with the one that comes closest. */
function checkUnion(branches: InputSchema[], value: unknown, pointer: string, issues: InputIssue[]): unknown {
  let closest: InputIssue[] | undefined
  for (const branch of branches) {
    const own: InputIssue[] = []
    const result = check(branch, value, pointer, own)
    if (own.length === 0) return result
    if (!closest || own.length < closest.length) closest = own
  }
  issues.push(...(closest ?? []))
  return undefined
}

function checkObject(
  schema: InputSchema,
  value: Record<string, unknown>,
  pointer: string,
  issues: InputIssue[],
): unknown {
  const result: Record<string, unknown> = {}
  const properties = schema.properties ?? {}
  for (const [name, property] of Object.entries(properties)) {
    const isGiven = value[name] !== undefined
    if (!isGiven && !('default' in property) && !schema.required?.includes(name)) continue
    result[name] = check(property, value[name], `${pointer}/${escapePointer(name)}`, issues)
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(properties, name)) continue
    if (schema.additionalProperties === true) {
      result[name] = value[name]
      continue
    }
    issues.push({
      pointer: `${pointer}/${escapePointer(name)}`,
      code: 'unrecognized_keys',
      message: 'This field is not known.',
    })
  }
  return result
}

function checkText(schema: InputSchema, value: string, report: Report): unknown {
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    report('too_small', `Too small: expected string to have >=${schema.minLength} characters`)
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    report('too_big', `Too big: expected string to have <=${schema.maxLength} characters`)
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    report('invalid_format', `Invalid string: must match pattern /${schema.pattern}/`)
  }
  if (schema.format === 'email' && !EMAIL.test(value)) report('email.invalid', 'Not an email address.')
  if (schema.format !== 'date-time') return value
  if (Number.isNaN(Date.parse(value))) report('invalid_type', 'Invalid input: expected date, received string')
  return new Date(value)
}

function checkNumber(schema: InputSchema, value: number, report: Report): unknown {
  if (schema.minimum !== undefined && value < schema.minimum) {
    report('too_small', `Too small: expected number to be >=${schema.minimum}`)
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    report('too_big', `Too big: expected number to be <=${schema.maximum}`)
  }
  return value
}

/** Near enough to the server's own parser for addresses that people write in tests. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/

function isOfType(type: string | undefined, value: unknown): boolean {
  switch (type) {
    case undefined:
      return true
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    default:
      return typeof value === type
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')
