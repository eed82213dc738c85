import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

/** A time step (RFC 6238 section 4.1), in seconds. */
const STEP_SECONDS = 30
/** Steps either side that a code may be of, for clocks that differ and for slow typing (section 5.2). */
const WINDOW = 1
const DIGITS = 6
/** What a code looks like. Anything else is refused here: a comparison in constant time takes equal lengths in bytes only. */
const CODE = /^[0-9]{6}$/

/** A new secret: 160 bits, as long as the HMAC's output (RFC 4226 section 4, R6). */
export const newTotpSecret = (): Buffer => randomBytes(20)

const totpOf = (secret: Uint8Array, names: { issuer: string; label: string } = { issuer: '', label: '' }) =>
  new TOTP({
    ...names,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_SECONDS,
  })

/** The time step a code belongs to; undefined when it is of none within the window. */
export function stepOfCode(secret: Uint8Array, code: string, nowMs: number): number | undefined {
  if (!CODE.test(code)) return undefined
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: WINDOW })
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / STEP_SECONDS) + delta
}

/** What an authenticator app takes: the secret to type, the address it scans, and that address as a picture. */
export interface EnrolmentWords {
  secret: string
  otpauthUri: string
  qrSvg: string
}

/** @param names what the app shows: the service, and the account's address. */
export function enrolmentWords(secret: Uint8Array, names: { issuer: string; label: string }): EnrolmentWords {
  const totp = totpOf(secret, names)
  const otpauthUri = totp.toString()
  return { secret: totp.secret.base32, otpauthUri, qrSvg: renderSVG(otpauthUri, { border: 2 }) }
}
