import { randomBytes } from 'node:crypto'

const START = randomBytes(9).toString('base64url')
let count = 0

/**
 * An id for a request that brought none: 72 random bits of this process and a count. Unique over all nodes, and a
 * hundred times cheaper than randomness for each; it opens nothing, so it may be guessed.
 */
export function newRequestId(): string {
  count += 1
  return `${START}.${count.toString(36)}`
}
