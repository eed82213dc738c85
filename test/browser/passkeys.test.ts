import { describe, expect, test } from 'vitest'
import { addAuthenticator } from './support/authenticator.ts'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'
import type { Visit } from './support/visit.ts'

describe.skipIf(!hasChromium)('passkeys', () => {
  const site = useSite()

  /** Somebody at the security page, with a device that can keep passkeys. */
  async function begin(name: string) {
    const person = await site.people.verified(name)
    const visit = await site.visit()
    const { page } = visit
    const device = await addAuthenticator(page)
    await visit.open('/login?redirectTo=/account/security')
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await visit.reach('Security')
    return { person, visit, page, device }
  }

  async function add(visit: Visit): Promise<void> {
    await visit.page.getByRole('button', { name: 'Add a passkey' }).click()
    await visit.page.getByRole('button', { name: /^Rename / }).waitFor()
  }

  test('one is made, named, and signs in by the button without an address', async () => {
    const { visit, page, device, person } = await begin('maker')
    await add(visit)
    expect(await device.count()).toBe(1)
    await page.getByRole('button', { name: /^Rename / }).click()
    await page.locator('dialog [name="passkeyName"]').fill('My laptop')
    await page.locator('dialog [type="submit"]').click()
    await page.getByText('Renamed.').waitFor()
    await page.getByText('My laptop', { exact: true }).waitFor()
    await device.setPresence(false)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await visit.reach('Sign in')
    await device.setPresence(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await visit.reach('Profile')
    await page.getByText(person.email).first().waitFor()
    await visit.leave()
  })

  test('the browser offers it at the address, from the field’s autocomplete', async () => {
    const { visit, page, device, person } = await begin('autofill')
    await add(visit)
    await device.setPresence(false)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await visit.reach('Sign in')
    expect(await page.getByLabel('Email address').getAttribute('autocomplete')).toBe('username webauthn')
    // Nobody presses anything: what the field offers is picked, which is all a device without a screen can do.
    await device.setPresence(true)
    await page.reload()
    await visit.reach('Profile')
    await page.getByText(person.email).first().waitFor()
    await visit.leave()
  })

  test('thinking better of it is quiet', async () => {
    const visit = await site.visit()
    const { page } = visit
    await addAuthenticator(page)
    await visit.open('/login')
    const button = page.getByRole('button', { name: 'Sign in with a passkey' })
    await button.click()
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('false')
    expect(await page.getByRole('alert').count()).toBe(0)
    await visit.leave()
  })

  test('one is removed, after a question', async () => {
    const { visit, page } = await begin('remover')
    await add(visit)
    await page.getByRole('button', { name: /^Remove / }).click()
    await page.locator('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await page.locator('dialog').count()).toBe(0)
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Remove /)
    await page.getByRole('button', { name: /^Remove / }).click()
    await page.locator('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('You have no passkey yet.').waitFor()
    await visit.leave()
  })

  test('one proves who is there when a change asks for it', async () => {
    const { visit, page } = await begin('prover')
    await add(visit)
    await site.clock.advance(6 * 60_000)
    await page.getByRole('button', { name: /^Remove / }).click()
    await page.locator('dialog').getByRole('button', { name: 'Remove' }).click()
    const question = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await question.getByRole('button', { name: 'Use a passkey' }).click()
    await question.locator('.button-primary').click()
    await page.getByText('You have no passkey yet.').waitFor()
    await visit.leave()
  })

  test('a browser that knows none has every other way, and says so where one would be made', async () => {
    const visit = await site.visit()
    const { page } = visit
    await visit.context.addInitScript(() => {
      Object.defineProperty(window, 'PublicKeyCredential', { value: undefined })
    })
    const { email, password } = await site.people.verified('without')
    await visit.open('/login?redirectTo=/account/security')
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await page.getByText('This browser cannot use passkeys.').waitFor()
    await visit.leave()
  })
})
