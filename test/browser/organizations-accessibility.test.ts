import { describe, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'

const LOCALES = { en: 'en-GB', de: 'de-AT' } as const
const languages = ['en', 'de'] as const
type Language = (typeof languages)[number]

/** Four looks at each state, on a machine that may be busy. */
const LONG_MS = 20 * 60_000

describe.skipIf(!hasChromium)(
  'axe finds nothing in organizations and API keys, light and dark, 1280 and 320 px',
  () => {
    const site = useSite()

    /** Somebody who has just signed in, at an address. */
    async function begin(language: Language, path: string, person: { email: string; password: string }) {
      const visit = await site.visit({ locale: LOCALES[language], reducedMotion: 'reduce' })
      const { page } = visit
      await visit.context.addCookies([{ name: 'gatehouse_lang', value: language, url: site.url }])
      await visit.open(`/login?redirectTo=${encodeURIComponent(path)}`)
      await page.waitForFunction(() => document.querySelector('form[novalidate]'))
      await page.locator('[name="email"]').fill(person.email)
      await page.locator('[name="password"]').fill(person.password)
      await page.locator('main [type="submit"]').first().click()
      await page.locator('.listing').first().waitFor()
      await page.locator('[aria-busy="false"].listing').first().waitFor()
      return { visit, page, look: (state: string) => inspect(page, `${state}.${language}`) }
    }

    test.for(languages)('API keys of one’s own (%s)', { timeout: LONG_MS }, async (language) => {
      const person = await site.people.verified(`keys-${language}`)
      const { visit, page, look } = await begin(language, '/account/api-keys', person)
      await look('api-keys-empty')
      await page.locator('.listing + .actions button').click()
      await page.locator('dialog[open]').waitFor()
      await look('api-key-form')
      await page.locator('dialog [type="submit"]').click()
      await page.locator('dialog .field-problem').last().waitFor()
      await look('api-key-form-empty')
      await page.locator('dialog [name="name"]').fill('Nightly export')
      await page.locator('dialog [value="account:read"]').check()
      await page.locator('dialog [value="members:read"]').check()
      await page.locator('dialog [type="submit"]').click()
      await page.locator('.secret-card').waitFor()
      await look('api-key-shown')
      await page.locator('.secret-card .button').last().click()
      await page.locator('.row-actions button').first().click()
      await page.locator('dialog [name="overlap"]').waitFor()
      await look('api-key-rotate')
      await page.locator('dialog [type="submit"]').click()
      await page.locator('.secret-card').waitFor()
      await page.locator('.row').nth(1).waitFor()
      await look('api-key-rotated')
      await page.locator('.row-actions button').last().click()
      await page.locator('dialog .button-danger').waitFor()
      await look('api-key-revoke')
      await page.locator('dialog .button-danger').click()
      await page.locator('dialog').waitFor({ state: 'detached' })
      await page.locator('.alert-success').waitFor()
      await look('api-key-revoked')
      await visit.leave()
    })

    test.for(languages)('organizations of one’s own (%s)', { timeout: LONG_MS }, async (language) => {
      const inviter = await site.people.withOrganization(`inviter-${language}`)
      const person = await site.people.verified(`joiner-${language}`)
      const { visit, page, look } = await begin(language, '/account/organizations', person)
      await look('organizations-empty')
      await site.as(inviter).rest('POST', `/organizations/${inviter.organizationId}/invitations`, {
        email: person.email,
        role: 'admin',
      })
      await page.reload()
      await page.locator('.card .row').waitFor()
      await look('organizations-invited')
      await page.locator('.card .row-actions button').last().click()
      await page.locator('dialog .button-danger').waitFor()
      await look('organizations-decline')
      await page.keyboard.press('Escape')
      await page.locator('.card .row-actions button').first().click()
      await page.locator('.alert-success').waitFor()
      await look('organizations-joined')
      await page.locator('.row > button').click()
      await page.locator('.tag-accent').waitFor()
      await look('organizations-active')
      await page.locator('main > .actions button').click()
      await page.locator('dialog [type="submit"]').click()
      await page.locator('dialog [aria-invalid]').waitFor()
      await look('organization-found-empty')
      await page.locator('dialog [name="name"]').fill('Analytical Engines')
      await page.locator('dialog [name="slug"]').fill('Not A Slug')
      await page.locator('dialog [type="submit"]').click()
      await page.locator('#slug-problem').waitFor()
      await look('organization-found-wrong')
      await visit.leave()
    })

    test.for(languages)('one organization (%s)', { timeout: LONG_MS }, async (language) => {
      const owner = await site.people.withOrganization(`owner-${language}`)
      const { organizationId } = owner
      for (const role of ['admin', 'member', 'viewer']) {
        await site.people.joined(organizationId, `${role}-${language}`, role)
      }
      const home = `/account/organizations/${organizationId}`
      const { visit, page, look } = await begin(language, `${home}/members`, owner)
      const to = async (section: string, until: string) => {
        await page.locator(`.tabs a[href="${home}${section}"]`).click()
        await page.locator(until).first().waitFor()
      }
      await look('organization-members')
      await page.locator('.row-actions button').first().click()
      await page.locator('dialog [type="radio"]').first().waitFor()
      await look('organization-member-role')
      await page.keyboard.press('Escape')
      await page.locator('.row-actions button').nth(1).click()
      await page.locator('dialog .button-danger').waitFor()
      await look('organization-member-remove')
      await page.keyboard.press('Escape')

      await to('', '.facts')
      await look('organization-overview')
      await page.locator('main .card .button').nth(1).click()
      await page.locator('dialog [name="newOwner"]').waitFor()
      await look('organization-hand-over')
      await page.keyboard.press('Escape')
      await page.locator('main .card .button').nth(2).click()
      await page.locator('dialog .button-danger').click()
      await page.locator('dialog .request-id').waitFor()
      await look('organization-leave-refused')
      await page.keyboard.press('Escape')
      await page.locator('.card-danger .button').click()
      await page.locator('dialog [type="submit"]').click()
      await page.locator('dialog [aria-invalid]').waitFor()
      await look('organization-delete')
      await page.keyboard.press('Escape')

      await to('/roles', '.card')
      await look('organization-roles')
      await page.locator('main .card .actions button').click()
      await page.locator('dialog [name="name"]').fill('Recruiter')
      await look('organization-role-form')
      await page.locator('dialog [value="org:read"]').check()
      await page.locator('dialog [value="invitations:manage"]').check()
      await page.locator('dialog [type="submit"]').click()
      await page.locator('.alert-success').waitFor()
      await look('organization-role-made')

      await to('/invitations', '.empty')
      await look('organization-invitations-empty')
      await page.locator('main > .actions .button').first().click()
      await page.locator('dialog [name="email"]').fill('no address')
      await page.locator('dialog [type="submit"]').click()
      await page.locator('dialog [aria-invalid]').waitFor()
      await look('organization-invite-wrong')
      await page.keyboard.press('Escape')
      await page.locator('main > .actions .button').last().click()
      await page.locator('dialog textarea').fill(`cid@example.org\ndora@example.org\n${owner.email}`)
      await look('organization-invite-many')
      await page.locator('dialog [type="submit"]').click()
      await page.locator('dialog .results').waitFor()
      await look('organization-invite-results')
      await page.keyboard.press('Escape')
      await page.locator('.row-actions button').nth(1).click()
      await page.locator('.alert-success').waitFor()
      await look('organization-invitations')

      await to('/api-keys', '.empty')
      await look('organization-api-keys')
      await to('/audit', '.row')
      await look('organization-audit')
      await page.locator('[name="action"]').selectOption('role.deleted')
      await page.locator('.empty').waitFor()
      await look('organization-audit-none')
      await visit.leave()
    })

    test.for(languages)('names as long as they may be (%s)', { timeout: LONG_MS }, async (language) => {
      const owner = await site.people.withOrganization(`long-${language}`)
      const { organizationId } = owner
      const long = 'W'.repeat(64)
      await site.sql`UPDATE organizations SET name = ${long}, slug = ${`${language}-${'w'.repeat(61)}`}
        WHERE id = ${organizationId}`
      await site.sql`UPDATE users SET display_name = ${long} WHERE id = ${owner.userId}`
      const { visit, page, look } = await begin(language, '/account/organizations', owner)
      await look('organizations-long')
      await page.locator('.row-title a').click()
      await page.locator('.card-danger .button').click()
      await page.locator('dialog [name="confirmName"]').waitFor()
      await look('organization-long')
      await page.keyboard.press('Escape')
      await page.locator('.tabs a').nth(1).click()
      await page.locator('.row').waitFor()
      await look('organization-members-long')
      await visit.leave()
    })

    test.for(languages)('where a role does not reach (%s)', { timeout: LONG_MS }, async (language) => {
      const owner = await site.people.withOrganization(`strict-${language}`)
      const person = await site.people.joined(owner.organizationId, `looker-${language}`, 'viewer')
      const home = `/account/organizations/${owner.organizationId}`
      const { visit, page, look } = await begin(language, '/account/organizations', person)
      await page.locator('.row-title a').click()
      await page.locator('.facts').waitFor()
      await look('organization-viewer')
      await visit.open(`${home}/audit`)
      await page.locator('.account main h1').waitFor()
      await look('organization-not-allowed')
      await site.sql`UPDATE organizations SET require_mfa = true WHERE id = ${owner.organizationId}`
      await visit.open(home)
      await page.locator('.account main h1').waitFor()
      await look('organization-mfa-required')
      await visit.open('/account/organizations/0197a8f0-0000-7000-8000-000000000000')
      await page.locator('.account main h1').waitFor()
      await look('organization-gone')
      await visit.context.setOffline(true)
      await page.locator('.back a').click()
      await page.locator('[role="alert"]').first().waitFor()
      await look('organizations-offline')
      await visit.context.setOffline(false)
      await visit.leave()
    })
  },
)
