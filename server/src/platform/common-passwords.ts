import { createHash } from 'node:crypto'
import { readAsset } from './assets.ts'

export interface CommonPasswords {
  has(password: string): boolean
  readonly size: number
}

const MAGIC = 'GHPW'
const HEADER_LENGTH = 8
const BUCKETS = 65_536
/** Bytes kept of each SHA-256, beside the two that choose the bucket. */
const REST_LENGTH = 3
/** The longest unit whose repetition is a common password, whatever it is: `abcabcabcabc`. */
const MAX_TRIVIAL_UNIT = 4

/**
 * The form in which passwords are compared with the list. Case is folded, since attackers try it; what is hashed and
 * stored is never folded.
 */
export const foldPassword = (password: string): string => password.normalize('NFKC').toLowerCase()

/**
 * The bundled list of common passwords (server/assets/README.md): 40 bits of each one's SHA-256. That makes it a
 * third of the size, keeps vulgar words out of the repository, and takes a password that is not on it for one that is
 * once in three million times. Also refused is a short or common unit said several times over (NIST SP 800-63B-3
 * section 5.1.1.2: repetitive characters).
 *
 * @throws {Error} when the file is missing or damaged.
 */
export function loadCommonPasswords(): CommonPasswords {
  const list = readAsset('common-passwords.bin')
  const size = list.readUInt32BE(4)
  const entriesAt = HEADER_LENGTH + BUCKETS
  if (list.toString('latin1', 0, 4) !== MAGIC || list.length !== entriesAt + size * REST_LENGTH) {
    throw new Error('The list of common passwords is damaged.')
  }
  // The file has the length of each bucket; here is where each begins.
  const starts = new Uint32Array(BUCKETS + 1)
  for (let bucket = 0; bucket < BUCKETS; bucket += 1)
    starts[bucket + 1] = starts[bucket]! + list[HEADER_LENGTH + bucket]!

  const isListed = (folded: string): boolean => {
    const digest = createHash('sha256').update(folded).digest()
    const bucket = digest.readUInt16BE(0)
    const rest = digest.readUIntBE(2, REST_LENGTH)
    for (let index = starts[bucket]!; index < starts[bucket + 1]!; index += 1) {
      if (list.readUIntBE(entriesAt + index * REST_LENGTH, REST_LENGTH) === rest) return true
    }
    return false
  }

  return {
    size,
    has(password) {
      const folded = foldPassword(password)
      const unit = repeatedUnit(folded)
      if (unit !== undefined && (unit.length <= MAX_TRIVIAL_UNIT || isListed(unit))) return true
      return isListed(folded)
    },
  }
}

/** The shortest text of which this one consists, two times or more; undefined when there is none. */
function repeatedUnit(text: string): string | undefined {
  const at = (text + text).indexOf(text, 1)
  return at > 0 && at < text.length ? text.slice(0, at) : undefined
}
