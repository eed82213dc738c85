import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RealProvider, startRealProvider } from '../harness/oidc-provider.ts'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'
import type { Visit, VisitOptions } from './support/visit.ts'

describe.skipIf(!hasChromium)('signing in with another service', () => {
  // Where the provider is, and where the site is, each has to know of the other: the site comes first.
  const site = useSite(withProviders(providerAt('http://127.0.0.1:9')))
  let provider: RealProvider
  beforeAll(async () => {
    provider = await startRealProvider(`${site.url}/login/oauth/acme/callback`)
    const [configured] = site.platform.config.providers
    Object.assign(configured!, { issuer: provider.issuer, discoveryUrl: provider.issuer })
  })
  afterAll(async () => {
    await provider?.close()
  })

  const visit = (options: VisitOptions = {}) => site.visit({ provider: provider.issuer, ...options })

  /** Signs in on the provider's own pages, which agree to everything. */
  async function signInThere({ page }: Visit, name: string): Promise<void> {
    await page.locator('[name="login"]').fill(name)
    await page.locator('[name="password"]').fill('any')
    await page.locator('[type="submit"]').click()
    await page.getByRole('button', { name: 'Continue' }).click()
  }

  test('someone new is led there and back, and has an account', async () => {
    const guest = await visit()
    const { page } = guest
    await guest.open('/login?redirectTo=/account/connections')
    await page.getByRole('link', { name: 'Continue with Acme' }).click()
    await signInThere(guest, 'grace')
    await guest.reach('Connected accounts')
    await page.getByText('grace@example.org').waitFor()
    expect(page.url()).toBe(`${site.url}/account/connections`)
    await guest.leave()
  })

  test('it works without JavaScript, by a button on the way back', async () => {
    const guest = await visit({ javaScriptEnabled: false })
    const { page } = guest
    await guest.open('/login?redirectTo=/account/sessions')
    await page.getByRole('link', { name: 'Continue with Acme' }).click()
    await signInThere(guest, 'edsger')
    await guest.reach('Signing you in')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.locator('noscript p').waitFor()
    expect(new URL(page.url()).pathname).toBe('/account/sessions')
    await guest.leave()
  })

  test('O11 what another service says is text, and leaves no trace in the address', async () => {
    const guest = await visit({ reducedMotion: 'reduce' })
    const { page } = guest
    const said = '<img src=x onerror=alert(1)>'
    await guest.open(
      `/login/oauth/acme/callback?error=access_denied&error_description=${encodeURIComponent(said)}&state=x`,
    )
    await guest.reach('You are not signed in')
    expect(await page.locator('blockquote').textContent()).toBe(`access_denied: ${said}`)
    expect(page.url()).toBe(`${site.url}/login/oauth/acme/callback`)
    await inspect(page, 'provider-refused')
    await guest.open('/login/oauth/acme/callback')
    await page.getByText('The other service sent no answer').waitFor()
    await guest.leave()
  })

  test('an answer that this browser did not ask for signs nobody in, and a way back is offered', async () => {
    const guest = await visit({ reducedMotion: 'reduce' })
    const { page } = guest
    await guest.open('/login/oauth/acme/callback?code=stolen&state=foreign')
    await page.getByRole('alert').waitFor()
    expect(await guest.alert()).toMatch(/^This took too long, or was not begun in this browser/)
    await inspect(page, 'provider-state-invalid')
    await page.getByRole('link', { name: 'Back to sign-in' }).click()
    await guest.reach('Sign in')
    await guest.leave()
  })

  test('O8 a provider that is switched off is told on the sign-in page, which still works', async () => {
    const guest = await visit()
    const { page } = guest
    await guest.open('/login')
    await site.sql`INSERT INTO provider_switches (provider, is_enabled) VALUES ('acme', false)`
    await page.getByRole('link', { name: 'Continue with Acme' }).click()
    await page.getByRole('alert').waitFor()
    expect(await guest.alert()).toMatch(/^The other service cannot be used/)
    await site.sql`UPDATE provider_switches SET is_enabled = true`
    const { email, password } = await site.people.verified('patient')
    await guest.send({ 'Email address': email, Password: password }, 'Sign in')
    await guest.reach('Profile')
    await guest.leave()
    // Pages show what was on a moment ago.
    await expect
      .poll(async () => (await site.fetch('/login')).text(), { timeout: 30_000 })
      .toContain('/login/oauth/acme')
  })

  test('an account is connected in the account area, opens it from then on, and is disconnected', async () => {
    const guest = await visit()
    const { page } = guest
    const { email, password } = await site.people.verified('linker')
    await guest.open('/login?redirectTo=/account/connections')
    await guest.send({ 'Email address': email, Password: password }, 'Sign in')
    await guest.reach('Connected accounts')
    await page.getByRole('button', { name: 'Connect Acme' }).click()
    await signInThere(guest, 'someone-else')
    await guest.reach('Connected accounts')
    await page.getByText('someone-else@example.org').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await guest.reach('Sign in')
    await page.getByRole('link', { name: 'Continue with Acme' }).click()
    await guest.reach('Profile')
    await page.getByText(email).first().waitFor()
    await page.getByRole('link', { name: 'Connected accounts' }).click()
    await page.getByRole('button', { name: 'Disconnect Acme' }).click()
    await page.getByText('Acme is disconnected.').waitFor()
    await guest.leave()
  })
})
