import { canonical, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { nowOf, record, type State } from './state.ts'

export const MIN_PASSWORD_LENGTH = 12
export const MAX_PASSWORD_LENGTH = 256
export const PRODUCT = 'Gatehouse'
/** The server has a list of 100,000. These are on it. */
const COMMON_PASSWORDS = [
  'passwordpassword',
  '123456789012',
  'qwertyuiop123',
  'iloveyouforever',
  'administrator',
]
const ATTEMPTS = 10
const PAUSE_MS = 15 * 60_000

interface Attempt {
  email: string
  user: TestUser | undefined
  password: string
  isKnownDevice: boolean
}

/**
 * Counts the attempt and judges it; an address nobody has is judged as any other.
 *
 * @throws {Refusal} `auth.invalid_credentials`, or `auth.too_many_attempts` while paused
 */
export function judgePassword(state: State, { email, user, password, isKnownDevice }: Attempt): void {
  const attempts = state.attempts.get(canonical(email)) ?? { failures: 0, pausedUntil: null }
  state.attempts.set(canonical(email), attempts)
  const leftMs = (attempts.pausedUntil?.getTime() ?? 0) - nowOf(state).getTime()
  if (leftMs > 0 && !isKnownDevice) {
    throw new Refusal('auth.too_many_attempts', { retryAfterSeconds: Math.ceil(leftMs / 1_000) })
  }
  if (user && user.password === password) return void state.attempts.delete(canonical(email))
  attempts.failures += 1
  if (attempts.failures % ATTEMPTS === 0) attempts.pausedUntil = nowOf(state, PAUSE_MS)
  if (user)
    record(state, {
      action: 'sign_in.failed',
      userId: user.id,
      outcome: 'failure',
      details: { reason: 'wrong_password' },
    })
  throw new Refusal('auth.invalid_credentials')
}

/** @throws {Refusal} `password.*` */
export function checkPassword(password: string, context: string[]): void {
  const length = [...password.normalize('NFC')].length
  if (length < MIN_PASSWORD_LENGTH)
    throw new Refusal('password.too_short', { detail: `At least ${MIN_PASSWORD_LENGTH} characters.` })
  if (length > MAX_PASSWORD_LENGTH)
    throw new Refusal('password.too_long', { detail: `At most ${MAX_PASSWORD_LENGTH} characters.` })
  const folded = password.toLowerCase()
  const words = [...context, PRODUCT].flatMap((phrase) => phrase.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  if (words.some((word) => [...word].length >= 4 && folded.includes(word)))
    throw new Refusal('password.contains_context')
  if (COMMON_PASSWORDS.includes(folded)) throw new Refusal('password.too_common')
}
