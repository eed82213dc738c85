import { describe, expect, test } from 'vitest'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { hasChromium } from './support/chromium.ts'
import { enterConsole, tamper } from './support/console.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'

const LOCALES = { en: 'en-GB', de: 'de-AT' } as const
const languages = ['en', 'de'] as const
type Language = (typeof languages)[number]

/** Four looks at each of some thirty states, on a machine that may be busy. */
const LONG_MS = 20 * 60_000

describe.skipIf(!hasChromium)(
  'axe finds nothing in the console, in light and dark, at 1280 and 320 px',
  () => {
    const site = useSite(withProviders(providerAt('http://127.0.0.1:9')))

    /** Somebody of the staff at an address of the console, in one language. */
    async function begin(language: Language, name: string, path: string) {
      const locale = LOCALES[language]
      const entry = {
        name: `${name}-${language}`,
        role: 'admin',
        path,
        locale,
        reducedMotion: 'reduce',
      } as const
      const visit = await enterConsole(site, entry)
      const { page } = visit
      await page.locator('.console main h1').waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      return {
        visit,
        page,
        look: async (state: string) => {
          await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
          await inspect(page, `console-${state}.${language}`)
        },
        go: async (to: string, until: string) => {
          await page.setViewportSize({ width: 1280, height: 800 })
          await page.locator(`nav a[href="${to}"]`).click()
          await page.locator(until).first().waitFor()
        },
        dialog: page.locator('dialog[open]').last(),
      }
    }

    test.for(languages)('what keeps the platform running (%s)', { timeout: LONG_MS }, async (language) => {
      await site.sql`
      INSERT INTO daily_counts (day, name, count)
      SELECT (now() AT TIME ZONE 'UTC')::date - age, 'rate_limited', age * 7 % 40
      FROM generate_series(0, 13) AS age ON CONFLICT DO NOTHING`
      site.mailer.isDown = true
      const { email } = await site.people.signedUp(`waiting-${language}`)
      await site.mailbox.list(email)
      site.mailer.isDown = false
      await site.sql`
      UPDATE mail_messages SET failed_at = now(), attempts = 12, next_attempt_at = now() + interval '7 days'
      WHERE recipient = ${email}`
      const { organizationId } = await site.people.withOrganization(`founder-${language}`)

      const { visit, page, look, go, dialog } = await begin(language, 'operator', '/admin')
      await page.locator('.plot').first().waitFor()
      await look('overview')
      await page.locator('summary').click()
      await look('overview-numbers')

      await go('/admin/organizations', '.table')
      await look('organizations')
      await page.locator(`a[href="/admin/organizations/${organizationId}"]`).click()
      await page.locator('.facts').waitFor()
      await look('organization')
      await visit.open('/admin/organizations?search=nothing-like-this')
      await page.locator('.empty').waitFor()
      await look('organizations-none')

      await go('/admin/audit', '.event')
      await look('audit')
      await page.locator('.event .link').first().click()
      await dialog.waitFor()
      await look('audit-event')
      await page.keyboard.press('Escape')
      await page.locator('.card button').click()
      await page.locator('.card .alert-success').waitFor()
      await look('audit-verified')
      const tampered = await tamper(site, 'sign_in.succeeded')
      await page.locator('.card button').click()
      await page.locator('.card .table').waitFor()
      await look('audit-broken')
      await tampered.undo()
      await page.locator('.page-head .button').click()
      await dialog.waitFor()
      await look('audit-export')
      await page.keyboard.press('Escape')
      await page.locator('[name="actorId"]').fill('nobody')
      await page.locator('.filters [type="submit"]').click()
      await page.locator('[role="alert"]').waitFor()
      await look('audit-refused')

      await go('/admin/mail', '.table')
      await look('mail')
      await page.locator('.table .button').click()
      await page.locator('.alert-success').waitFor()
      await look('mail-retried')

      await go('/admin/keys', '.table')
      await look('keys')
      await page.locator('.table .button-danger').first().click()
      await dialog.waitFor()
      await look('keys-revoke')
      await page.keyboard.press('Escape')

      await go('/admin/providers', '.table')
      await look('providers')
      await page.locator('.table .button').click()
      await page.locator('.alert-success').waitFor()
      await look('providers-off')
      await page.locator('.table .button').click()

      await visit.context.setOffline(true)
      await go('/admin/keys', '[role="alert"]')
      await look('offline')
      await visit.context.setOffline(false)

      await page.setViewportSize({ width: 320, height: 640 })
      await page.locator('.console-menu').click()
      await look('menu')
      await visit.leave()
    })

    test.for(languages)('why somebody cannot get in (%s)', { timeout: LONG_MS }, async (language) => {
      const ada = await site.people.signedIn(`ada-diagnosed-${language}`)
      for (let attempt = 0; attempt < 10; attempt++)
        await site.rest('POST', '/login', { email: ada.email, password: 'a wrong password' })
      const { visit, page, look } = await begin(language, 'diagnostician', '/admin/diagnostics')
      await look('diagnostics')
      await page.locator('main [type="submit"]').click()
      await page.locator('[aria-invalid]').waitFor()
      await look('diagnostics-empty')
      await page.locator('[name="of"]').fill(ada.email)
      await page.locator('main [type="submit"]').click()
      await page.locator('.attempt').first().waitFor()
      await look('diagnostics-paused')
      await page.locator('[name="of"]').fill('nobody@example.org')
      await page.locator('main [type="submit"]').click()
      await page.locator('.attempt').first().waitFor({ state: 'detached' })
      await look('diagnostics-unknown')
      await visit.leave()
    })

    test.for(languages)('people (%s)', { timeout: LONG_MS }, async (language) => {
      await site.people.withTotp(`ada-${language}`)
      await site.people.signedUp(`pending-${language}`)
      const grace = await site.people.withOrganization(`grace-${language}`)
      const { visit, page, look, go, dialog } = await begin(language, 'manager', '/admin/users')
      await page.locator('.table').waitFor()
      await look('users')
      await page.locator('.page-head .button').click()
      await dialog.waitFor()
      await look('users-create')
      await dialog.locator('[type="submit"]').click()
      await dialog.locator('[aria-invalid]').first().waitFor()
      await look('users-create-empty')
      await page.keyboard.press('Escape')
      await page.locator('.table thead [type="checkbox"]').check()
      await page.locator('.bulk').waitFor()
      await look('users-chosen')
      await page.locator('.bulk .button-danger').first().click()
      await dialog.waitFor()
      await look('users-bulk')
      await dialog.locator('[type="submit"]').click()
      await page.locator('dialog .table').waitFor()
      await look('users-bulk-results')
      await page.keyboard.press('Escape')

      await go('/admin/users', '.table')
      await page.locator(`.table a[href="/admin/users/${grace.userId}"]`).click()
      await page.locator('.act').first().waitFor()
      await look('person')
      await page.locator('.card .button-danger').last().click()
      await dialog.waitFor()
      await look('person-delete')
      await page.keyboard.press('Escape')
      await visit.leave()
    })

    test.for(languages)(
      'a person who has lost their phone, and acting as them (%s)',
      { timeout: LONG_MS },
      async (language) => {
        const ada = await site.people.withTotp(`forgetful-${language}`)
        const { visit, page, look, dialog } = await begin(language, 'rescuer', `/admin/users/${ada.userId}`)
        await page.locator('.act').first().waitFor()
        await look('person-with-factors')
        const words =
          language === 'en'
            ? ['Reset second factors', 'Act as this person']
            : ['Zweite Faktoren zurücksetzen', 'Als diese Person handeln']
        await page.locator('.act').filter({ hasText: words[0]! }).locator('button').click()
        await look('person-reset-factors')
        await dialog.locator('textarea').fill('Called back on the number we have, ticket 4711')
        await dialog.locator('[type="submit"]').click()
        await page.locator('main .alert-warn').waitFor()
        await look('person-reset-pending')
        await page.locator('.act').filter({ hasText: words[1]! }).locator('button').click()
        await dialog.locator('textarea').fill('Ticket 4711: sees no invoices')
        await look('person-impersonate')
        await dialog.locator('[type="submit"]').click()
        await page.locator('.acting').waitFor()
        await page.locator('.account main h1').waitFor()
        await look('acting')
        await visit.leave()
      },
    )
  },
)
