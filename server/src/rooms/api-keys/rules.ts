import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const PREFIX = 'gk_'
const KEY = /^gk_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/
/** How much of a key is kept in clear text, to tell it by. */
const SHOWN_LENGTH = 11

/**
 * A new key: `gk_`, 256 random bits in base64url, and the CRC-32 of both in six more characters, so that a scanner for
 * leaked secrets, and we, can tell a key from what merely looks like one without asking a database (SECURITY Y1). The
 * SDK computes the same, in any runtime.
 */
export function newApiKey(): { key: string; prefix: string } {
  const secret = randomBytes(32).toString('base64url')
  const key = `${PREFIX}${secret}${checksumOf(secret)}`
  return { key, prefix: key.slice(0, SHOWN_LENGTH) }
}

/** Whether a text is well formed as a key, its checksum included. */
export function isApiKey(text: string): boolean {
  const [, secret, checksum] = KEY.exec(text) ?? []
  return secret !== undefined && checksum === checksumOf(secret)
}

/** Whether a credential means to be a key of ours, right or wrong: it is then judged as one, and as nothing else. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(PREFIX)

function checksumOf(secret: string): string {
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(`${PREFIX}${secret}`))
  return checksum.toString('base64url')
}
