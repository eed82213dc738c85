import { Secret, TOTP } from 'otpauth'
import type { Caller } from './callers.ts'
import type { WorldClock } from './clock.ts'
import type { SignedInPerson } from './people.ts'

/** Somebody with an authenticator app. */
export interface PersonWithTotp extends SignedInPerson {
  recoveryCodes: string[]
  /** The code the app shows now. */
  codeNow(): string
  /** A code that was not used yet: moves the world's clock into the next time step. */
  nextCode(): Promise<string>
}

const STEP_MS = 30_000

/** What an app with that secret shows now; or showed some steps ago. */
export const codeOf = (secret: string, clock: WorldClock, stepsAgo = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.nowMs() - stepsAgo * STEP_MS })

/**
 * Switches an authenticator app on for somebody who has just signed in. With a code of an earlier step, which is taken
 * too, the present one is left to sign in with.
 */
export async function addTotp(
  caller: Caller,
  person: SignedInPerson,
  { clock, stepsAgo = 0 }: { clock: WorldClock; stepsAgo?: number },
): Promise<PersonWithTotp> {
  const begun = await caller.rest<{ secret: string }>('POST', '/me/mfa/totp', {}, person.headers)
  if (begun.status !== 200) throw new Error(`enrolment answered ${begun.text}`)
  const codeNow = () => codeOf(begun.body.secret, clock)
  const stepNow = () => Math.floor(clock.nowMs() / STEP_MS)
  const confirm = () =>
    caller.rest<{ recoveryCodes: string[] }>(
      'POST',
      '/me/mfa/totp/confirm',
      { code: codeOf(begun.body.secret, clock, stepsAgo) },
      person.headers,
    )
  const step = stepNow()
  let confirmed = await confirm()
  // The code of an earlier step is one too old when the next step began on the way.
  if (confirmed.status === 401 && stepNow() !== step) confirmed = await confirm()
  if (confirmed.status !== 200) throw new Error(`confirmation answered ${confirmed.text}`)
  return {
    ...person,
    recoveryCodes: confirmed.body.recoveryCodes,
    codeNow,
    async nextCode() {
      await clock.advance(STEP_MS)
      return codeNow()
    },
  }
}
