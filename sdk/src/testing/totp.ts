// Codes of authenticator apps (RFC 6238), with the SHA-1 of RFC 3174: the Web Crypto API has it too, but answers later,
// and the stand-in answers at once. A hash of that age guards nothing here.

const STEP_MS = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The time step that a moment is in (section 4.2). */
export const stepOf = (time: Date): number => Math.floor(time.getTime() / STEP_MS)

/** The six digits that an authenticator shows in a time step. @param secret in Base32 */
export function codeAt(secret: string, step: number): string {
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigUint64(0, BigInt(step))
  const mac = hmac(fromBase32(secret), counter)
  // Dynamic truncation, RFC 4226 section 5.3.
  const offset = mac[19]! & 15
  const bits = new DataView(mac.buffer).getUint32(offset) & 0x7fffffff
  return String(bits % 1_000_000).padStart(6, '0')
}

/** The step a code is right for, one either side of now; undefined when it is wrong. */
export function matchingStep(secret: string, code: string, now: Date): number | undefined {
  const current = stepOf(now)
  return [current, current - 1, current + 1].find((step) => codeAt(secret, step) === code)
}

/** Twenty bytes in Base32, made of a number: a secret of the stand-in is the same in every run. */
export function secretOf(seed: number): string {
  return toBase32(sha1(new TextEncoder().encode(`testing ${seed}`)))
}

function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

/** RFC 2104, for keys of up to a block. */
function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const padded = (mask: number) => Uint8Array.from({ length: 64 }, (_, index) => (key[index] ?? 0) ^ mask)
  return sha1(concat(padded(0x5c), sha1(concat(padded(0x36), message))))
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length)
  joined.set(left)
  joined.set(right, left.length)
  return joined
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

function sha1(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / 64) * 64
  const view = new DataView(new ArrayBuffer(length))
  message.forEach((byte, index) => void view.setUint8(index, byte))
  view.setUint8(message.length, 0x80)
  view.setUint32(length - 4, message.length * 8)
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  for (let block = 0; block < length; block += 64) {
    const words = Array.from({ length: 16 }, (_, index) => view.getInt32(block + index * 4))
    for (let index = 16; index < 80; index += 1) {
      const mixed = words[index - 3]! ^ words[index - 8]! ^ words[index - 14]! ^ words[index - 16]!
      words.push(rotate(mixed, 1))
    }
    compress(state, words)
  }
  const digest = new DataView(new ArrayBuffer(20))
  state.forEach((word, index) => void digest.setInt32(index * 4, word))
  return new Uint8Array(digest.buffer)
}

/** RFC 3174 section 6.1 (d). */
function compress(state: number[], words: number[]): void {
  let [a, b, c, d, e] = state as [number, number, number, number, number]
  words.forEach((word, index) => {
    const [mix, constant] =
      index < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : index < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : index < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6]
    const next = (rotate(a, 5) + mix + e + constant + word) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  })
  for (const [index, word] of [a, b, c, d, e].entries()) state[index] = (state[index]! + word) | 0
}
