import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { plainText } from '../../kit/plain-text.ts'
import { DisplayName, EmailInput, Locale, TimeZone } from '../accounts/index.ts'
import { type ImportedRow, MAX_ROWS, type RowCode } from './schemas.ts'

/** Somebody who may be brought along, as far as their line tells. */
export interface ReadyRow {
  line: number
  email: string
  emailCanonical: string
  displayName: string
  isVerified: boolean
  passwordHash: string | null
  /** RFC 3339; null for now. */
  createdAt: string | null
  locale: string
  timezone: string
}

/** So many rows are read before others get their turn: about five milliseconds. */
const ROWS_PER_TURN = 100

const MAX_MESSAGE = 300

/**
 * One person. There is no platform role among the fields: that is given by an administrator, one by one, to somebody
 * who can be asked.
 */
const Row = z.strictObject({
  email: EmailInput,
  displayName: DisplayName,
  isVerified: z.boolean().default(false),
  passwordHash: z.string().min(1).max(512).nullable().default(null),
  createdAt: z.iso.datetime({ offset: true }).nullable().default(null),
  locale: remembering(Locale).default('en'),
  timezone: remembering(TimeZone).default('UTC'),
})

/** Thousands of people share a few languages and time zones, and to ask about one takes long. */
function remembering(schema: z.ZodType<string>): z.ZodType<string> {
  const known = new Set<string>()
  return z.string().superRefine((value, context) => {
    if (known.has(value)) return
    const read = schema.safeParse(value)
    if (read.success && known.size < 1_000) known.add(value)
    if (!read.success) context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? '' })
  })
}

/** Lines of a file. */
export interface Part {
  ndjson: string
  /** Which line of the file the first one is; 1 unless told. */
  firstLine?: number
  /** The addresses of the parts before, with their lines: added to, where a file is read in parts. */
  seen?: Map<string, number>
}

/**
 * Reads a file of one JSON object per line. A bad line never stops the others: it is told of.
 *
 * @throws {IdentityError} `request.invalid` for more lines than a call takes.
 */
export async function readRows(
  { clock, passwords }: Pick<Context, 'clock' | 'passwords'>,
  { ndjson, firstLine = 1, seen = new Map() }: Part,
): Promise<{ ready: ReadyRow[]; refused: ImportedRow[] }> {
  const lines = linesOf(ndjson, firstLine)
  const ready: ReadyRow[] = []
  const refused: ImportedRow[] = []
  for (const [index, { line, text }] of lines.entries()) {
    if (index > 0 && index % ROWS_PER_TURN === 0) await setImmediate()
    const read = readRow(line, text, { nowMs: clock.nowMs(), passwords })
    if ('status' in read) {
      refused.push(read)
      continue
    }
    const before = seen.get(read.emailCanonical)
    if (before !== undefined) {
      refused.push(refusal(line, 'row.duplicate', `The address stands on line ${before} already.`))
      continue
    }
    seen.set(read.emailCanonical, line)
    ready.push(read)
  }
  return { ready, refused }
}

function linesOf(ndjson: string, firstLine: number): { line: number; text: string }[] {
  const lines = ndjson
    .split('\n')
    .map((text, index) => ({ line: firstLine + index, text: text.trim() }))
    .filter(({ text }) => text !== '')
  if (lines.length <= MAX_ROWS) return lines
  throw new IdentityError('request.invalid', {
    errors: [{ pointer: '/ndjson', code: 'too_many', message: `Up to ${MAX_ROWS} lines in one call.` }],
  })
}

function readRow(
  line: number,
  text: string,
  { nowMs, passwords }: { nowMs: number; passwords: Context['passwords'] },
): ReadyRow | ImportedRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refusal(line, 'row.not_json', 'The line is no JSON.')
  }
  const parsed = Row.safeParse(value)
  if (!parsed.success) return refusalOf(line, parsed.error.issues[0]!)
  const { email, createdAt, passwordHash, ...row } = parsed.data
  const address = parseEmailAddress(email)!
  if (createdAt !== null && !(Date.parse(createdAt) <= nowMs && Date.parse(createdAt) >= 0))
    return refusal(line, 'row.field_invalid', 'createdAt: not between 1970 and now.')
  const fault = passwordHash === null ? undefined : faultOf(passwords, passwordHash)
  if (fault) return refusal(line, ...fault)
  return {
    line,
    email: address.address,
    emailCanonical: address.canonical,
    passwordHash,
    createdAt,
    ...row,
  }
}

function faultOf(passwords: Context['passwords'], passwordHash: string): [RowCode, string] | undefined {
  const verdict = passwords.assess(passwordHash)
  if (verdict === 'unknown')
    return ['row.hash_unknown', 'passwordHash: not a PHC string of argon2, bcrypt, scrypt or pbkdf2.']
  if (verdict === 'admissible') return undefined
  return ['row.hash_out_of_bounds', 'passwordHash: asks for too much work or memory, or for too little.']
}

function refusalOf(line: number, issue: z.core.$ZodIssue): ImportedRow {
  if (issue.code === 'unrecognized_keys')
    return refusal(line, 'row.unknown_field', `Not a field: ${issue.keys.join(', ')}.`)
  const field = issue.path.join('.')
  if (field === 'email') return refusal(line, 'row.email_invalid', 'email: not an email address.')
  return refusal(line, 'row.field_invalid', field === '' ? issue.message : `${field}: ${issue.message}`)
}

const refusal = (line: number, code: RowCode, message: string): ImportedRow => ({
  line,
  status: 'invalid',
  userId: null,
  code,
  message: plainText(message, MAX_MESSAGE),
})
