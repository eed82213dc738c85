import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import { systemContext } from '../audit/index.ts'
import { grantAdmin, resetMfaNow, unlockAccount } from './index.ts'

const NEW_PASSWORD = 'pear 9876543210'

describe('what an operator does at the command line', () => {
  const world = useWorld()
  const operator = () => {
    const { database, clock, config, vault, limiter } = world.platform
    return systemContext({ database, clock, config, vault, limiter })
  }

  test('A1 the first administrator comes of an empty database: no password but the one they set with a link, once', async () => {
    expect(await world.sql`SELECT 1 FROM users`).toHaveLength(0)
    const { link, isNew } = await grantAdmin(operator(), 'Root@Example.org')
    expect(isNew).toBe(true)
    const token = new URL(link).searchParams.get('token')
    expect(link.startsWith(`${world.origin}/reset-password?token=rst_`)).toBe(true)
    expect(
      await world.sql`SELECT 1 FROM mail_messages WHERE template <> 'notice.platform_role_changed'`,
    ).toHaveLength(0)
    await expect(world.rest('POST', '/login', { email: 'root@example.org', password: '' })).toFailWith(
      'request.invalid',
    )
    const set = () => world.rest('POST', '/password-reset/confirm', { token, newPassword: NEW_PASSWORD })
    expect((await set()).status).toBe(204)
    await expect(set()).toFailWith('token.invalid')
    const { body } = await world.rest('POST', '/login', { email: 'root@example.org', password: NEW_PASSWORD })
    expect(body.user).toMatchObject({ platformRole: 'admin', isVerified: true })
    const [event] =
      await world.sql`SELECT actor_type, actor_id, details FROM audit_events WHERE action = 'admin.user_role_changed'`
    expect(event).toEqual({
      actor_type: 'system',
      actor_id: null,
      details: { before: { platformRole: null }, after: { platformRole: 'admin' } },
    })
  })

  test('A1 somebody who has an account keeps it, and a link that is printed again is the only one', async () => {
    const bea = await world.people.signedIn('bea')
    const first = await grantAdmin(operator(), bea.email)
    const second = await grantAdmin(operator(), bea.email)
    expect([first.isNew, first.userId, second.userId]).toEqual([false, bea.userId, bea.userId])
    const confirm = (link: string) =>
      world.rest('POST', '/password-reset/confirm', {
        token: new URL(link).searchParams.get('token'),
        newPassword: NEW_PASSWORD,
      })
    await expect(confirm(first.link)).toFailWith('token.invalid')
    expect((await world.as(bea).rest('GET', '/admin/users')).status).toBe(200)
    expect((await confirm(second.link)).status).toBe(204)
  })

  test('refuses what is no address, and an account that is switched off', async () => {
    await expect(grantAdmin(operator(), 'no address')).toFailWith('request.invalid')
    const cal = await world.people.signedIn('cal')
    await world.sql`UPDATE users SET disabled_at = now() WHERE id = ${cal.userId}`
    await expect(grantAdmin(operator(), cal.email)).toFailWith('admin.user_disabled')
    const [row] = await world.sql`SELECT platform_role FROM users WHERE id = ${cal.userId}`
    expect(row).toEqual({ platform_role: null })
  })

  test('ends a pause and takes second factors away, at once and on the record', async () => {
    const dee = await world.people.withTotp('dee')
    await world.sql`UPDATE credentials SET failed_login_attempts = 100 WHERE user_id = ${dee.userId}`
    const login = () => world.rest('POST', '/login', { email: dee.email, password: dee.password })
    await expect(login()).toFailWith('auth.too_many_attempts')
    await unlockAccount(operator(), dee.email.toUpperCase())
    expect((await login()).body.status).toBe('mfa_required')
    await resetMfaNow(operator(), dee.email)
    expect((await login()).body.status).toBe('signed_in')
    expect((await world.as(dee).rest('GET', '/me')).status).toBe(401)
    const actions = await world.sql`SELECT action, actor_type FROM audit_events
      WHERE target_id = ${dee.userId} AND action LIKE 'admin.%' ORDER BY position`
    expect(actions).toEqual([
      { action: 'admin.user_unlocked', actor_type: 'system' },
      { action: 'admin.mfa_reset_done', actor_type: 'system' },
    ])
    for (const act of [unlockAccount, resetMfaNow])
      await expect(act(operator(), 'nobody@example.org')).toFailWith('not_found')
  })
})
