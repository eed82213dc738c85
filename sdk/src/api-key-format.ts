const KEY = /^gk_[\w-]{49}$/
const CHECKSUM_LENGTH = 6
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Whether a text is well formed as a key of the platform, its checksum included. Says nothing about whether it is good. */
export const isApiKey = (text: string): boolean =>
  KEY.test(text) && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH)

/** The CRC-32 (ISO 3309) of what stands before it, as six characters of base64url. It catches typing, not lying. */
export function checksumOf(text: string): string {
  let crc = 0xffffffff
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  const value = ~crc >>> 0
  // 32 bits are five digits of six bits and two bits more, which stand highest in the last one.
  return [26, 20, 14, 8, 2].map((shift) => DIGITS[(value >>> shift) & 63]).join('') + DIGITS[(value & 3) << 4]
}
