import { describe, expect, test } from 'vitest'
import type { Person } from '../harness/index.ts'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

describe.skipIf(!hasChromium)('two people and an organization', () => {
  const site = useSite()

  /** Somebody at a browser of their own, signed in. */
  async function arrive({ email, password }: Person, heading: string, path: string) {
    const visit = await site.visit({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visit
    await visit.open(`/login?redirectTo=${encodeURIComponent(path)}`)
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.reach(heading)
    const dialog = page.getByRole('dialog')
    return {
      ...visit,
      dialog,
      press: (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click(),
      confirm: (name: string) => dialog.getByRole('button', { name, exact: true }).click(),
      go: (name: string) => page.getByRole('link', { name, exact: true }).click(),
      row: (text: string) => page.getByRole('listitem').filter({ hasText: text }),
      told: (text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor(),
    }
  }

  test('one founds it and invites; the other joins, is made more and less, and leaves', async () => {
    const adaPerson = await site.people.verified('ada')
    const bobPerson = await site.people.verified('bob')
    const ada = await arrive(adaPerson, 'Organizations', '/account/organizations')

    await ada.page.getByText('You do not belong to an organization yet.').waitFor()
    await ada.press('New organization')
    await ada.dialog.getByLabel('Name', { exact: true }).fill('Analytical Engines')
    await ada.confirm('Create')
    await ada.reach('Overview')
    expect(await ada.page.title()).toContain('Analytical Engines')

    await ada.go('Roles')
    await ada.reach('Roles')
    await ada.press('New role')
    await ada.dialog.getByLabel('Name', { exact: true }).fill('Recruiter')
    await ada.confirm('Save role')
    await ada.dialog.getByText('Choose at least one.').waitFor()
    await ada.dialog.getByLabel('See the organization').check()
    await ada.dialog.getByLabel('See members').check()
    await ada.dialog.getByLabel('See invitations').check()
    await ada.dialog.getByLabel('Invite people').check()
    await ada.confirm('Save role')
    await ada.told('Recruiter is created.')

    await ada.go('Invitations')
    await ada.reach('Invitations')
    await ada.press('Invite')
    await ada.dialog.getByLabel('Email address').fill(bobPerson.email)
    await ada.dialog.getByLabel('Recruiter').check()
    await ada.confirm('Send invitation')
    await ada.told(`${bobPerson.email} is invited.`)
    await ada.press('Invite several')
    await ada.dialog
      .getByLabel('Email addresses')
      .fill(`Cid <cid@example.org>\n${adaPerson.email}; cid@example.org`)
    await ada.confirm('Send 2 invitations')
    await ada.dialog.getByText('1 invited, 1 not.').waitFor()
    await ada.confirm('Close')
    await ada.press('Send again: cid@example.org')
    await ada.told('cid@example.org has a new link.')
    await ada.press('Withdraw: cid@example.org')
    await ada.told('The invitation to cid@example.org is withdrawn.')

    const bob = await arrive(bobPerson, 'Organizations', '/account/organizations')
    await bob.row('Analytical Engines').getByText('ada invites you').waitFor()
    await bob.press('Accept: Analytical Engines')
    await bob.told('You are now a member of Analytical Engines.')
    await bob.press('Make active: Analytical Engines')
    await bob.told('You now act for Analytical Engines.')
    await bob.page.reload()
    await bob.row('Analytical Engines').getByText('Active', { exact: true }).waitFor()
    await bob.go('Analytical Engines')
    await bob.reach('Overview')
    // What the role does not allow is not there; asked for by its address, it is explained.
    expect(await bob.page.getByRole('link', { name: 'API keys', exact: true }).count()).toBe(1)
    expect(await bob.page.getByRole('button', { name: 'Delete organization' }).count()).toBe(0)
    const here = new URL(bob.page.url()).pathname
    await bob.open(`${here}/audit`)
    await bob.page.getByText('Your role does not allow you to see this.').waitFor()
    await bob.go('Members')
    await bob.row('ada').first().waitFor()
    expect(await bob.page.getByText(adaPerson.email).count()).toBe(0)

    await ada.go('Members')
    await ada.press('Change role: bob')
    await ada.dialog.getByRole('radio', { name: 'Administrator' }).check()
    await ada.confirm('Save role')
    await ada.told('bob is now Administrator.')
    // Whoever is an administrator now may do more, and still nothing to an owner.
    await bob.page.reload()
    await bob.press('Change role: bob')
    expect(await bob.dialog.getByRole('radio', { name: 'Owner' }).isDisabled()).toBe(true)
    await bob.confirm('Cancel')
    expect(await bob.page.getByRole('button', { name: 'Remove ada' }).count()).toBe(0)
    await bob.page.getByText(adaPerson.email).waitFor()

    await bob.page.getByRole('navigation', { name: 'Organization' }).getByText('API keys').click()
    await bob.reach('API keys')
    await site.clock.advance(6 * 60_000)
    await bob.press('New API key')
    await bob.dialog.getByLabel('Name', { exact: true }).fill('Export')
    await bob.dialog.getByLabel('See members').check()
    await bob.confirm('Create key')
    const stepUp = bob.page.getByRole('dialog', { name: 'Confirm that it is you' })
    await stepUp.getByLabel('Password', { exact: true }).fill(bobPerson.password)
    await stepUp.getByRole('button', { name: 'Confirm' }).click()
    await bob.reach('Copy “Export” now')
    const secret = (await bob.page.locator('.secret-box').textContent())!
    await bob.press('Copy key')
    expect(await bob.page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
    const used = await fetch(`${site.url}/api/v1${here.slice('/account'.length)}/members`, {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect(used.status).toBe(200)
    await bob.press('I have saved it')
    expect(await bob.page.getByText(secret).count()).toBe(0)
    await bob.press('Rotate Export')
    await bob.confirm('Rotate')
    await bob.told('Export has a new key.')
    await bob.row('Replaced').first().waitFor()
    await bob.press('I have saved it')
    await bob.page.getByRole('button', { name: 'Revoke Export' }).first().click()
    await bob.confirm('Revoke')
    await bob.told('Export is revoked.')

    await bob.go('Audit log')
    await bob.row('An API key was rotated').getByText('by bob').first().waitFor()
    await bob.page.getByLabel('Show').selectOption({ label: 'A member’s role was changed' })
    await bob.row('An API key was rotated').first().waitFor({ state: 'detached' })
    await bob.row('A member’s role was changed: bob').getByText('by ada').waitFor()

    await ada.go('Overview')
    await ada.page.getByRole('button', { name: 'Leave organization' }).click()
    await ada.confirm('Leave')
    await ada.dialog.getByText('An organization needs an owner.').waitFor()
    expect(await ada.dialog.locator('.request-id code').textContent()).toMatch(/^[\w.-]{8,}$/)
    await ada.confirm('Cancel')

    await bob.go('Overview')
    await bob.page.getByRole('button', { name: 'Leave organization' }).click()
    await bob.confirm('Leave')
    await bob.reach('Organizations')
    await bob.told('You have left Analytical Engines.')
    await bob.open(here)
    await bob.reach('This organization is not here')

    await ada.page.getByRole('button', { name: 'Delete organization' }).click()
    await ada.dialog.getByLabel(/^Type/).fill('Something else')
    await ada.confirm('Delete for good')
    await ada.dialog.getByText('This does not match.').waitFor()
    await ada.dialog.getByLabel(/^Type/).fill('Analytical Engines')
    await ada.confirm('Delete for good')
    const again = ada.page.getByRole('dialog', { name: 'Confirm that it is you' })
    await again.getByLabel('Password', { exact: true }).fill(adaPerson.password)
    await again.getByRole('button', { name: 'Confirm' }).click()
    await ada.reach('Organizations')
    await ada.told('Analytical Engines is deleted.')
    await bob.leave()
    await ada.leave()
  })

  test('whoever hands it over is an administrator from then on', async () => {
    const owner = await site.people.withOrganization('founder')
    await site.people.joined(owner.organizationId, 'heir', 'member')
    const visit = await arrive(owner, 'Overview', `/account/organizations/${owner.organizationId}`)
    await visit.press('Hand over ownership')
    await visit.dialog.getByLabel('New owner').selectOption({ label: 'heir (heir@example.org)' })
    await visit.confirm('Hand over')
    await visit.told('heir is the owner now.')
    expect(await visit.page.getByRole('button', { name: 'Hand over ownership' }).count()).toBe(0)
    await visit.page.locator('.organization-name').getByText('Administrator').waitFor()
    await visit.leave()
  })

  test('a second factor is demanded only by whoever has one, and without one there is a way out', async () => {
    const owner = await site.people.withOrganization('careful')
    const guest = await site.people.joined(owner.organizationId, 'guest', 'member')
    const path = `/account/organizations/${owner.organizationId}`
    const visit = await arrive(owner, 'Overview', path)
    await visit.page.getByLabel('Require a second factor').check()
    await visit.press('Save changes')
    await visit.page.getByRole('alert').getByText('second factor').waitFor()
    await visit.leave()

    await site.sql`UPDATE organizations SET require_mfa = true WHERE id = ${owner.organizationId}`
    const other = await arrive(guest, 'A second factor is needed', path)
    await other.press('Leave organization')
    await other.confirm('Leave')
    await other.reach('Organizations')
    await other.leave()
  })
})
