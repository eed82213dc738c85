import { describe, expect, test } from 'vitest'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'
import { addAuthenticator } from './support/authenticator.ts'
import { hasChromium } from './support/chromium.ts'
import { turnTotpOn } from './support/factors.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'

const LOCALES = { en: 'en-GB', de: 'de-AT' } as const
const languages = ['en', 'de'] as const
type Language = (typeof languages)[number]

/** Four looks at each state, on a machine that may be busy. */
const LONG_MS = 20 * 60_000

describe.skipIf(!hasChromium)(
  'axe finds nothing in any way to sign in, light and dark, 1280 and 320 px',
  () => {
    const site = useSite(withProviders(providerAt('http://127.0.0.1:9', { name: 'Acme' })))

    async function begin(language: Language) {
      const visit = await site.visit({ locale: LOCALES[language], reducedMotion: 'reduce' })
      const { page } = visit
      await visit.context.addCookies([{ name: 'gatehouse_lang', value: language, url: site.url }])
      return {
        visit,
        page,
        look: (state: string) => inspect(page, `${state}.${language}`),
        open: async (path: string) => {
          await visit.open(path)
          await page.waitForFunction(
            () => document.querySelector('form[novalidate]') || !document.querySelector('main form'),
          )
        },
        /** Fills in by name, sends that field's form, and waits for what follows. */
        send: async (fields: Record<string, string>, until: string) => {
          for (const [name, value] of Object.entries(fields))
            await page.locator(`[name="${name}"]`).fill(value)
          const [last] = Object.keys(fields).slice(-1)
          await page.locator(`form:has([name="${last}"]) [type="submit"]`).first().click()
          await page.locator(until).first().waitFor()
        },
      }
    }

    test.for(languages)('before signing in (%s)', { timeout: LONG_MS }, async (language) => {
      const { visit, page, look, open, send } = await begin(language)
      const person = await site.people.signedIn(`twice-${language}`)
      await turnTotpOn(site, person)
      await open('/login')
      await look('sign-in-ways')
      await send({ email: person.email, password: person.password }, '[autocomplete="one-time-code"]')
      await look('second-factor')
      await send({ code: '000000' }, '[aria-invalid]')
      await look('second-factor-wrong')
      await page.locator('[name="method"][value="recovery_code"]').last().click()
      await page.locator('[name="code"][autocomplete="off"]').waitFor()
      await look('second-factor-recovery')
      await visit.leave()
    })

    test.for(languages)('by mail (%s)', { timeout: LONG_MS }, async (language) => {
      const { visit, page, look, open, send } = await begin(language)
      const person = await site.people.verified(`mailed-${language}`)
      await open('/login/email')
      await look('email-sign-in')
      await send({ email: person.email }, '[autocomplete="one-time-code"]')
      await look('email-sign-in-code')
      await send({ code: '000000' }, '[aria-invalid]')
      await look('email-sign-in-wrong')
      await visit.context.clearCookies({ name: 'gatehouse_asked' })
      await open(`/magic-link?token=mlk_${'x'.repeat(43)}`)
      await look('magic-link')
      await page.locator('main [type="submit"]').click()
      await page.locator('[role="alert"]').waitFor()
      await look('magic-link-refused')

      for (const [path, prefix] of [
        ['confirm-email', 'chg_'],
        ['undo-email-change', 'und_'],
      ]) {
        await open(`/${path}?token=${prefix}${'x'.repeat(43)}`)
        await look(path!)
        await page.locator('main [type="submit"]').click()
        await page.locator('[role="alert"]').waitFor()
        await look(`${path}-refused`)
      }
      await visit.leave()
    })

    test.for(languages)('in the account area (%s)', { timeout: LONG_MS }, async (language) => {
      const { visit, page, look, open, send } = await begin(language)
      const person = await site.people.verified(`secure-${language}`)
      await addAuthenticator(page)
      await open('/login?redirectTo=/account/security')
      await send({ email: person.email, password: person.password }, '.card')
      await look('account-security')
      await page.locator('.card .button-primary').click()
      await page.locator('.qr').waitFor()
      await look('account-enrolment')
      await send({ code: '000000' }, '[aria-invalid]')
      await look('account-enrolment-wrong')
      await page.locator('.card').last().locator('.actions button').click()
      await page.locator('.row-actions').waitFor()
      await look('account-passkey-added')
      await page.locator('.row-actions button').first().click()
      await page.locator('dialog[open]').waitFor()
      await look('account-passkey-rename')
      await page.keyboard.press('Escape')
      await page.locator('.row-actions button').last().click()
      await page.locator('dialog[open]').waitFor()
      await look('account-passkey-remove')
      await page.keyboard.press('Escape')

      await page.locator('nav a[href$="/connections"]').click()
      await page.locator('.row').waitFor()
      await look('account-connections')
      await visit.leave()
    })

    test.for(languages)('moving and leaving (%s)', { timeout: LONG_MS }, async (language) => {
      const { visit, page, look, open, send } = await begin(language)
      const person = await site.people.verified(`leaving-${language}`)
      await open('/login')
      await send({ email: person.email, password: person.password }, '.card')
      await page.locator('nav a[href="/account"]').click()
      await page.locator('.card').first().waitFor()
      await page.locator('.card .button').first().click()
      await look('account-address-change')
      await send({ newEmail: 'no address' }, '[aria-invalid]')
      await look('account-address-wrong')
      await send({ newEmail: `next-${language}@example.org` }, '.alert-success')
      await look('account-address-sent')
      await page.locator('.card .button').last().click()
      await page.locator('dialog[open]').waitFor()
      await look('account-close')
      await visit.leave()
    })

    test.for(languages)('with the second step on (%s)', { timeout: LONG_MS }, async (language) => {
      const { visit, page, look, open, send } = await begin(language)
      const person = await site.people.signedIn(`codes-${language}`)
      const { app } = await turnTotpOn(site, person)
      await open('/login?redirectTo=/account/security')
      await send({ email: person.email, password: person.password }, '[autocomplete="one-time-code"]')
      await send({ code: await app.nextCode() }, '.card')
      await look('account-security-on')
      await site.clock.advance(6 * 60_000)
      await page.locator('.card').nth(1).locator('.button').click()
      await page.locator('dialog[open] .other-proofs').waitFor()
      await look('account-step-up-ways')
      await page.locator('.other-proofs button').last().click()
      await page.locator('[name="confirmCode"]').waitFor()
      await look('account-step-up-code')
      await send({ confirmCode: await app.nextCode() }, '.codes')
      await look('account-recovery-codes')
      await page.locator('.card').nth(1).locator('.button').click()
      await page.locator('dialog[open] [name="disableCode"]').waitFor()
      await look('account-disable')
      await send({ disableCode: '000000' }, 'dialog [aria-invalid]')
      await look('account-disable-wrong')
      expect(await page.locator('dialog').count()).toBe(1)
      await visit.leave()
    })
  },
)
