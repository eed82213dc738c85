import { expect } from 'vitest'
import type { GatehouseClient } from '../../sdk/src/index.ts'
import type { ProviderProfile } from '../../sdk/src/testing.ts'

export const password = 'a long phrase you remember'

/** What a scenario sees of a platform, real or not. */
export interface Stage {
  client: GatehouseClient
  /** Another device of the same program: its own session. */
  another(): GatehouseClient
  /** Another browser, with cookies: `open()` is a page of it, each with a client of its own. */
  browser(): { open(): GatehouseClient }
  /** Somebody signs in at the provider that `oauth.authorize` has led to. */
  signInAtProvider(authorizationUrl: string, profile: ProviderProfile): { code: string; state: string }
  lastTokenTo(email: string): Promise<string>
  /** The six digits of the newest mail to an address. */
  lastCodeTo(email: string): Promise<string>
  advance(ms: number): Promise<void>
  /** The platform's time, in ms. */
  now(): number
}

export type Scenario = (stage: Stage, note: (call: Promise<unknown>) => Promise<unknown>) => Promise<void>

export async function verified({ client, lastTokenTo }: Stage, email: string): Promise<void> {
  await client.auth.register({ email, password, displayName: 'Somebody' })
  await client.auth.verifyEmail({ token: await lastTokenTo(email) })
}

export const scenarios: Record<string, Scenario> = {
  'from sign-up to sign-out': async ({ client, lastTokenTo }, note) => {
    const email = 'flow@example.org'
    await note(client.auth.register({ email, password, displayName: 'Flow' }))
    await note(client.auth.login({ email, password }))
    const token = await lastTokenTo(email)
    await note(client.auth.verifyEmail({ token: 'vfy_made_up' }))
    await note(client.auth.verifyEmail({ token }))
    await note(client.auth.verifyEmail({ token }))
    await note(client.auth.resendVerification({ email }))
    await note(client.auth.login({ email, password: 'wrong, and long enough' }))
    await note(client.auth.login({ email, password }))
    await note(client.account.get())
    await note(client.sessions.list())
    await note(client.auth.logout())
    await note(client.auth.logout())
    await note(client.account.get())
  },
  'passwords that are refused': async ({ client }, note) => {
    for (const bad of [
      'short',
      'x'.repeat(257),
      'rejected@example',
      'passwordpassword',
      'my gatehouse key',
    ]) {
      await note(
        client.auth.register({ email: 'rejected@example.org', password: bad, displayName: 'Nobody' }),
      )
    }
  },
  'inputs that are refused': async ({ client }, note) => {
    const odd = (input: object) => input as never
    await note(client.auth.login(odd({})))
    await note(client.auth.login(odd({ email: 'nobody', password: '', remember: true })))
    await note(client.auth.login(odd({ email: 'a@example.org', password: 'x', delivery: 'pigeon' })))
    await note(client.auth.login(odd({ email: 5, password: null })))
    await note(client.account.get())
    await note(client.sessions.revoke(odd({ sessionId: 'not a uuid' })))
    await note(client.auth.verifyEmail({ token: '' }))
  },
  'a forgotten password': async (stage, note) => {
    const { client, lastTokenTo, advance } = stage
    const email = 'forgetful@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    await note(client.password.requestReset({ email }))
    const old = await lastTokenTo(email)
    await note(client.password.requestReset({ email }))
    const token = await lastTokenTo(email)
    await note(client.password.confirmReset({ token: old, newPassword: 'nine blue lanterns swing' }))
    await note(client.password.confirmReset({ token, newPassword: 'short' }))
    await note(client.password.confirmReset({ token, newPassword: 'nine blue lanterns swing' }))
    await note(client.password.confirmReset({ token, newPassword: 'nine blue lanterns swing' }))
    await note(client.account.get())
    await note(client.auth.login({ email, password: 'nine blue lanterns swing' }))
    await client.password.requestReset({ email })
    const late = await lastTokenTo(email)
    await advance(31 * 60_000)
    await note(client.password.confirmReset({ token: late, newPassword: 'ten blue lanterns swing' }))
    await note(client.password.requestReset({ email: 'unknown@example.org' }))
  },
  'a changed password and the other devices': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'changing@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    const other = another()
    await other.auth.login({ email, password })
    await note(client.sessions.list())
    await advance(6 * 60_000)
    await note(client.password.change({ currentPassword: password, newPassword: 'eleven tall reeds bend' }))
    await note(client.auth.reauthenticate({ password: 'not it, by some distance' }))
    await note(client.auth.reauthenticate({ password }))
    await note(client.password.change({ newPassword: 'eleven tall reeds bend' }))
    await note(
      client.password.change({
        currentPassword: 'not it, by some distance',
        newPassword: 'eleven tall reeds bend',
      }),
    )
    await note(client.password.change({ currentPassword: password, newPassword: 'eleven tall reeds bend' }))
    await note(other.account.get())
    await note(client.account.get())
  },
  'sessions that are revoked': async (stage, note) => {
    const { client, another } = stage
    const email = 'revoking@example.org'
    await verified(stage, email)
    await client.auth.login({ email, password })
    const [second, third] = [another(), another()]
    await second.auth.login({ email, password })
    await third.auth.login({ email, password })
    await note(client.sessions.revoke({ sessionId: second.session.get()!.sessionId }))
    await note(client.sessions.revoke({ sessionId: second.session.get()!.sessionId }))
    await note(second.account.get())
    await note(client.sessions.revokeOthers())
    await note(third.account.get())
    await note(client.sessions.list({ limit: 1 }))
    await note(client.account.update({ displayName: 'Renamed', locale: 'de' }))
    await note(client.account.update({}))
    await note(client.account.update({ locale: 'not a locale' }))
  },
  'refresh tokens': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'rotating@example.org'
    await verified(stage, email)
    const first = await client.auth.login({ email, password })
    if (first.status !== 'signed_in') throw new Error('expected a session')
    const raw = another()
    const refresh = (refreshToken: string) => raw.auth.refresh({ refreshToken })
    const second = await refresh(first.refreshToken!)
    const again = await refresh(first.refreshToken!)
    expect(again.refreshToken).toBe(second.refreshToken)
    await advance(11_000)
    await note(refresh(second.refreshToken!))
    await note(refresh(first.refreshToken!))
    await note(refresh(second.refreshToken!))
    await note(refresh('rt_made_up'))
  },
  'too many attempts': async (stage, note) => {
    const { client, another, advance } = stage
    const email = 'guessed@example.org'
    await verified(stage, email)
    const stranger = another()
    for (let count = 0; count < 11; count++)
      await note(stranger.auth.login({ email, password: 'a guess, not the right one' }))
    await note(stranger.auth.login({ email, password }))
    await advance(16 * 60_000)
    await note(client.auth.login({ email, password }))
  },
}
