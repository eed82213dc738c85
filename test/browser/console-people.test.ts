import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { enterConsole } from './support/console.ts'
import { useSite } from './support/site.ts'

describe.skipIf(!hasChromium)('people, at the console', () => {
  const site = useSite()

  test('one act on several people has a result for each', async () => {
    for (const name of ['first', 'second']) await site.people.verified(`${name}.of-many`)
    const visit = await enterConsole(site, { name: 'chief', role: 'admin', path: '/admin/users' })
    const { page, person } = visit
    await page.getByRole('checkbox', { name: 'Choose everybody shown' }).check()
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    const results = page.getByRole('dialog', { name: 'What came of it' })
    await results.waitFor()
    const own = results.getByRole('row').filter({ hasText: person.email })
    expect(await own.textContent()).toContain('Failed')
    const other = results.getByRole('row').filter({ hasText: 'first.of-many@example.org' })
    expect(await other.textContent()).toContain('Done')
    await page.keyboard.press('Escape')
    await page.getByLabel('Status').selectOption('disabled')
    await page.getByRole('link', { name: 'second.of-many' }).waitFor()
    await expect.poll(() => page.getByRole('link', { name: person.name, exact: true }).count()).toBe(0)
    await site.sql`UPDATE users SET disabled_at = NULL`
    await visit.leave()
  })

  test('a person is added, sets a password with the link; the same address is refused at its field', async () => {
    const visit = await enterConsole(site, { name: 'recruiter', role: 'admin', path: '/admin/users' })
    const { page } = visit
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await dialog.getByLabel('Name').fill('Newcomer')
    await dialog.getByLabel('Email address').fill('newcomer@example.org')
    await dialog.getByRole('button', { name: 'Add and send link' }).click()
    await visit.reach('Newcomer')
    const { token } = await site.mailbox.lastTo('newcomer@example.org')
    const guest = await site.visit()
    await guest.open(`/reset-password?token=${token}`)
    await guest.send({ 'New password': 'a phrase of plain plums' }, 'Set password')
    await guest.reach('Your new password is set')
    await guest.leave()
    await visit.open('/admin/users?search=newcomer@example.org')
    await page.getByRole('link', { name: 'Newcomer' }).waitFor()
    await page.getByRole('button', { name: 'Add a person' }).click()
    await dialog.getByLabel('Name').fill('Again')
    await dialog.getByLabel('Email address').fill('newcomer@example.org')
    await dialog.getByRole('button', { name: 'Add and send link' }).click()
    await page.locator('#email-problem').waitFor()
    await visit.leave()
  })

  test('A4 an administrator acts as a person in one tab, and stays themselves everywhere else', async () => {
    const ada = await site.people.verified('acted-as')
    const visit = await enterConsole(site, { name: 'actor', role: 'admin', path: '/admin/users' })
    const { page, context } = visit
    const refreshToken = async () =>
      (await context.cookies()).find(({ name }) => name.endsWith('gatehouse_refresh'))?.value
    await page.getByRole('link', { name: 'acted-as' }).click()
    const before = await refreshToken()
    expect(before).toBeDefined()
    await page.getByRole('button', { name: 'Act as: Act as this person' }).click()
    await page.getByLabel('Reason').fill('Ticket 4711: sees no invoices')
    await page.getByRole('dialog').getByRole('button', { name: 'Act as' }).click()
    await page.getByText(`You are acting as acted-as (${ada.email})`).waitFor()
    await visit.reach('Profile')
    expect(await page.locator('#displayName').inputValue()).toBe('acted-as')

    await page.getByRole('link', { name: 'Security', exact: true }).click()
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.getByText('You cannot do this while you act as another person.').waitFor()
    await page.getByRole('link', { name: 'Devices' }).click()
    await visit.reach('Devices')
    expect(await refreshToken()).toBe(before)

    const other = await context.newPage()
    await other.goto(`${site.url}/account`)
    await other.locator('#displayName').waitFor()
    expect(await other.locator('#displayName').inputValue()).toBe('actor')
    expect(await other.locator('.acting').count()).toBe(0)

    await page.getByRole('button', { name: 'Stop acting' }).click()
    await visit.reach('acted-as')
    await page.getByText('You act as yourself again.').waitFor()
    expect(await page.locator('.acting').count()).toBe(0)
    await page.getByRole('link', { name: 'Your own account' }).click()
    await visit.reach('Profile')
    expect(await page.locator('#displayName').inputValue()).toBe('actor')
    await visit.leave()
  })

  test('A4 acting ends when the person ends it, and with the page', async () => {
    const ada = await site.people.signedIn('objecting')
    const path = `/admin/users/${ada.userId}`
    const visit = await enterConsole(site, { name: 'actress', role: 'admin', path })
    const { page } = visit
    const act = async () => {
      await page.getByRole('button', { name: 'Act as: Act as this person' }).click()
      await page.getByLabel('Reason').fill('Ticket 4712: sees no invoices')
      await page.getByRole('dialog').getByRole('button', { name: 'Act as' }).click()
      await page.locator('.acting').waitFor()
      await visit.reach('Profile')
    }
    await act()
    const devices = await site.as(ada).rest<{ items: { id: string; amr: string[] }[] }>('GET', '/me/sessions')
    const theirs = devices.body.items.find(({ amr }) => amr.includes('impersonation'))
    expect((await site.as(ada).rest('DELETE', `/me/sessions/${theirs!.id}`)).status).toBe(204)
    await page.getByRole('link', { name: 'Devices' }).click()
    await page.getByText('You act as yourself again.').waitFor()
    expect(new URL(page.url()).pathname).toBe(path)

    await act()
    await page.reload()
    await visit.reach('Profile')
    expect(await page.locator('.acting').count()).toBe(0)
    expect(await page.locator('#displayName').inputValue()).toBe('actress')
    await visit.leave()
  })

  test('M8 second factors are taken away only when a second administrator asks for it too', async () => {
    const ada = await site.people.withTotp('lost-phone')
    const path = `/admin/users/${ada.userId}`
    const ask = async (name: string) => {
      const visit = await enterConsole(site, { name, role: 'admin', path })
      const { page } = visit
      await page.getByRole('button', { name: 'Reset: Reset second factors' }).click()
      await page.getByLabel('Reason').fill('Called back on the number we have')
      await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
      return visit
    }
    const one = await ask('rescuer-one')
    await one.page.getByText(/^The second factors go /).waitFor()
    await one.page.getByText(/^Taking this account’s second factors away was asked for/).waitFor()
    await one.leave()
    const two = await ask('rescuer-two')
    await two.page.getByText('A second administrator has agreed: the second factors are gone.').waitFor()
    await two.leave()
  })

  test('support helps people in, and is offered nothing that changes rights', async () => {
    const ada = await site.people.signedIn('in-need')
    const path = `/admin/users/${ada.userId}`
    const visit = await enterConsole(site, { name: 'assistant', role: 'support', path })
    const { page } = visit
    await page.getByText('Help them in').waitFor()
    for (const name of ['Disable', 'Act as: Act as this person', 'Lock down', 'Edit'])
      expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0)
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByText('Every device is signed out.').waitFor()
    expect((await site.as(ada).rest('GET', '/me')).status).toBe(401)
    await page.getByRole('button', { name: 'Demand: Demand a new password' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Demand' }).click()
    await page.getByText(/has to set a new password/).waitFor()
    expect((await site.mailbox.lastTo(ada.email)).token).toMatch(/^rst_/)
    await visit.leave()
  })
})
