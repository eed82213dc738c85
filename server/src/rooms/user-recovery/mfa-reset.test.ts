import { describe, expect, test } from 'vitest'
import { faces, type SignedInPerson, useWorld } from '../../../../test/harness/index.ts'
import { addPasskey } from '../../../../test/harness/people-passkeys.ts'
import { hours } from '../../kit/duration.ts'
import { carryOutDueMfaResets } from './mfa-reset.ts'

const REASON = 'Called back on the number in the contract, knew the invoice.'

describe.each(faces)('resetting second factors, over %s', (face) => {
  const world = useWorld({ config: { rateLimits: false } })
  const ask = async (userId: string, by: SignedInPerson, reason = REASON) =>
    world.as(by).via(face, 'admin.users.resetMfa', { userId, reason })
  const login = ({ email, password }: SignedInPerson) => world.rest('POST', '/login', { email, password })
  const actions = async (userId: string) =>
    (
      await world.sql`SELECT action FROM audit_events WHERE target_id = ${userId} AND action LIKE 'admin.%' ORDER BY at, position`
    ).map(({ action }) => action)
  /** Whoever was signed in a day ago is so still, for these tests. */
  const refreshed = async (person: SignedInPerson) => {
    await world.sql`UPDATE sessions SET authenticated_at = gatehouse_now() WHERE id = ${person.sessionId}`
    const { body } = await world.rest('POST', '/refresh', { refreshToken: person.refreshToken })
    const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string }
    return { ...person, accessToken, refreshToken, headers: { authorization: `Bearer ${accessToken}` } }
  }

  test('M8 one administrator only begins it: the person is told at once, and a day passes', async () => {
    const admin = await world.people.staff('ada', 'admin')
    const bea = await world.people.withTotp('bea')
    const { body } = await ask(bea.userId, admin)
    expect(body.status).toBe('scheduled')
    const dueMs = new Date(body.effectiveAt as string).getTime()
    expect(Math.abs(dueMs - world.clock.nowMs() - hours(24))).toBeLessThan(10_000)
    expect((await world.mailbox.lastTo(bea.email)).subject).toContain('about to be removed')
    // Asking again changes nothing: neither the moment, nor that a second person is needed.
    const again = await ask(bea.userId, admin)
    expect(new Date(again.body.effectiveAt as string).getTime()).toBe(dueMs)
    const details = await world.as(admin).via(face, 'admin.users.get', { userId: bea.userId })
    expect(details.body.mfaReset).toMatchObject({ requestedBy: admin.userId })
    await world.clock.advance(hours(24) - 60_000)
    await carryOutDueMfaResets(world.platform)
    expect((await login(bea)).body.status).toBe('mfa_required')
    await world.clock.advance(120_000)
    await carryOutDueMfaResets(world.platform)
    expect((await login(bea)).body.status).toBe('signed_in')
    expect((await world.mailbox.lastTo(bea.email)).subject).toBeDefined()
    expect(await world.sql`SELECT 1 FROM recovery_codes WHERE user_id = ${bea.userId}`).toHaveLength(0)
    expect(
      await world.sql`SELECT 1 FROM mail_messages WHERE user_id = ${bea.userId} AND template = 'notice.mfa_reset_done'`,
    ).toHaveLength(1)
    expect(await actions(bea.userId)).toEqual([
      'admin.mfa_reset_requested',
      'admin.mfa_reset_requested',
      'admin.mfa_reset_done',
    ])
    const [event] =
      await world.sql`SELECT actor_type, details FROM audit_events WHERE action = 'admin.mfa_reset_done' AND target_id = ${bea.userId}`
    expect(event).toEqual({
      actor_type: 'system',
      details: {
        requestedBy: admin.userId,
        before: { totp: true, passkeys: 0, recoveryCodes: 10 },
        sessionsEnded: expect.any(Number),
      },
    })
    // Not a second time.
    await carryOutDueMfaResets(world.platform)
    expect(await actions(bea.userId)).toHaveLength(3)
  })

  test('M8 two administrators do it at once, and everything that was a second factor is gone', async () => {
    const admin = await world.people.staff('ana', 'admin')
    const second = await world.people.staff('abe', 'admin')
    const cal = await world.people.withTotp('cal')
    await world.sql`UPDATE sessions SET authenticated_at = gatehouse_now() WHERE id = ${cal.sessionId}`
    await addPasskey(world, cal)
    expect((await ask(cal.userId, admin)).body.status).toBe('scheduled')
    expect((await ask(cal.userId, second)).body).toEqual({ status: 'done' })
    expect((await world.as(cal).rest('GET', '/me')).status).toBe(401)
    expect((await login(cal)).body.status).toBe('signed_in')
    for (const table of ['totp_factors', 'passkeys', 'recovery_codes', 'mfa_resets'])
      expect(await world.sql`SELECT 1 FROM ${world.sql(table)} WHERE user_id = ${cal.userId}`).toHaveLength(0)
    const [event] =
      await world.sql`SELECT actor_id, details FROM audit_events WHERE action = 'admin.mfa_reset_done' AND target_id = ${cal.userId}`
    expect(event).toMatchObject({
      actor_id: second.userId,
      details: { requestedBy: admin.userId, before: { totp: true, passkeys: 1, recoveryCodes: 10 } },
    })
    await expect(ask(cal.userId, admin)).toFailWith('admin.no_second_factor')
  })

  test('M8 whoever signs in with a second factor meanwhile has it still', async () => {
    const admin = await world.people.staff('amy', 'admin')
    let second = await world.people.staff('ali', 'admin')
    const dee = await world.people.withTotp('dee')
    await ask(dee.userId, admin)
    const { challengeToken } = (await login(dee)).body
    await world.rest('POST', '/mfa/verify', { challengeToken, method: 'totp', code: await dee.nextCode() })
    await world.clock.advance(hours(25))
    await carryOutDueMfaResets(world.platform)
    expect((await login(dee)).body.status).toBe('mfa_required')
    expect(await actions(dee.userId)).toEqual(['admin.mfa_reset_requested', 'admin.mfa_reset_dropped'])
    // What was overtaken counts for nothing: the next one begins anew.
    second = (await refreshed(second)) as typeof second
    expect((await ask(dee.userId, second)).body.status).toBe('scheduled')
  })

  test('M8 the wish of somebody who is no administrator any more counts for nothing', async () => {
    const admin = await world.people.staff('ari', 'admin')
    const second = await world.people.staff('ann', 'admin')
    const eli = await world.people.withTotp('eli')
    await ask(eli.userId, admin)
    await world.sql`UPDATE users SET platform_role = 'support' WHERE id = ${admin.userId}`
    expect((await ask(eli.userId, second)).body.status).toBe('scheduled')
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${second.userId}`
    await world.clock.advance(hours(25))
    await carryOutDueMfaResets(world.platform)
    expect((await login(eli)).body.status).toBe('mfa_required')
    expect((await actions(eli.userId)).at(-1)).toBe('admin.mfa_reset_dropped')
  })

  test('M8 asks for a session that was begun with two factors', async () => {
    const byPassword = await world.people.signedIn('olga')
    await world.sql`UPDATE users SET platform_role = 'admin' WHERE id = ${byPassword.userId}`
    const { userId } = await world.people.withTotp('pete')
    await expect(ask(userId, byPassword)).toFailWith('admin.mfa_required')
  })

  test('M8 asks for a reason, a fresh sign-in, and somebody else', async () => {
    const admin = await world.people.staff('abi', 'admin')
    const support = await world.people.staff('sue', 'support')
    const fay = await world.people.withTotp('fay')
    await expect(ask(fay.userId, admin, 'lost it')).toFailWith('request.invalid')
    await expect(ask(fay.userId, admin, ' '.repeat(40))).toFailWith('request.invalid')
    await expect(ask(fay.userId, support)).toFailWith('not_found')
    await expect(ask(admin.userId, admin)).toFailWith('admin.not_yourself')
    await world.sql`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = ${admin.sessionId}`
    await expect(ask(fay.userId, admin)).toFailWith('auth.reauthentication_required')
    expect(await actions(fay.userId)).toEqual([])
  })
})
