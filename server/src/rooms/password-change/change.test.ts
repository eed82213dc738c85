import { describe, expect, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'

describe('password.change', () => {
  const world = useWorld()
  const newPassword = 'a wholly different plum orchard'
  const isAlive = async (headers: Record<string, string>) =>
    (await world.rest('GET', '/me', undefined, headers)).status === 200

  test('P7 the new password signs in, the old one does not, other devices are signed out, the owner is told', async () => {
    const ada = await world.people.signedIn('ada')
    const phone = await world.people.signInAgain(ada)
    await world.as(ada).api.password.change({ currentPassword: ada.password, newPassword })
    expect([await isAlive(ada.headers), await isAlive(phone.headers)]).toEqual([true, false])
    await expect(world.api.auth.login({ email: ada.email, password: ada.password })).toFailWith(
      'auth.invalid_credentials',
    )
    expect((await world.api.auth.login({ email: ada.email, password: newPassword })).status).toBe('signed_in')
    expect(
      (await world.mailbox.list(ada.email)).filter((mail) => /password was changed/i.test(mail.subject)),
    ).toHaveLength(1)
  })

  test('P7 other devices stay signed in when asked to', async () => {
    const bea = await world.people.signedIn('bea')
    const phone = await world.people.signInAgain(bea)
    await world
      .as(bea)
      .api.password.change({ currentPassword: bea.password, newPassword, keepOtherSessions: true })
    expect(await isAlive(phone.headers)).toBe(true)
  })

  test('P7 without the current password nothing changes', async () => {
    const cal = await world.people.signedIn('cal')
    const missing = await world.as(cal).rest('POST', '/me/password', { newPassword })
    expect(missing.body).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/currentPassword', code: 'required' }],
    })
    await expect(world.as(cal).api.password.change({ currentPassword: 'wrong', newPassword })).toFailWith(
      'auth.invalid_credentials',
    )
    expect((await world.api.auth.login({ email: cal.email, password: cal.password })).status).toBe(
      'signed_in',
    )
  })

  test('P6 the policy holds here as everywhere', async () => {
    const dee = await world.people.signedIn('deedelia')
    const change = (password: string) =>
      world.as(dee).api.password.change({ currentPassword: dee.password, newPassword: password })
    await expect(change('short')).toFailWith('password.too_short')
    await expect(change('x'.repeat(257))).toFailWith('password.too_long')
    await expect(change('deedelia-1234567')).toFailWith('password.contains_context')
    await expect(change('passwordpassword')).toFailWith('password.too_common')
  })

  test('T5 links that are still out are void afterwards', async () => {
    const eve = await world.people.signedIn('eve')
    await world.api.password.requestReset({ email: eve.email })
    const token = await world.mailbox.lastToken('rst_')
    await world.as(eve).api.password.change({ currentPassword: eve.password, newPassword })
    await expect(
      world.api.password.confirmReset({ token, newPassword: 'yet another plum orchard' }),
    ).toFailWith('token.invalid')
  })
})
