import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { enterConsole } from './support/console.ts'
import { useSite } from './support/site.ts'

describe.skipIf(!hasChromium)('who sees the console', () => {
  const site = useSite()

  test('A2 to whoever has no role on the platform there is nothing at its address', async () => {
    const visit = await site.visit()
    const { email, password } = await site.people.verified('nobody-special')
    await visit.open('/login?redirectTo=/admin/keys')
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.reach('Page not found')
    expect(await visit.page.title()).toBe('Page not found · Gatehouse')
    expect(await visit.page.locator('.console').count()).toBe(0)
    expect(await visit.page.locator('.scene').count()).toBe(1)
    await visit.leave()
  })

  test('whoever is not signed in is led to do that, and back', async () => {
    const visit = await site.visit()
    await visit.open('/admin/keys')
    await visit.reach('Sign in')
    expect(new URL(visit.page.url()).searchParams.get('redirectTo')).toBe('/admin/keys')
    await visit.leave()
  })

  test('support sees what support may, and nothing at what is the administrators’', async () => {
    const visit = await enterConsole(site, { name: 'helper', role: 'support', path: '/admin' })
    await visit.reach('Overview')
    const navigation = visit.page.getByRole('navigation', { name: 'Console' })
    const offered = await navigation.getByRole('link').allTextContents()
    expect(offered).toContain('Audit log')
    expect(offered).not.toContain('Signing keys')
    expect(offered).not.toContain('Providers')
    await visit.open('/admin/keys')
    await visit.reach('Page not found')
    await visit.leave()
  })

  test('a role that is taken away while the console is open ends it with the next act', async () => {
    const visit = await enterConsole(site, { name: 'demoted', role: 'admin', path: '/admin/keys' })
    const { page, person } = visit
    await visit.reach('Signing keys')
    await site.sql`UPDATE users SET platform_role = NULL WHERE id = ${person.userId}`
    await page.getByRole('link', { name: 'Mail', exact: true }).click()
    await page.getByText('This is no longer here.').waitFor()
    await page.reload()
    await visit.reach('Page not found')
    await visit.leave()
  })

  test('on a phone the navigation folds away, and opens with a button', async () => {
    const visit = await enterConsole(site, {
      name: 'mobile',
      role: 'admin',
      path: '/admin/audit',
      viewport: { width: 320, height: 640 },
    })
    const { page } = visit
    await visit.reach('Audit log')
    const menu = page.getByRole('button', { name: 'Menu' })
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    expect(await page.getByRole('link', { name: 'Mail', exact: true }).isVisible()).toBe(false)
    await menu.click()
    expect(await menu.getAttribute('aria-expanded')).toBe('true')
    await page.getByRole('link', { name: 'Mail', exact: true }).click()
    await visit.reach('Mail')
    expect(await menu.getAttribute('aria-expanded')).toBe('false')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: 10_000 })
      .toBe('H1')
    await visit.leave()
  })
})
