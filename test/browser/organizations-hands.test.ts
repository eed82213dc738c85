import { describe, expect, test } from 'vitest'
import type { Person } from '../harness/index.ts'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

describe.skipIf(!hasChromium)('organizations by keyboard', () => {
  const site = useSite()

  async function arrive({ email, password }: Person, heading: string, path: string) {
    const visit = await site.visit()
    await visit.open(`/login?redirectTo=${encodeURIComponent(path)}`)
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.reach(heading)
    const { page } = visit
    return {
      ...visit,
      button: (name: string) => page.getByRole('button', { name, exact: true }),
      /** What has the focus, as it names itself. */
      focus: () =>
        page.evaluate(() => {
          const { activeElement } = document
          return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
        }),
      hasFocus: (text: string) =>
        page.waitForFunction(
          (wanted) =>
            // The body has it when nothing has, and holds every text there is.
            document.activeElement !== document.body && document.activeElement?.textContent?.includes(wanted),
          text,
        ),
    }
  }

  test('a dialog takes the focus, and gives it back', async () => {
    const person = await site.people.verified('founder')
    const { page, button, focus, leave } = await arrive(person, 'Organizations', '/account/organizations')
    await button('New organization').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name), { timeout: 10_000 })
      .toBe('name')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await focus()).toBe('New organization')
    await leave()
  })

  test('the focus is never lost with what had it', async () => {
    const owner = await site.people.withOrganization('keeper')
    await site.people.joined(owner.organizationId, 'gone', 'member')
    const home = `/account/organizations/${owner.organizationId}`
    const visit = await arrive(owner, 'Members', `${home}/members`)
    const { page, button, focus, hasFocus } = visit
    await button('Remove gone').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await hasFocus('gone is removed.')

    await page.getByRole('link', { name: 'API keys', exact: true }).last().click()
    await visit.reach('API keys')
    expect(await focus()).toBe('API keys')
    await button('New API key').click()
    await page.getByLabel('Name', { exact: true }).fill('Export')
    await page.getByLabel('See members').check()
    await button('Create key').click()
    await hasFocus('Copy “Export” now')
    await button('I have saved it').click()
    await hasFocus('New API key')
    await visit.leave()
  })

  test('the next page of a list begins where the last one ended', async () => {
    const owner = await site.people.withOrganization('host')
    const home = `/organizations/${owner.organizationId}`
    const invitations = Array.from({ length: 30 }, (_, index) => ({
      email: `guest-${index}@example.org`,
      role: 'member',
    }))
    await site.as(owner).rest('POST', `${home}/invitations/bulk`, { invitations })
    const { page, button, hasFocus, leave } = await arrive(
      owner,
      'Invitations',
      `/account${home}/invitations`,
    )
    const rows = page.locator('.listing .row')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(25)
    const seen = await rows.locator('.row-title').allTextContents()
    await button('Show more').click()
    await rows.nth(29).waitFor()
    const all = await rows.locator('.row-title').allTextContents()
    expect(new Set(all).size).toBe(30)
    expect(all.slice(0, 25)).toEqual(seen)
    expect(await button('Show more').count()).toBe(0)
    await hasFocus(all[25]!.split(' ')[0]!)
    await leave()
  })
})
