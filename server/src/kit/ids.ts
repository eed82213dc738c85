import { randomFillSync } from 'node:crypto'
import { z } from 'zod'

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
 * An id as a caller names it: in any case, and from here on as the database writes it. Every input that takes one is made
 * of this, since where ids are compared, or kept as text, one thing has one.
 */
export const IdInput = z.uuid().toLowerCase()
