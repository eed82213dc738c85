import { z } from 'zod'

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
