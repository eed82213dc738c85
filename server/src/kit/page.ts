import { z } from 'zod'
import { IdentityError } from './identity-error.ts'
import { isId } from './ids.ts'

/**
 * The cursor of a list, opaque to callers: the sort key and id of the last row they saw. It is not secret
 * and grants nothing; whoever alters one only moves their own window.
 */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The parts of a cursor, or undefined when it is not one of ours with that many parts. */
export function decodeCursor(cursor: string, partCount: number): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parts) || parts.length !== partCount) return undefined
    return parts.every((part) => typeof part === 'string') ? (parts as string[]) : undefined
  } catch {
    return undefined
  }
}

/** @throws {IdentityError} always: `request.invalid`, for a cursor that is not one of the list. */
export function refuseCursor(): never {
  throw new IdentityError('request.invalid', {
    errors: [{ pointer: '/cursor', code: 'cursor_invalid', message: 'Not a cursor of this list.' }],
  })
}

/** What a list procedure is asked for, and what it answers. */
export interface PageRequest {
  limit: number
  cursor?: string | undefined
}
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** Makes a page of rows, of which one more than the limit was asked for: whether it came tells whether there are more. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { toItem, keyOf }: { toItem(row: Row): Item; keyOf(row: Row): readonly string[] },
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => toItem(row)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  }
}

/** The place in a list that is sorted by when its rows were made: the moment in ISO 8601, and the id. */
export interface MomentPlace {
  createdAt: string
  id: string
}

export const momentKey = ({ createdAt, id }: { createdAt: Date; id: string }): readonly string[] => [
  createdAt.toISOString(),
  id,
]

/** @throws {IdentityError} `request.invalid` when it is no cursor of such a list. */
export function readMomentCursor(cursor: string | undefined): MomentPlace | undefined {
  if (cursor === undefined) return undefined
  const [createdAt, id] = decodeCursor(cursor, 2) ?? []
  if (createdAt === undefined || id === undefined || !isInstant(createdAt) || !isId(id)) refuseCursor()
  return { createdAt, id }
}

/** Whether a text is a moment as `toISOString` writes it. */
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** `limit` and `cursor` of every list procedure. */
export const pageInput = {
  limit: z.number().int().min(1).max(100).default(25).describe('How many items at the most, 1 to 100.'),
  cursor: z
    .string()
    .min(1)
    .max(512)
    .optional()
    .describe('`nextCursor` of the page before; leave it out for the first.'),
}

/** `{ items, nextCursor }` around an item schema; `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Pass it as `cursor` for the next page; null at the end.'),
  })
}
