import type { AuditEvent } from '@gatehouse/sdk'
import type { Words } from './area.ts'
import { type Role, roleName } from './permissions.ts'

/** One thing an event tells beyond its sentence. */
export interface Fact {
  label: string
  text: string
}

interface Reading {
  words: Words
  roles: readonly Role[]
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/

/**
 * What an event tells beyond its sentence, in words: what was set, and what was there before. Ids are left out, and
 * so is what did not happen.
 */
export function factsOf(reading: Reading, { details }: Pick<AuditEvent, 'details'>): Fact[] {
  return Object.entries(flat(details ?? {})).flatMap(([name, value]) => {
    const text = isChange(value) ? changeOf(reading, name, value) : textOf(reading, name, value)
    return text === '' ? [] : [{ label: labelOf(reading.words, name), text }]
  })
}

interface Change {
  before: unknown
  after: unknown
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isChange = (value: unknown): value is Change => isRecord(value) && 'before' in value && 'after' in value

/** The same as changes by name: of a role as a whole, of each field of what was changed, or as it is. */
function flat({ before, after, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (isRecord(before) && isRecord(after)) {
    const changed = Object.keys(after).filter((name) => String(before[name]) !== String(after[name]))
    return {
      ...rest,
      ...Object.fromEntries(changed.map((name) => [name, { before: before[name], after: after[name] }])),
    }
  }
  return after === undefined ? rest : { role: { before, after }, ...rest }
}

/** Empty where both are ids: what they are of, the event does not tell. */
function changeOf(reading: Reading, name: string, { before, after }: Change): string {
  const [was, is] = [before, after].map((value) =>
    typeof value === 'boolean' ? reading.words.audit.switched[`${value}`] : textOf(reading, name, value),
  )
  return was || is ? `${was || '–'} → ${is || '–'}` : ''
}

function textOf({ words, roles }: Reading, name: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'number') return value === 0 ? '' : String(value)
  if (value === true) return words.audit.switched.true
  if (typeof value !== 'string' || ID.test(value)) return ''
  if (name === 'role') return roleName(words, roles, value)
  return name === 'reason' || name === 'by' ? wordFor(words, value) : value
}

const wordFor = ({ audit }: Words, value: string): string =>
  value in audit.values ? audit.values[value as keyof typeof audit.values] : value

const labelOf = ({ audit }: Words, name: string): string =>
  name in audit.facts ? audit.facts[name as keyof typeof audit.facts] : name
