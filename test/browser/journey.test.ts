import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

describe.skipIf(!hasChromium)('a person and the pages', () => {
  const site = useSite()
  const minutes = (count: number) => count * 60_000

  test('someone signs up, confirms, signs in, changes the password, ends sessions, signs out, resets', async () => {
    const visit = await site.visit()
    const { page } = visit
    const email = 'grace@example.org'

    await visit.open('/login')
    await page.getByRole('link', { name: 'Create an account' }).click()
    await visit.reach('Create an account')
    await visit.send(
      { 'Your name': 'Grace Hopper', 'Email address': email, Password: 'compilers like plums' },
      'Create account',
    )
    await visit.reach('Check your mail')
    expect(await page.getByText(`We sent a message to ${email}`).isVisible()).toBe(true)

    const token = await site.mailbox.lastToken('vfy_')
    await visit.open(`/verify-email?token=${token}`)
    await visit.reach('Confirm your email address')
    expect(page.url()).toBe(`${site.url}/verify-email`)
    await page.reload()
    await visit.send({}, 'Confirm address')
    await visit.reach('Address confirmed')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.reach('Sign in')
    expect(await page.getByLabel('Email address').inputValue()).toBe(email)
    await visit.send({ Password: 'compilers like plums' }, 'Sign in')
    await visit.reach('Profile')
    expect(new URL(page.url()).pathname).toBe('/account')

    // Six minutes later the sign-in is no longer fresh: the password just typed proves it anew.
    await site.clock.advance(minutes(6))
    await page.getByRole('link', { name: 'Password' }).click()
    await visit.reach('Password')
    await visit.send(
      { 'Current password': 'compilers like plums', 'New password': 'moths like relays too' },
      'Change password',
    )
    await page.getByText('Your password is changed.').waitFor()

    const phone = await site.people.signInAgain({ name: 'grace', email, password: 'moths like relays too' })
    await page.getByRole('link', { name: 'Devices' }).click()
    await visit.reach('Devices')
    await page.getByText('This device').waitFor()
    expect(await page.getByText('This device').count()).toBe(1)
    await page.getByRole('button', { name: /^Sign out all other/ }).click()
    await page.getByText('All other devices are signed out.').waitFor()
    expect((await site.as(phone).rest('GET', '/me')).status).toBe(401)

    await page.getByRole('link', { name: 'Security log' }).click()
    await visit.reach('Security log')
    await page.getByText('Your password was changed.').waitFor()
    await page.getByText('You created the account.').waitFor()

    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await visit.reach('Sign in')
    await page.getByText('You are signed out.').waitFor()
    await visit.open('/account')
    await visit.reach('Sign in')

    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await visit.reach('Reset your password')
    await visit.send({ 'Email address': email }, 'Send link')
    await visit.reach('Check your mail')
    await visit.open(`/reset-password?token=${await site.mailbox.lastToken('rst_')}`)
    await visit.reach('Choose a new password')
    expect(page.url()).toBe(`${site.url}/reset-password`)
    await visit.send({ 'New password': 'nanoseconds of wire' }, 'Set password')
    await visit.reach('Your new password is set')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.send({ 'Email address': email, Password: 'nanoseconds of wire' }, 'Sign in')
    await visit.reach('Profile')
    await visit.leave()
  })
})
