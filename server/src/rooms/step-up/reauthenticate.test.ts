import { describe, expect, test } from 'vitest'
import { signedIn, useWorld } from '../../../../test/harness/index.ts'
import { minutes, seconds } from '../../kit/duration.ts'

describe('auth.reauthenticate', () => {
  const world = useWorld()
  const newPassword = 'another quiet orchard of plums'

  test('S8 a sensitive change needs a sign-in of the last five minutes, and reauthentication gives one', async () => {
    const ada = await world.people.signedIn('ada')
    await world.clock.advance(minutes(5) + seconds(1))
    const change = { currentPassword: ada.password, newPassword }
    await expect(world.as(ada).api.password.change(change)).toFailWith('auth.reauthentication_required')
    const again = signedIn(await world.as(ada).api.auth.reauthenticate({ password: ada.password }))
    const fresh = { ...ada, headers: { authorization: `Bearer ${again.accessToken}` } }
    await expect(world.as(fresh).api.password.change(change)).resolves.toBeUndefined()
  })

  test('S2 the session goes on under a new id, and the old tokens are worth nothing', async () => {
    const bob = await world.people.signedIn('bob')
    const again = signedIn(await world.as(bob).api.auth.reauthenticate({ password: bob.password }))
    expect(again.sessionId).not.toBe(bob.sessionId)
    expect((await world.as(bob).rest('GET', '/me')).status).toBe(401)
    await expect(world.api.auth.refresh({ refreshToken: bob.refreshToken })).toFailWith(
      'auth.refresh_invalid',
    )
    expect((await world.api.auth.refresh({ refreshToken: again.refreshToken! })).sessionId).toBe(
      again.sessionId,
    )
  })

  test('a wrong password changes nothing, and ten of them pause the account', async () => {
    const cal = await world.people.signedIn('cal')
    for (let failure = 0; failure < 10; failure += 1) {
      await expect(world.as(cal).api.auth.reauthenticate({ password: 'not it' })).toFailWith(
        'auth.invalid_credentials',
      )
    }
    await expect(world.as(cal).api.auth.reauthenticate({ password: cal.password })).toFailWith(
      'auth.too_many_attempts',
    )
    expect((await world.as(cal).rest('GET', '/me')).status).toBe(200)
  })

  test('of parallel reauthentications one replaces the session', async () => {
    const dee = await world.people.signedIn('dee')
    const attempts = await Promise.allSettled(
      Array.from({ length: 5 }, () => world.as(dee).api.auth.reauthenticate({ password: dee.password })),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [row] = await world.sql`
      SELECT count(*)::int AS live FROM sessions WHERE user_id = ${dee.userId} AND ended_at IS NULL`
    expect(row).toEqual({ live: 1 })
  })
})
