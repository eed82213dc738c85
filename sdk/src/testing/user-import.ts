import type { ImportedRow } from '../generated/types.ts'
import { type Handler, signedIn } from './call.ts'
import { addUser, findUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { record, type State } from './state.ts'

const MAX_ROWS = 5_000
const FIELDS = ['email', 'displayName', 'isVerified', 'passwordHash', 'createdAt', 'locale', 'timezone']
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

type Code = NonNullable<ImportedRow['code']>

/** Takes people in as the server does, but for their hashes: it knows no password that it was not told in words. */
export const importUsers: Handler<'admin.users.import'> = (call, { ndjson, dryRun }) => {
  const { state } = call
  const { user: admin } = signedIn(call)
  const lines = ndjson
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '')
  if (lines.length > MAX_ROWS) {
    const message = `Up to ${MAX_ROWS} lines in one call.`
    throw new Refusal('request.invalid', { errors: [{ pointer: '/ndjson', code: 'too_many', message }] })
  }
  const seen = new Set<string>()
  const items = lines.map(({ line, text }): ImportedRow => {
    const row = readRow(text)
    if (typeof row === 'string') return refused(line, row)
    const canonical = row.email.toLowerCase()
    if (seen.has(canonical)) return refused(line, 'row.duplicate')
    seen.add(canonical)
    if (findUser(state, row.email)) return { line, status: 'exists', userId: null }
    if (dryRun) return { line, status: 'created', userId: null }
    return { line, status: 'created', userId: add(state, row) }
  })
  const count = (status: ImportedRow['status']) => items.filter((item) => item.status === status).length
  const counts = { created: count('created'), exists: count('exists'), invalid: count('invalid') }
  for (const { userId } of items)
    if (userId !== null) record(state, { action: 'admin.user_imported', userId, actorId: admin.id })
  record(state, { action: 'admin.users_imported', userId: admin.id, details: { dryRun, ...counts } })
  return { dryRun: dryRun ?? false, ...counts, items }
}

interface Row {
  email: string
  displayName: string
  isVerified?: boolean
  locale?: string
  timezone?: string
}

function readRow(text: string): Row | Code {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'row.not_json'
  }
  if (typeof value !== 'object' || value === null) return 'row.field_invalid'
  const row = value as Row
  if (Object.keys(row).some((name) => !FIELDS.includes(name))) return 'row.unknown_field'
  if (typeof row.email !== 'string' || !ADDRESS.test(row.email)) return 'row.email_invalid'
  return typeof row.displayName === 'string' && row.displayName !== '' ? row : 'row.field_invalid'
}

const add = (state: State, { email, displayName, isVerified = false, locale, timezone }: Row): string =>
  addUser(state, {
    ...{ email, displayName, isVerified, password: null },
    ...(locale !== undefined && { locale }),
    ...(timezone !== undefined && { timezone }),
  }).id

const refused = (line: number, code: Code): ImportedRow => ({
  ...{ line, status: 'invalid', userId: null, code },
  message: 'The line was not taken.',
})
