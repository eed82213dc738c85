import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

const PASSWORD = 'a phrase of plain plums'

describe.skipIf(!hasChromium)('without JavaScript', () => {
  const site = useSite()
  const visitWithout = (locale = 'en-GB') => site.visit({ javaScriptEnabled: false, locale })

  test('someone signs up, confirms, signs in, signs out, resets the password and signs in again', async () => {
    const visit = await visitWithout()
    const { page } = visit
    const email = 'lynx@example.org'

    await visit.open('/signup')
    await visit.send({ 'Your name': 'Lynx', 'Email address': email, Password: PASSWORD }, 'Create account')
    await visit.reach('Check your mail')
    await page.getByText(email).waitFor()

    await visit.open(`/verify-email?token=${await site.mailbox.lastToken('vfy_')}`)
    await visit.send({}, 'Confirm address')
    await visit.reach('Address confirmed')
    await page.getByText(`${email} is confirmed.`).waitFor()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.send({ 'Email address': email, Password: PASSWORD }, 'Sign in')
    await page.locator('noscript p').waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
    await page.locator('noscript button').click()
    await visit.reach('Sign in')
    await visit.open('/account')
    await visit.reach('Sign in')

    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await visit.send({ 'Email address': email }, 'Send link')
    await visit.reach('Check your mail')
    await visit.open(`/reset-password?token=${await site.mailbox.lastToken('rst_')}`)
    await visit.send({ 'New password': 'quite another phrase' }, 'Set password')
    await visit.reach('Your new password is set')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.send({ 'Email address': email, Password: 'quite another phrase' }, 'Sign in')
    await page.locator('noscript p').waitFor()
    await visit.leave()
  })

  test('opening a link, however often, uses nothing up', async () => {
    const visit = await visitWithout()
    const person = await site.people.signedUp('often')
    const { token } = await site.mailbox.lastTo(person.email)
    for (let times = 0; times < 3; times++) await visit.open(`/verify-email?token=${token}`)
    await visit.send({}, 'Confirm address')
    await visit.reach('Address confirmed')
    await visit.leave()
  })

  test('a refusal is told in the language of the page, with a request id, and keeps the address', async () => {
    const visit = await visitWithout('de-DE')
    const { page } = visit
    await visit.open('/login')
    await visit.send({ 'E-Mail-Adresse': 'nobody@example.org', Passwort: 'a wrong password' }, 'Anmelden')
    expect(await visit.alert()).toBe('Die E-Mail-Adresse oder das Passwort ist falsch.')
    expect(await page.locator('.request-id code').textContent()).toMatch(/^[\w.-]{8,}$/)
    expect(await page.title()).toBe('Fehler: Anmelden · Gatehouse')
    expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe('nobody@example.org')
    expect(await page.getByLabel('Passwort', { exact: true }).inputValue()).toBe('')
    await visit.leave()
  })

  test('a pause says how long it lasts', async () => {
    const visit = await visitWithout()
    const email = 'paused@example.org'
    for (let attempt = 0; attempt < 10; attempt++) {
      await site.rest('POST', '/login', { email, password: 'a wrong password' })
    }
    await visit.open('/login')
    await visit.send({ 'Email address': email, Password: 'a wrong password' }, 'Sign in')
    await visit.page.getByText(/^You can try again in 1[45]:\d\d\.$/).waitFor()
    await visit.leave()
  })

  test('a used link leads to a new one', async () => {
    const visit = await visitWithout()
    await visit.open(`/verify-email?token=vfy_${'x'.repeat(43)}`)
    await visit.send({}, 'Confirm address')
    await visit.reach('Get a new link')
    await visit.send({ 'Email address': 'someone@example.org' }, 'Send link')
    await visit.reach('Check your mail')
    await visit.open(`/reset-password?token=rst_${'x'.repeat(43)}`)
    await visit.send({ 'New password': PASSWORD }, 'Set password')
    expect(await visit.alert()).toMatch(/^This link is no longer valid/)
    await visit.page.getByRole('link', { name: 'Get a new link' }).click()
    await visit.reach('Reset your password')
    await visit.leave()
  })

  test('the language is chosen with a button, is remembered, and costs no link', async () => {
    const visit = await visitWithout()
    const { page } = visit
    const person = await site.people.signedUp('polyglot')
    const { token } = await site.mailbox.lastTo(person.email)
    await visit.open(`/verify-email?token=${token}`)
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await visit.reach('E-Mail-Adresse bestätigen')
    await visit.send({}, 'Adresse bestätigen')
    await visit.reach('Adresse bestätigt')
    await visit.open('/login')
    await visit.reach('Anmelden')
    await visit.leave()
  })

  test('signing in leads where one wanted to go, and nowhere else', async () => {
    const visit = await visitWithout()
    const { page } = visit
    const { email, password } = await site.people.verified('wanderer')
    for (const [wanted, reached] of [
      ['/login?lang=en', '/login'],
      ['//evil.example/', '/account'],
      ['https://evil.example/', '/account'],
    ]) {
      await visit.open(`/login?redirectTo=${encodeURIComponent(wanted!)}`)
      await visit.send({ 'Email address': email, Password: password }, 'Sign in')
      await page.waitForURL((address) => address.pathname === reached && address.origin === site.url)
    }
    await visit.leave()
  })

  test('no button is shown that only a script could answer', async () => {
    const visit = await visitWithout()
    await visit.open('/login')
    expect(await visit.page.locator('.reveal').isVisible()).toBe(false)
    await visit.leave()
  })
})
