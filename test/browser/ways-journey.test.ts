import { describe, expect, test } from 'vitest'
import { addAuthenticator } from './support/authenticator.ts'
import { hasChromium } from './support/chromium.ts'
import { appOf } from './support/factors.ts'
import { useSite } from './support/site.ts'

const PASSWORD = 'compilers like plums'

describe.skipIf(!hasChromium)('a person and every way to sign in', () => {
  const site = useSite()

  test('someone adds a passkey, turns the second step on, and gets in without the phone', async () => {
    const visit = await site.visit({ acceptDownloads: true })
    const { page } = visit
    const email = 'ada@example.org'
    const device = await addAuthenticator(page)
    const signOut = async () => {
      await device.setPresence(false)
      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      await visit.reach('Sign in')
    }

    await visit.open('/signup')
    await visit.send(
      { 'Your name': 'Ada Lovelace', 'Email address': email, Password: PASSWORD },
      'Create account',
    )
    await visit.reach('Check your mail')
    await visit.open(`/verify-email?token=${await site.mailbox.lastToken('vfy_')}`)
    await visit.send({}, 'Confirm address')
    await visit.reach('Address confirmed')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.send({ Password: PASSWORD }, 'Sign in')
    await visit.reach('Profile')

    await page.getByRole('link', { name: 'Security', exact: true }).click()
    await visit.reach('Security')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: /^Rename / }).waitFor()
    await signOut()
    await device.setPresence(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await visit.reach('Profile')

    await page.getByRole('link', { name: 'Security', exact: true }).click()
    await page.getByRole('button', { name: 'Turn on' }).click()
    const secret = (await page.locator('.secret').textContent())!.replaceAll(' ', '')
    const app = appOf(site, secret)
    await visit.send({ 'Six-digit code from the app': await app.nextCode() }, 'Turn on')
    await page.getByRole('heading', { name: 'Save your recovery codes' }).waitFor()
    const codes = await page.locator('.codes code').allTextContents()
    expect(codes).toHaveLength(10)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download', exact: true }).click(),
    ])
    expect(file.suggestedFilename()).toBe('recovery-codes.txt')
    await page.getByRole('button', { name: 'I have saved them' }).click()
    expect(await page.locator('.codes').count()).toBe(0)

    await signOut()
    await visit.send({ 'Email address': email, Password: PASSWORD }, 'Sign in')
    await visit.reach('Enter your code')
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await visit.send({ 'Recovery code': codes[0]! }, 'Continue')
    await visit.reach('Profile')
    await page.getByRole('link', { name: 'Security', exact: true }).click()
    await page.getByText('9 codes left').waitFor()
    await visit.leave()
  })

  test('someone moves to another address and back, takes their data, and leaves', async () => {
    const visit = await site.visit({ acceptDownloads: true })
    const { page } = visit
    const { email, password } = await site.people.verified('mover')
    await visit.open('/login')
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.reach('Profile')
    await page.getByRole('button', { name: 'Change address' }).click()
    await visit.send({ 'New email address': 'lovelace@example.org' }, 'Send link')
    await page.getByText('We sent a link to lovelace@example.org.').waitFor()
    const confirm = await site.mailbox.lastToken('chg_')
    await visit.open(`/confirm-email?token=${confirm}`)
    await visit.send({}, 'Confirm new address')
    await visit.reach('Your address is changed')
    await visit.open(`/undo-email-change?token=${await site.mailbox.lastToken('und_')}`)
    await visit.send({}, 'Put the old address back')
    await visit.reach('Your old address is back')
    // Whoever moved it may know the password.
    await page.getByRole('link', { name: 'Choose a new password' }).click()
    await visit.send({ 'Email address': email }, 'Send link')
    await visit.reach('Check your mail')
    await visit.open(`/reset-password?token=${await site.mailbox.lastToken('rst_')}`)
    await visit.send({ 'New password': PASSWORD }, 'Set password')
    await visit.reach('Your new password is set')
    await visit.open('/login')
    await visit.send({ 'Email address': email, Password: PASSWORD }, 'Sign in')
    await visit.reach('Profile')
    const [document] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ])
    expect(document.suggestedFilename()).toMatch(/^gatehouse-\d{4}-\d\d-\d\d\.json$/)

    await page.getByRole('button', { name: 'Close my account' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Close account' }).click()
    await visit.reach('Sign in')
    await page.getByText('Your account is closed.').waitFor()
    await visit.leave()
  })
})
