import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { days, seconds } from '../../kit/duration.ts'

describe('auth.refresh', () => {
  const world = useWorld()
  const refresh = (refreshToken: string) => world.api.auth.refresh({ refreshToken })
  const successorOf = async (refreshToken: string) => (await refresh(refreshToken)).refreshToken!

  test('a refresh token is exchanged for its successor and an access token that works', async () => {
    const ada = await world.people.signedIn('ada')
    const answer = await refresh(ada.refreshToken)
    expect(answer).toMatchObject({
      status: 'signed_in',
      sessionId: ada.sessionId,
      deviceToken: null,
      expiresIn: 600,
    })
    expect(answer.refreshToken).not.toBe(ada.refreshToken)
    const me = await world.rest('GET', '/me', undefined, { authorization: `Bearer ${answer.accessToken}` })
    expect(me.body).toMatchObject({ id: ada.userId, email: ada.email })
  })

  test('S4 within ten seconds the token just replaced answers with the same successor, and later it ends the family', async () => {
    const bob = await world.people.signedIn('bob')
    const successor = await successorOf(bob.refreshToken)
    await world.clock.advance(seconds(9))
    expect(await successorOf(bob.refreshToken)).toBe(successor)
    await world.clock.advance(seconds(2))
    await expect(refresh(bob.refreshToken)).toFailWith('auth.refresh_reused')
    await expect(refresh(successor)).toFailWith('auth.refresh_reused')
    const me = await world.rest('GET', '/me', undefined, bob.headers)
    expect(me.status).toBe(401)
  })

  test('S4 a token two places back ends the family at once, is recorded, and the owner is told once', async () => {
    const eve = await world.people.signedIn('eve')
    const second = await successorOf(eve.refreshToken)
    const third = await successorOf(second)
    await expect(refresh(eve.refreshToken)).toFailWith('auth.refresh_reused')
    await expect(refresh(eve.refreshToken)).toFailWith('auth.refresh_reused')
    await expect(refresh(third)).toFailWith('auth.refresh_reused')
    const events = await world.sql`
      SELECT outcome, actor_id FROM audit_events WHERE action = 'session.refresh_reused' AND target_id = ${eve.sessionId}`
    expect(events).toEqual([{ outcome: 'failure', actor_id: eve.userId }])
    const mails = await world.mailbox.list(eve.email)
    expect(mails.filter((mail) => /ended a session/i.test(mail.subject))).toHaveLength(1)
  })

  test('a forged token ends nobody’s session', async () => {
    const finn = await world.people.signedIn('finn')
    const forged = `${finn.refreshToken.slice(0, -4)}AAAA`
    await expect(refresh(forged)).toFailWith('auth.refresh_invalid')
    expect(await successorOf(finn.refreshToken)).toMatch(/^rt_/)
  })

  test('S5 each use moves the idle end, and no use moves the absolute one', async () => {
    const gus = await world.people.signedIn('gus')
    let token = gus.refreshToken
    for (const wait of [13, 13]) {
      await world.clock.advance(days(wait))
      token = await successorOf(token)
    }
    await world.clock.advance(days(5))
    await expect(refresh(token)).toFailWith('auth.refresh_invalid')
  })

  test('S5 a session that is left alone ends after fourteen days', async () => {
    const hal = await world.people.signedIn('hal')
    await world.clock.advance(days(14))
    await expect(refresh(hal.refreshToken)).toFailWith('auth.refresh_invalid')
  })

  test('in cookie mode the token goes and comes as a cookie and is never in the body', async () => {
    const ida = await world.people.verified('ida')
    const { email, password } = ida
    const signedIn = await world.rest('POST', '/login', { email, password, delivery: 'cookie' })
    const first = signedIn.cookies.get('__Host-gatehouse_refresh')!
    expect(signedIn.body).toMatchObject({ refreshToken: null, deviceToken: null })
    expect(first.attributes).toEqual(
      expect.arrayContaining(['httponly', 'secure', 'samesite=strict', 'path=/']),
    )
    const headers = { cookie: `__Host-gatehouse_refresh=${first.value}`, origin: world.origin }
    const refreshed = await world.rest('POST', '/refresh', {}, headers)
    expect(refreshed.body).toMatchObject({ status: 'signed_in', refreshToken: null })
    expect(refreshed.cookies.get('__Host-gatehouse_refresh')!.value).not.toBe(first.value)
    expect(signedIn.text + refreshed.text).not.toMatch(/rt_/)
  })

  test('a cookie whose session is over is cleared', async () => {
    const jo = await world.people.signedIn('jo')
    await world.as(jo).api.auth.logout({})
    const headers = { cookie: `__Host-gatehouse_refresh=${jo.refreshToken}`, origin: world.origin }
    const answer = await world.rest('POST', '/refresh', {}, headers)
    expect(answer.body).toMatchObject({ code: 'auth.refresh_invalid' })
    expect(answer.cookies.get('__Host-gatehouse_refresh')?.attributes).toContain('max-age=0')
  })
})
