import { TOTP } from 'otpauth'
import type { SignedInPerson, World } from '../../harness/index.ts'

/** Somebody's authenticator app. */
export interface App {
  /** The code it shows next: half a minute goes by, since each works once. */
  nextCode(): Promise<string>
}

export function appOf(world: Pick<World, 'clock'>, secret: string): App {
  const totp = new TOTP({ secret })
  return {
    async nextCode() {
      await world.clock.advance(30_000)
      return totp.generate({ timestamp: world.clock.nowMs() })
    },
  }
}

/** Turns the second step on for somebody who has just signed in. */
export async function turnTotpOn(
  world: World,
  person: SignedInPerson,
): Promise<{ app: App; recoveryCodes: string[] }> {
  const caller = world.as(person)
  const begun = await caller.rest<{ secret: string }>('POST', '/me/mfa/totp', {})
  const app = appOf(world, begun.body.secret)
  const code = await app.nextCode()
  const done = await caller.rest<{ recoveryCodes: string[] }>('POST', '/me/mfa/totp/confirm', { code })
  if (done.status !== 200) throw new Error(`confirming answered ${done.status}: ${done.text}`)
  return { app, recoveryCodes: done.body.recoveryCodes }
}
