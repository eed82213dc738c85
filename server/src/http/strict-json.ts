import { IdentityError } from '../kit/identity-error.ts'

/** How deep arrays and objects may nest (SECURITY X3). */
export const MAX_DEPTH = 20

/** Names that reach into an object's prototype wherever somebody copies properties carelessly. */
const isForbidden = (key: string): boolean => key === '__proto__' || key === 'constructor'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a

/**
 * Reads JSON (RFC 8259) and refuses what two parsers may read differently: duplicate keys, names of the prototype,
 * text that is not Unicode, and nesting deeper than `maxDepth`.
 *
 * @throws {IdentityError} `request.invalid`
 */
export function parseStrictJson(text: string, maxDepth = MAX_DEPTH): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes the body, which may hold a password.
    throw refused('', 'json', 'This is not JSON.')
  }
  const members = countMembers(value, '', maxDepth)
  // JSON.parse keeps the last of equal keys, so the text then has more members than the value.
  if (members !== countColons(text) && members !== countColonsOutsideStrings(text)) {
    throw refused('', 'duplicate_key', 'A key stands twice in the same object.')
  }
  return value
}

/** How many members all objects within have together. */
function countMembers(value: unknown, pointer: string, depthLeft: number): number {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw refused(pointer, 'not_unicode', 'This is not valid Unicode.')
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  if (depthLeft === 0) throw refused('', 'too_deep', 'This nests too deeply.')
  let members = 0
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      members += countMembers(value[index], `${pointer}/${index}`, depthLeft - 1)
    }
    return members
  }
  for (const key of Object.keys(value)) {
    if (isForbidden(key)) throw refused(`${pointer}/${key}`, 'forbidden_key', 'This name is not allowed.')
    if (!key.isWellFormed()) throw refused(pointer, 'not_unicode', 'A name here is not valid Unicode.')
    members += 1 + countMembers((value as Record<string, unknown>)[key], `${pointer}/${key}`, depthLeft - 1)
  }
  return members
}

/** All colons: the count of members where no string holds one. Enough for most bodies. */
function countColons(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) count++
  return count
}

/** The members in the text, duplicates included. The text is known to be JSON. */
function countColonsOutsideStrings(text: string): number {
  let count = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) inString = !inString
    else if (inString) {
      if (code === BACKSLASH) at++
    } else if (code === COLON) count++
  }
  return count
}

function refused(pointer: string, code: string, message: string): IdentityError {
  return new IdentityError('request.invalid', { errors: [{ pointer, code, message }] })
}
