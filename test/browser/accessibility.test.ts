import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'
import type { Visit } from './support/visit.ts'

const LOCALES = { en: 'en-GB', de: 'de-AT' } as const
const languages = ['en', 'de'] as const
type Language = (typeof languages)[number]

const MINUTES = 60_000
/** Four looks at each of some forty states, on a machine that may be busy. */
const LONG_MS = 20 * MINUTES

describe.skipIf(!hasChromium)('axe finds nothing, in light and dark, at 1280 and 320 px', () => {
  const site = useSite()

  /** A visit in one language, in which a state is looked at under a name. */
  async function begin(language: Language) {
    const visit = await site.visit({ locale: LOCALES[language], reducedMotion: 'reduce' })
    const { page } = visit
    return {
      visit,
      page,
      look: (state: string) => inspect(page, `${state}.${language}`),
      /** Opens an address and waits until the script has taken over. */
      open: async (path: string) => {
        await visit.open(path)
        await page.waitForFunction(
          () => document.querySelector('form[novalidate]') || !document.querySelector('main form'),
        )
      },
      /** Fills in by name, sends, and waits for what follows. */
      send: async (fields: Record<string, string>, until: string) => {
        for (const [name, value] of Object.entries(fields)) await page.locator(`[name="${name}"]`).fill(value)
        await page.locator('main button[type="submit"]').first().click()
        await page.locator(until).first().waitFor()
      },
    }
  }

  const isIn = (visit: Visit, language: Language) =>
    visit.page.evaluate(() => document.documentElement.lang).then((lang) => expect(lang).toBe(language))

  test.for(languages)('signing in (%s)', { timeout: LONG_MS }, async (language) => {
    const { visit, page, look, open, send } = await begin(language)
    const pending = await site.people.signedUp(`pending-${language}`)
    const paused = `paused-${language}@example.org`
    for (let attempt = 0; attempt < 10; attempt++) {
      await site.rest('POST', '/login', { email: paused, password: 'a wrong password' })
    }
    await open('/login')
    await isIn(visit, language)
    await look('sign-in')
    await send({}, '[aria-invalid]')
    await look('sign-in-empty')
    await send({ email: 'nobody@example.org', password: 'a wrong password' }, '[role="alert"]')
    await look('sign-in-refused')
    await page.locator('.reveal').click()
    await look('sign-in-password-shown')
    await open('/login')
    await send({ email: paused, password: 'a wrong password' }, '[role="timer"]')
    await look('sign-in-paused')
    await open('/login')
    await send({ email: pending.email, password: pending.password }, '.resend')
    await look('sign-in-unverified')
    await page.locator('.resend button').click()
    await page.locator('.resend [role="status"]:not(:empty)').waitFor()
    await look('sign-in-unverified-resent')
    await open('/login')
    await visit.context.setOffline(true)
    await send({ email: paused, password: 'a wrong password' }, '[role="alert"]')
    await look('sign-in-offline')
    await visit.context.setOffline(false)
    await open('/nowhere')
    await look('not-found')
    await visit.leave()
  })

  test.for(languages)('signing up and confirming (%s)', { timeout: LONG_MS }, async (language) => {
    const { visit, page, look, open, send } = await begin(language)
    const email = `new-${language}@example.org`
    await open('/signup')
    await look('sign-up')
    await send({}, '[aria-invalid]')
    await look('sign-up-empty')
    await send({ displayName: 'New', email: 'no address', password: 'short' }, '#email-problem')
    await look('sign-up-wrong')
    await send({ displayName: 'New', email, password: 'password12345' }, '.request-id')
    await look('sign-up-common')
    await send({ password: 'a phrase of plain plums' }, '.badge-mail')
    await look('sign-up-sent')
    await page.locator('.resend button').click()
    await page.locator('.resend [role="status"]:not(:empty)').waitFor()
    await look('sign-up-resent')

    await open(`/verify-email?token=vfy_${'x'.repeat(43)}`)
    await look('verify')
    await send({}, '[role="alert"]')
    await look('verify-refused')
    await open('/verify-email')
    await look('verify-request')
    await send({ email }, '.badge-mail')
    await look('verify-request-sent')
    await open(`/verify-email?token=${await site.mailbox.lastToken('vfy_')}`)
    await send({}, '.badge-done')
    await look('verify-done')

    const { signUp } = site.platform.config
    signUp.mode = 'closed'
    await open('/signup')
    signUp.mode = 'public'
    await look('sign-up-closed')
    await visit.leave()
  })

  test.for(languages)('resetting a password (%s)', { timeout: LONG_MS }, async (language) => {
    const { visit, page, look, open, send } = await begin(language)
    const { email } = await site.people.verified(`forgetful-${language}`)
    await open('/forgot-password')
    await look('forgot')
    await send({ email }, '.badge-mail')
    await look('forgot-sent')
    await page.locator('.resend button').click()
    await page.locator('.resend [role="status"]:not(:empty)').waitFor()
    await look('forgot-resent')
    await open(`/reset-password?token=rst_${'x'.repeat(43)}`)
    await look('reset')
    await send({ newPassword: 'a phrase of plain plums' }, '[role="alert"]')
    await look('reset-refused')
    await open(`/reset-password?token=${await site.mailbox.lastToken('rst_')}`)
    await send({ newPassword: 'password12345' }, '.request-id')
    await look('reset-common')
    await send({ newPassword: 'a phrase of plain plums' }, '.badge-done')
    await look('reset-done')
    await visit.leave()
  })

  test.for(languages)('the account area (%s)', { timeout: LONG_MS }, async (language) => {
    const { visit, page, look, open, send } = await begin(language)
    const person = await site.people.verified(`resident-${language}`)
    await visit.context.addCookies([{ name: 'gatehouse_lang', value: language, url: site.url }])
    await site.people.signInAgain(person)
    await open('/login')
    await send({ email: person.email, password: person.password }, '.facts')
    await isIn(visit, language)
    await look('account-profile')
    await send({ displayName: 'Somebody Else' }, '.alert-success')
    await look('account-profile-saved')
    await send({ displayName: ' ' }, '[aria-invalid]')
    await look('account-profile-empty')

    await page.locator('nav a[href$="/password"]').click()
    await page.locator('#newPassword').waitFor()
    await look('account-password')
    await send({ currentPassword: 'a wrong password', newPassword: 'a phrase of plain plums' }, '.request-id')
    await look('account-password-wrong')
    await send({ currentPassword: person.password }, '.alert-success')
    await look('account-password-changed')

    await site.people.signInAgain({ ...person, password: 'a phrase of plain plums' })
    await page.locator('nav a[href$="/sessions"]').click()
    await page.locator('.row button').waitFor()
    await look('account-sessions')
    await askForPasswordOnce(visit)
    await page.locator('main > .button').click()
    await page.locator('dialog[open]').waitFor()
    await look('account-step-up')
    await page.locator('dialog [type="password"]').fill('a wrong password')
    await page.locator('dialog [type="submit"]').click()
    await page.locator('dialog [aria-invalid]').waitFor()
    await look('account-step-up-wrong')
    await page.locator('dialog [type="password"]').fill('a phrase of plain plums')
    await page.locator('dialog [type="submit"]').click()
    await page.locator('.alert-success').waitFor()
    await look('account-sessions-ended')

    await page.locator('nav a[href$="/security-log"]').click()
    await page.locator('.row').first().waitFor()
    await look('account-security-log')
    await visit.context.setOffline(true)
    await page.locator('nav a[href$="/sessions"]').click()
    await page.locator('[role="alert"]').waitFor()
    await look('account-offline')
    await visit.context.setOffline(false)
    await page.goto(`${site.url}/account/nothing`)
    await page.locator('main h1').waitFor()
    await page.locator('.account main .button').waitFor()
    await look('account-not-found')
    await page.locator('.account-head button').click()
    await page.locator('.alert-success').waitFor()
    await look('signed-out')
    await visit.leave()
  })
})

/** Has the server ask for the password the next time, as it may for any act. */
async function askForPasswordOnce({ page }: Visit): Promise<void> {
  const problem = {
    type: '/problems/auth.reauthentication_required',
    title: 'Confirm that it is you.',
    status: 403,
    code: 'auth.reauthentication_required',
    requestId: 'a-request-of-this-test',
  }
  const body = JSON.stringify([
    { error: { json: { message: problem.title, code: -32603, data: { problem } } } },
  ])
  await page.route(
    '**/trpc/sessions.revokeOthers*',
    (route) => route.fulfill({ status: 403, contentType: 'application/json', body }),
    { times: 1 },
  )
}
