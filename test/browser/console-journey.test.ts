import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { hasChromium } from './support/chromium.ts'
import { enterConsole, tamper } from './support/console.ts'
import { useSite } from './support/site.ts'

const MINUTES = 60_000

describe.skipIf(!hasChromium)('the console', () => {
  const site = useSite(withProviders(providerAt('http://127.0.0.1:9')))

  test('staff find a person, disable them, see why they cannot get in, and let them in again', async () => {
    const ada = await site.people.signedIn('ada')
    const visit = await enterConsole(site, { name: 'boss', role: 'admin', path: '/admin' })
    const { page } = visit
    await visit.reach('Overview')
    await page.getByRole('link', { name: 'People', exact: true }).click()
    await visit.reach('People')
    await page.getByLabel(/^Beginning of a name/).fill('ada@')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: 'ada', exact: true }).click()
    await visit.reach('ada')
    expect(new URL(page.url()).pathname).toBe(`/admin/users/${ada.userId}`)

    await page.getByRole('button', { name: 'Disable', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await page.getByText('ada is disabled.').waitFor()
    await page.getByText('Signed in nowhere.').waitFor()
    expect((await site.as(ada).rest('GET', '/me')).status).toBe(401)
    const login = { email: ada.email, password: ada.password }
    const refused = await site.rest('POST', '/login', login)
    expect(refused.body).toMatchObject({ code: 'auth.account_disabled' })

    await page.getByRole('link', { name: 'Sign-in diagnostics' }).click()
    await visit.reach('Sign-in diagnostics')
    await visit.send({ 'Email address or request ID': ada.email }, 'Look up')
    await page.getByText('The account is disabled.').waitFor()
    await page.getByText('The account may not be used.').first().waitFor()
    await page.getByRole('link', { name: 'Open the person' }).click()
    await visit.reach('ada')
    await page.getByRole('button', { name: 'Enable', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click()
    await page.getByText('ada is enabled.').waitFor()
    expect((await site.rest('POST', '/login', login)).status).toBe(200)
    await visit.leave()
  })

  test('a log that was tampered with is found, and it is shown where', async () => {
    const visit = await enterConsole(site, { name: 'auditor', role: 'support', path: '/admin/audit' })
    const { page } = visit
    await visit.reach('Audit log')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await page.getByText(/^Nothing was tampered with/).waitFor()
    const tampered = await tamper(site, 'sign_in.succeeded')
    await page.getByRole('button', { name: 'Verify again' }).click()
    await page.getByText('The log was tampered with in one place.').waitFor()
    const row = page.getByRole('table', { name: 'Where chains are broken' }).getByRole('row').nth(1)
    expect(await row.textContent()).toContain('This event does not say what was written.')
    expect(await row.textContent()).toContain(tampered.id)
    await tampered.undo()
    await page.getByRole('button', { name: 'Verify again' }).click()
    await page.getByText(/^Nothing was tampered with/).waitFor()
    await visit.leave()
  })

  test('the log is searched by what stands in the address, and saved as a file', async () => {
    const visit = await enterConsole(site, {
      name: 'archivist',
      role: 'admin',
      path: '/admin/audit',
      acceptDownloads: true,
    })
    const { page } = visit
    await visit.reach('Audit log')
    await page.getByLabel('What', { exact: true }).fill('mfa.challenged')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.waitForURL('**/admin/audit?action=mfa.challenged')
    await expect.poll(() => page.locator('.event .link').allTextContents()).toContain('mfa.challenged')
    await expect.poll(async () => new Set(await page.locator('.event .link').allTextContents()).size).toBe(1)
    await page.reload()
    await visit.reach('Audit log')
    expect(await page.getByLabel('What', { exact: true }).inputValue()).toBe('mfa.challenged')
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    const text = readFileSync(await (await download).path(), 'utf8')
    const actions = text.split('\n').map((line) => (JSON.parse(line) as { action: string }).action)
    expect(actions.length).toBeGreaterThan(0)
    expect(new Set(actions)).toEqual(new Set(['mfa.challenged']))
    await visit.leave()
  })

  test('a mail that was given up is sent once more', async () => {
    site.mailer.isDown = true
    const { email } = await site.people.signedUp('unreached')
    await site.mailbox.list(email)
    site.mailer.isDown = false
    await site.sql`
      UPDATE mail_messages SET failed_at = now(), attempts = 12, next_attempt_at = now() + interval '7 days'
      WHERE recipient = ${email}`
    const visit = await enterConsole(site, { name: 'postman', role: 'support', path: '/admin/mail' })
    const { page } = visit
    await visit.reach('Mail')
    await page.getByLabel('Status').selectOption('failed')
    const row = page.getByRole('row').filter({ hasText: email })
    await row.getByText('the relay is down').waitFor()
    await row.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('The message is queued again.').waitFor()
    await page.getByText('No message meets this.').waitFor()
    expect((await site.mailbox.lastTo(email)).token).toMatch(/^vfy_/)
    await visit.leave()
  })

  test('a key is rotated and one revoked, by somebody who proves once more that it is they', async () => {
    const visit = await enterConsole(site, { name: 'keeper', role: 'admin', path: '/admin/keys' })
    const { page, person } = visit
    await visit.reach('Signing keys')
    await site.clock.advance(6 * MINUTES)
    await page.getByRole('button', { name: 'Rotate' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
    const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await proof.getByLabel('Password', { exact: true }).fill(person.password)
    await proof.getByRole('button', { name: 'Confirm' }).click()
    await proof.getByLabel('Six-digit code').fill(await person.nextCode())
    await proof.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('A new key is on its way.').waitFor()
    await page.getByText('Next in line').waitFor()
    const signing = page.getByRole('row').filter({ hasText: 'Signing' }).last()
    await signing.getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('The key is revoked.').waitFor()
    await page.getByText('Revoked', { exact: true }).waitFor()
    await visit.leave()
  })

  test('a provider is switched off and on', async () => {
    const visit = await enterConsole(site, { name: 'switcher', role: 'admin', path: '/admin/providers' })
    const { page } = visit
    await page.getByRole('button', { name: 'Switch off Acme' }).click()
    await page.getByText('Acme is off.').waitFor()
    await page.getByRole('button', { name: 'Switch on Acme' }).click()
    await page.getByText('Acme is on.').waitFor()
    await visit.leave()
  })
})
