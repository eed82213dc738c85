import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'
import type { Visit } from './support/visit.ts'

const MINUTES = 60_000

describe.skipIf(!hasChromium)('signing in by email', () => {
  const site = useSite()

  async function ask(visit: Visit, email: string, from = '/login'): Promise<void> {
    await visit.open(from)
    await visit.page.getByRole('link', { name: 'Email me a link or code' }).click()
    await visit.reach('Sign in by email')
    await visit.send({ 'Email address': email }, 'Send the mail')
    await visit.reach('Check your mail')
  }

  /** What the newest mail to an address carries. */
  async function mailTo(email: string) {
    const { token = '', text } = await site.mailbox.lastTo(email)
    return { token, code: /\b\d{6}\b/.exec(text)?.[0] ?? '' }
  }

  test('the code is entered where the mail was asked for, and leads on', async () => {
    const visit = await site.visit()
    const { email } = await site.people.verified('coded')
    await ask(visit, email, '/login?redirectTo=/account/sessions')
    expect(await visit.page.locator(':focus').getAttribute('autocomplete')).toBe('one-time-code')
    await visit.send({ 'Code from the mail': '000000' }, 'Sign in')
    await visit.page.getByText('That code is not right').waitFor()
    await visit.send({ 'Code from the mail': (await mailTo(email)).code }, 'Sign in')
    await visit.reach('Devices')
    await visit.leave()
  })

  test('the link signs in by itself in the browser that asked for it, and leaves no trace', async () => {
    const visit = await site.visit()
    const { email } = await site.people.verified('linked')
    await ask(visit, email, '/login?redirectTo=/account/security-log')
    await visit.open(`/magic-link?token=${(await mailTo(email)).token}`)
    await visit.reach('Security log')
    expect(await visit.page.evaluate(() => history.state)).toBeNull()
    await visit.leave()
  })

  test('T6 in another browser the link asks first, and opening it uses nothing up', async () => {
    const asking = await site.visit()
    const { email } = await site.people.verified('elsewhere')
    await ask(asking, email)
    const { token } = await mailTo(email)
    const visit = await site.visit()
    for (let times = 0; times < 2; times++) {
      await visit.open(`/magic-link?token=${token}`)
      await visit.reach('Do you want to sign in?')
      expect(visit.page.url()).toBe(`${site.url}/magic-link`)
    }
    await visit.send({}, 'Sign in')
    await visit.reach('Profile')
    await visit.leave()
    await asking.leave()
  })

  test('a browser asks again when it has waited longer than a mail lives', async () => {
    const visit = await site.visit()
    const { email } = await site.people.verified('waiting')
    await ask(visit, email)
    const { token } = await mailTo(email)
    await site.clock.advance(11 * MINUTES)
    await visit.open(`/magic-link?token=${token}`)
    await visit.page.getByRole('alert').waitFor()
    expect(await visit.alert()).toMatch(/^This link is no longer valid/)
    await visit.page.getByRole('link', { name: 'Get a new link' }).click()
    await visit.reach('Sign in by email')
    await visit.leave()
  })

  test('N2 an address that nobody has looks the same', async () => {
    const visit = await site.visit()
    await ask(visit, 'nobody-at-all@example.org')
    await visit.send({ 'Code from the mail': '123456' }, 'Sign in')
    await visit.page.getByText('That code is not right').waitFor()
    await visit.leave()
  })

  test('works without JavaScript: by the code, and by the link', async () => {
    const visit = await site.visit({ javaScriptEnabled: false })
    const { page } = visit
    const { email } = await site.people.verified('scriptless')
    await ask(visit, email, '/login?redirectTo=/account/sessions')
    await page.getByText(email).waitFor()
    await visit.send({ 'Code from the mail': '000000' }, 'Sign in')
    await visit.reach('Check your mail')
    expect(await page.getByRole('alert').count()).toBe(1)
    await visit.send({ 'Code from the mail': (await mailTo(email)).code }, 'Sign in')
    await page.locator('noscript button').waitFor()
    expect(new URL(page.url()).pathname).toBe('/account/sessions')
    await page.locator('noscript button').click()
    await ask(visit, email)
    await visit.open(`/magic-link?token=${(await mailTo(email)).token}`)
    await visit.send({}, 'Sign in')
    await page.locator('noscript button').waitFor()
    await visit.leave()
  })
})
