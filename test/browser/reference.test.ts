import { describe, test } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createDevMailbox } from '../../server/src/platform/dev-mailbox.ts'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'

const mailer = createDevMailbox({ clock: systemClock })

describe.skipIf(!hasChromium)('pages for those who build on this server', () => {
  const site = useSite({ platform: { mailer } })

  test('the reference lists every operation, under the policy, from this server alone', async () => {
    const visit = await site.visit()
    const { page } = visit
    await visit.open('/docs')
    await page.getByRole('heading', { name: /^Gatehouse/ }).waitFor()
    const login = page.locator('#operations-auth-authLogin')
    await login.getByRole('button').first().click()
    await login.getByRole('button', { name: 'Try it out' }).click()
    await login
      .getByRole('textbox')
      .first()
      .fill('{"email":"nobody@example.org","password":"not-the-right-one"}')
    await login.getByRole('button', { name: 'Execute' }).click()
    await login.getByText('auth.invalid_credentials').first().waitFor()
    await visit.leave()
  })

  test.each([
    ['/problems', 'problems'],
    ['/problems/auth.refresh_reused', 'problem'],
  ])('%s can be read by everybody', async (path, state) => {
    const visit = await site.visit()
    await visit.open(path)
    await inspect(visit.page, state)
    await visit.leave()
  })

  test('a mail can be read and its link followed, while it can do nothing itself', async () => {
    await site.people.signedUp('ada')
    await site.platform.outbox.drain()
    const visit = await site.visit()
    const { page } = visit
    await visit.open('/dev/mailbox')
    await inspect(page, 'mailbox')
    await page.getByText('As HTML').click()
    const mail = page.frameLocator('iframe')
    await mail.getByRole('link').first().waitFor()
    await mail.getByRole('link').first().click()
    await visit.reach('Confirm your email address')
    await visit.leave()
  })
})
