/** A new key for one request: 128 random bits. Not from randomUUID, which pages on plain http do not have. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
