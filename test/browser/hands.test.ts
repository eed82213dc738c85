import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

/** What a password manager reads of a form's fields. */
const fieldsOf = (page: Page): Promise<string[]> =>
  page
    .locator('main form[method="post"]')
    .evaluate((form) =>
      [...(form as HTMLFormElement).elements]
        .filter(
          (element) =>
            element instanceof HTMLInputElement && element.type !== 'hidden' && element.type !== 'checkbox',
        )
        .map((element) => `${(element as HTMLInputElement).type} ${element.getAttribute('autocomplete')}`),
    )

describe.skipIf(!hasChromium)('password managers and keyboards', () => {
  const site = useSite()

  test.each([
    ['/login', ['email username webauthn', 'password current-password']],
    ['/login/email', ['email username']],
    ['/signup', ['text name', 'email username', 'password new-password']],
    ['/forgot-password', ['email username']],
    [`/reset-password?token=rst_${'x'.repeat(43)}`, ['email username', 'password new-password']],
  ])('%s tells what belongs in each field', async (path, fields) => {
    const visit = await site.visit()
    await visit.open(path)
    expect(await fieldsOf(visit.page)).toEqual(fields)
    await visit.leave()
  })

  test('changing the password tells whose it is, the old one and the new one', async () => {
    const visit = await site.visit()
    const { email, password } = await site.people.verified('manager')
    await visit.open('/login?redirectTo=/account/password')
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.reach('Password')
    expect(await fieldsOf(visit.page)).toEqual([
      'email username',
      'password current-password',
      'password new-password',
    ])
    expect(await visit.page.locator('[autocomplete="username"]').inputValue()).toBe(email)
    await visit.leave()
  })

  test('a password can be pasted, and shown by a button', async () => {
    const visit = await site.visit({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visit
    await visit.open('/signup')
    const password = page.getByLabel('Password', { exact: true })
    await page.evaluate(() => navigator.clipboard.writeText('pasted from a manager'))
    await password.focus()
    await page.keyboard.press('Control+V')
    expect(await password.inputValue()).toBe('pasted from a manager')
    await page.getByRole('button', { name: 'Show password' }).click()
    expect(await password.getAttribute('type')).toBe('text')
    await page.getByRole('button', { name: 'Hide password' }).click()
    expect(await password.getAttribute('type')).toBe('password')
    await visit.leave()
  })

  test('what was filled in before the script ran is sent', async () => {
    const visit = await site.visit()
    const { page } = visit
    const { email, password } = await site.people.verified('early')
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/assets/main-*.js', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${site.url}/login`, { waitUntil: 'commit' })
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    release()
    await page.locator('form[novalidate]').waitFor()
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe(password)
    await visit.send({}, 'Sign in')
    await visit.reach('Profile')
    await visit.leave()
  })

  test('someone signs in and out with the keyboard alone, and always sees where they are', async () => {
    const visit = await site.visit()
    const { page } = visit
    const { email, password } = await site.people.verified('keys')
    const press = async (key: string) => {
      await page.keyboard.press(key)
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!)
        return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth)
      })
      expect(outline).toBeGreaterThanOrEqual(2)
    }
    await visit.open('/login')
    await press('Tab')
    await page.keyboard.type(email)
    await press('Tab')
    await page.keyboard.type(password)
    await press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Show')
    await press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Forgot your password?')
    await press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Sign in')
    await page.keyboard.press('Enter')
    await visit.reach('Profile')
    expect(await page.locator(':focus').textContent()).toBe('Profile')
    await page.getByRole('button', { name: 'Sign out' }).focus()
    await page.keyboard.press('Enter')
    await visit.reach('Sign in')
    expect(await page.locator(':focus').textContent()).toBe('Sign in')
    await visit.leave()
  })
})
