/** Keeps what rests in the database unreadable without SECRET_KEY, and derives keys from it per purpose. */
export interface Vault {
  /** AES-256-GCM with the key of that purpose; the output names its key version. */
  seal(purpose: string, plain: Uint8Array): Buffer
  /** @throws {Error} when it was sealed for another purpose, by an unknown key, or was altered. */
  open(purpose: string, sealed: Uint8Array): Buffer
  /** HMAC-SHA256 with the present key of that purpose. */
  mac(purpose: string, data: Uint8Array | string): Buffer
  /** The same with every key, the present one first: to tell again what was derived before a rotation. */
  macs(purpose: string, data: Uint8Array | string): Buffer[]
  /** Whether `mac` was made with the present or a previous key. Constant time. */
  verifyMac(purpose: string, data: Uint8Array | string, mac: Uint8Array): boolean
}
