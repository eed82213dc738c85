import { randomFillSync } from 'node:crypto'

const bytes = Buffer.alloc(16)

/**
 * A new UUIDv7 (RFC 9562 section 5.7): 48 bits of time, so that rows made together lie together in an
 * index, and 74 random bits, so that an id cannot be guessed from its neighbour.
 *
 * @param nowMs the time it carries, in ms since 1970; it orders ids and decides nothing.
 */
export function newId(nowMs: number): string {
  randomFillSync(bytes)
  bytes.writeUIntBE(Math.max(0, Math.trunc(nowMs)), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text can be an id: asked before the database is, which takes no other text for a uuid. */
export const isId = (text: string): boolean => UUID.test(text)

/**
 * An id as the database writes it, of a text that names one in any case; other texts as they are. Where an id is kept as
 * text, one thing has one.
 */
export function canonicalId(text: string): string {
  const lower = text.toLowerCase()
  return isId(lower) ? lower : text
}
