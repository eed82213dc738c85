import type { Vault } from '../../platform/vault.ts'

const PREFIX = 'rt_'
const ID_BYTES = 16
const COUNTER_BYTES = 4
const MAC_BYTES = 32
const PURPOSE = 'refresh-token'

/** A refresh token read back: which session it belongs to and its place in the row of them. */
export interface RefreshToken {
  sessionId: string
  counter: number
}

/**
 * The refresh token number `counter` of a session: `rt_` and base64url of session id, counter and HMAC-SHA256 over both.
 * Derived, so that the successor can be told again within the grace (SECURITY S4) although no token is stored; the
 * key is derived from SECRET_KEY, so that a copy of the database makes none.
 */
export function refreshTokenOf(vault: Vault, sessionId: string, counter: number): string {
  const name = nameOf(sessionId, counter)
  return PREFIX + Buffer.concat([name, vault.mac(PURPOSE, name)]).toString('base64url')
}

/** Every form that token can have: with the present key first, then with previous ones. */
export function refreshTokensOf(vault: Vault, sessionId: string, counter: number): string[] {
  const name = nameOf(sessionId, counter)
  return vault.macs(PURPOSE, name).map((mac) => PREFIX + Buffer.concat([name, mac]).toString('base64url'))
}

/** What a genuine token of ours names, live or not; undefined for anything else, before the database is asked. */
export function readRefreshToken(vault: Vault, token: string): RefreshToken | undefined {
  if (!token.startsWith(PREFIX) || token.length > 128) return undefined
  const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url')
  // Decoding is lenient, the promise is not: one token has one spelling.
  if (bytes.length !== ID_BYTES + COUNTER_BYTES + MAC_BYTES) return undefined
  if (PREFIX + bytes.toString('base64url') !== token) return undefined
  const name = bytes.subarray(0, ID_BYTES + COUNTER_BYTES)
  if (!vault.verifyMac(PURPOSE, name, bytes.subarray(ID_BYTES + COUNTER_BYTES))) return undefined
  const hex = name.toString('hex', 0, ID_BYTES)
  const sessionId = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
  return { sessionId, counter: name.readUInt32BE(ID_BYTES) }
}

function nameOf(sessionId: string, counter: number): Buffer {
  const name = Buffer.alloc(ID_BYTES + COUNTER_BYTES)
  name.write(sessionId.replaceAll('-', ''), 'hex')
  name.writeUInt32BE(counter, ID_BYTES)
  return name
}
