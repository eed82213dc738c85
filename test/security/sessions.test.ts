import { describe, expect, test } from 'vitest'
import { days, hours, minutes, seconds } from '../../server/src/kit/duration.ts'
import { type Answer, faces, useWorld } from '../harness/index.ts'
import { everythingStored } from './stored.ts'

const NEW_PASSWORD = 'seven-herons-over-a-lake'

describe.each(faces)('a session over %s', (face) => {
  const world = useWorld()
  const refresh = (refreshToken: string) => world.via(face, 'auth.refresh', { refreshToken })
  const refreshTokenOf = ({ body }: Answer) => body.refreshToken as string
  const isAlive = async (headers: Record<string, string>) =>
    (await world.via(face, 'account.get', {}, headers)).status === 200

  test('S1 has an access token of ten minutes at the most, and a refresh token that is stored hashed', async () => {
    const ada = await world.people.signedIn('ada')
    const { body } = await refresh(ada.refreshToken)
    expect(body.expiresIn).toBeLessThanOrEqual(600)
    const stored = await everythingStored(world.sql)
    for (const token of [ada.refreshToken, body.refreshToken as string]) {
      expect(token).toMatch(/^rt_[A-Za-z0-9_-]{43,}$/)
      expect(stored).not.toContain(token)
      expect(stored).not.toContain(token.slice(3))
      expect(stored).not.toContain(Buffer.from(token.slice(3), 'base64url').toString('hex'))
    }
  })

  test('S1 knows the device it began on, its address, and when it was last used', async () => {
    const bea = await world.people.signedIn('bea')
    const [row] =
      await world.sql`SELECT ip, user_agent, created_at, last_seen_at FROM sessions WHERE id = ${bea.sessionId}`
    expect(row).toMatchObject({ ip: expect.stringMatching(/^10\./), user_agent: 'gatehouse-test' })
    expect(row?.created_at).toBeInstanceOf(Date)
    expect(row?.last_seen_at).toBeInstanceOf(Date)
  })

  test('S2 gets a new id at every sign-in and step-up, and the id before the step-up dies', async () => {
    const cleo = await world.people.signedIn('cleo')
    const again = await world.people.signInAgain(cleo)
    expect(again.sessionId).not.toBe(cleo.sessionId)
    const raised = await world.via(face, 'auth.reauthenticate', { password: cleo.password }, cleo.headers)
    expect(raised.body.sessionId).not.toBe(cleo.sessionId)
    expect(await isAlive(cleo.headers)).toBe(false)
    expect((await refresh(cleo.refreshToken)).status).toBe(401)
    expect(await isAlive({ authorization: `Bearer ${raised.body.accessToken}` })).toBe(true)
    expect(await isAlive(again.headers)).toBe(true)
  })

  test('S3 gives a new refresh token at every use, each good for the next', async () => {
    const dora = await world.people.signedIn('dora')
    const seen = new Set([dora.refreshToken])
    let token = dora.refreshToken
    for (let count = 0; count < 5; count++) {
      token = refreshTokenOf(await refresh(token))
      expect(seen).not.toContain(token)
      seen.add(token)
    }
  })

  test('S4 the token just replaced answers for ten seconds with the same successor', async () => {
    const erin = await world.people.signedIn('erin')
    const successor = refreshTokenOf(await refresh(erin.refreshToken))
    await world.clock.advance(seconds(9))
    const replayed = await refresh(erin.refreshToken)
    expect(replayed.status).toBe(200)
    expect(refreshTokenOf(replayed)).toBe(successor)
    expect((await refresh(successor)).status).toBe(200)
  })

  test('S4 later it ends the family: both holders are out at once, and the owner is told', async () => {
    const fay = await world.people.signedIn('fay')
    const thief = await refresh(fay.refreshToken)
    await world.clock.advance(seconds(11))
    await expect(refresh(fay.refreshToken)).toFailWith('auth.refresh_reused')
    await expect(refresh(refreshTokenOf(thief))).toFailWith('auth.refresh_reused')
    expect(await isAlive(fay.headers)).toBe(false)
    expect(await isAlive({ authorization: `Bearer ${thief.body.accessToken}` })).toBe(false)

    const events =
      await world.sql`SELECT 1 FROM audit_events WHERE action = 'session.refresh_reused' AND target_id = ${fay.sessionId}`
    expect(events).toHaveLength(1)
    const notices = (await world.mailbox.list(fay.email)).filter(({ token }) => token === undefined)
    expect(notices).toHaveLength(1)
  })

  test('S4 a token two generations old ends the family even within the ten seconds', async () => {
    const gwen = await world.people.signedIn('gwen')
    const second = refreshTokenOf(await refresh(gwen.refreshToken))
    const third = refreshTokenOf(await refresh(second))
    await expect(refresh(gwen.refreshToken)).toFailWith('auth.refresh_reused')
    await expect(refresh(third)).toFailWith('auth.refresh_reused')
  })

  test('S4 a made-up or altered token is refused and harms no family', async () => {
    const hana = await world.people.signedIn('hana')
    const { refreshToken } = hana
    const bytes = Buffer.from(refreshToken.slice(3), 'base64url')
    for (let position = 0; position < bytes.length; position += 7) {
      const altered = Buffer.from(bytes)
      altered[position]! ^= 1
      await expect(refresh(`rt_${altered.toString('base64url')}`)).toFailWith('auth.refresh_invalid')
    }
    for (const token of [
      `${refreshToken}=`,
      refreshToken.slice(0, -1),
      refreshToken.toUpperCase(),
      'rt_',
      ' ',
    ]) {
      await expect(refresh(token)).toFailWith('auth.refresh_invalid')
    }
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('S6 signing out refuses its access token at once, not at its expiry', async () => {
    const iris = await world.people.signedIn('iris')
    expect((await world.via(face, 'auth.logout', {}, iris.headers)).status).toBeLessThan(300)
    await expect(world.via(face, 'account.get', {}, iris.headers)).toFailWith('auth.unauthenticated')
    await expect(refresh(iris.refreshToken)).toFailWith('auth.refresh_invalid')
    expect((await world.via(face, 'auth.logout', {}, iris.headers)).status).toBeLessThan(300)
  })

  test('S6 disabling the account refuses its access and refresh tokens at once', async () => {
    const june = await world.people.signedIn('june')
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${june.userId}`
    expect(await isAlive(june.headers)).toBe(false)
    expect((await refresh(june.refreshToken)).status).toBe(401)
  })

  test('S6 P7 a new password ends every other session, unless asked to keep them', async () => {
    const kim = await world.people.signedIn('kim')
    const tablet = await world.people.signInAgain(kim)
    const change = { currentPassword: kim.password, newPassword: NEW_PASSWORD }
    await world.via(face, 'password.change', { ...change, keepOtherSessions: true }, kim.headers)
    expect(await isAlive(tablet.headers)).toBe(true)
    await world.via(
      face,
      'password.change',
      { currentPassword: NEW_PASSWORD, newPassword: kim.password },
      kim.headers,
    )
    expect(await isAlive(tablet.headers)).toBe(false)
    expect((await refresh(tablet.refreshToken)).status).toBe(401)
    expect(await isAlive(kim.headers)).toBe(true)
  })

  test('S7 its owner lists and ends their sessions, and nobody else’s', async () => {
    const lea = await world.people.signedIn('lea')
    const phone = await world.people.signInAgain(lea)
    const mara = await world.people.signedIn('mara')
    const { body } = await world.via(face, 'sessions.list', {}, lea.headers)
    const items = body.items as { id: string; current: boolean }[]
    expect(items.map(({ id, current }) => [id, current])).toEqual([
      [phone.sessionId, false],
      [lea.sessionId, true],
    ])
    await expect(world.via(face, 'sessions.revoke', { sessionId: mara.sessionId }, lea.headers)).toFailWith(
      'not_found',
    )
    await world.via(face, 'sessions.revoke', { sessionId: phone.sessionId }, lea.headers)
    expect(await isAlive(phone.headers)).toBe(false)
    const laptop = await world.people.signInAgain(lea)
    await world.via(face, 'sessions.revokeOthers', {}, lea.headers)
    expect([await isAlive(laptop.headers), await isAlive(lea.headers), await isAlive(mara.headers)]).toEqual([
      false,
      true,
      true,
    ])
  })

  test('S9 an ended session stays ended for a node that was started afterwards', async () => {
    const nina = await world.people.signedIn('nina')
    const spent = nina.refreshToken
    const next = refreshTokenOf(await refresh(spent))
    await world.via(face, 'auth.logout', { refreshToken: next })
    const { caller } = await world.node()
    await expect(caller.via(face, 'account.get', {}, nina.headers)).toFailWith('auth.unauthenticated')
    await expect(caller.via(face, 'auth.refresh', { refreshToken: next })).toFailWith('auth.refresh_invalid')
  })

  test('S10 there are twenty of a person at the most: the oldest ends', async () => {
    const olga = await world.people.signedIn('olga')
    for (let count = 0; count < 9; count++) await world.people.signInAgain(olga, olga.deviceToken)
    expect(await isAlive(olga.headers)).toBe(true)
    // Past the limit of sign-ins per address in a quarter hour.
    await world.sql`INSERT INTO sessions (id, user_id, refresh_hash, idle_expires_at, expires_at, ip, user_agent, amr, created_at)
      SELECT gen_random_uuid(), user_id, sha256(random()::text::bytea), idle_expires_at, expires_at, ip, user_agent, amr, created_at
      FROM sessions, generate_series(1, 10) WHERE id = ${olga.sessionId}`
    await world.clock.advance(minutes(15))
    const newest = await world.people.signInAgain(olga)
    const live = await world.sql`SELECT id FROM sessions WHERE user_id = ${olga.userId} AND ended_at IS NULL`
    expect(live).toHaveLength(20)
    expect(live.map(({ id }) => id)).toContain(newest.sessionId)
  })
})

describe.each(faces)('the life of a session over %s', (face) => {
  const world = useWorld()
  const refresh = (refreshToken: string) => world.via(face, 'auth.refresh', { refreshToken })

  test('S8 a sensitive change needs a sign-in of the last five minutes', async () => {
    const ada = await world.people.signedIn('ada')
    const change = { currentPassword: ada.password, newPassword: NEW_PASSWORD }
    await world.clock.advance(minutes(5) + seconds(1))
    await expect(world.via(face, 'password.change', change, ada.headers)).toFailWith(
      'auth.reauthentication_required',
    )
    const raised = await world.via(face, 'auth.reauthenticate', { password: ada.password }, ada.headers)
    const headers = { authorization: `Bearer ${raised.body.accessToken}` }
    expect((await world.via(face, 'password.change', change, headers)).status).toBeLessThan(300)
  })

  test('S8 refreshing makes no session fresh', async () => {
    const bea = await world.people.signedIn('bea')
    await world.clock.advance(minutes(6))
    const { body } = await refresh(bea.refreshToken)
    const headers = { authorization: `Bearer ${body.accessToken}` }
    const change = { currentPassword: bea.password, newPassword: NEW_PASSWORD }
    await expect(world.via(face, 'password.change', change, headers)).toFailWith(
      'auth.reauthentication_required',
    )
  })

  test('S1 an access token is refused once its ten minutes are over', async () => {
    const cleo = await world.people.signedIn('cleo')
    await world.clock.advance(minutes(9))
    expect((await world.via(face, 'account.get', {}, cleo.headers)).status).toBe(200)
    await world.clock.advance(minutes(2))
    await expect(world.via(face, 'account.get', {}, cleo.headers)).toFailWith('auth.unauthenticated')
  })

  test('S5 ends when it was not used for fourteen days', async () => {
    const dora = await world.people.signedIn('dora')
    await world.clock.advance(days(13))
    const { body } = await refresh(dora.refreshToken)
    await world.clock.advance(days(14) + minutes(1))
    await expect(refresh(body.refreshToken as string)).toFailWith('auth.refresh_invalid')
  })

  test('S5 ends after thirty days, however much it is used', async () => {
    const erin = await world.people.signedIn('erin')
    let token = erin.refreshToken
    for (const [wait, left] of [
      [10, 14],
      [10, 10],
      [9, 1],
    ] as const) {
      await world.clock.advance(days(wait))
      const { body } = await refresh(token)
      token = body.refreshToken as string
      expect(Math.round((body.refreshExpiresIn as number) / 86_400)).toBe(left)
    }
    await world.clock.advance(days(1) + hours(1))
    await expect(refresh(token)).toFailWith('auth.refresh_invalid')
  })
})
