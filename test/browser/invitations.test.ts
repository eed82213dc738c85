import { describe, expect, test } from 'vitest'
import { invite } from '../harness/invitations.ts'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'

const PASSWORD = 'a phrase of plain plums'

describe.skipIf(!hasChromium)('following an invitation', () => {
  const site = useSite()

  async function invited(name: string) {
    const owner = await site.people.withOrganization(`${name}-and-sons`)
    const email = `${name}@example.org`
    return { owner, email, ...(await invite(site, owner, { email })) }
  }
  const rolesOf = async (email: string) =>
    (
      await site.sql`SELECT role FROM memberships JOIN users ON users.id = user_id WHERE email = ${email}`
    ).map(({ role }) => role as string)

  test('T6 I1 somebody new reads who asks, chooses a name and a password, and belongs', async () => {
    const { email, token } = await invited('lynx')
    const visit = await site.visit({ reducedMotion: 'reduce' })
    const { page } = visit
    for (let times = 0; times < 2; times++) {
      await visit.open(`/accept-invite?token=${token}`)
      await page.getByText('lynx-and-sons invites you to join lynx-and-sons.').waitFor()
      expect(page.url()).toBe(`${site.url}/accept-invite`)
    }
    await inspect(page, 'invitation.new')
    expect(await page.getByLabel('Password', { exact: true }).getAttribute('autocomplete')).toBe(
      'new-password',
    )
    await visit.send({ 'Your name': 'Lynx', Password: 'short' }, 'Create account and join')
    await page
      .getByText(/at least|characters/i)
      .first()
      .waitFor()
    expect(await rolesOf(email)).toEqual([])
    await visit.send({ 'Your name': 'Lynx', Password: PASSWORD }, 'Create account and join')
    await page.waitForURL(`${site.url}/account/organizations`)
    await page.getByText('lynx-and-sons').first().waitFor()
    expect(await rolesOf(email)).toEqual(['member'])
    expect(await page.evaluate(() => JSON.stringify(history.state))).not.toContain('inv_')
    await visit.leave()
  })

  test('whoever has an account is sent to sign in, and finds the invitation there', async () => {
    const person = await site.people.verified('otter')
    const { token } = await invited('otter')
    const visit = await site.visit({ reducedMotion: 'reduce' })
    const { page } = visit
    await visit.open(`/accept-invite?token=${token}`)
    await visit.send({ 'Your name': 'Otter', Password: PASSWORD }, 'Create account and join')
    await page.getByRole('alert').waitFor()
    expect(await visit.alert()).toMatch(/^There is an account with this address/)
    await inspect(page, 'invitation.known')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await page.waitForURL(`${site.url}/account/organizations`)
    await page.getByText('otter-and-sons').first().waitFor()
    expect(page.url()).not.toContain('inv_')
    await visit.leave()
  })

  test('I1 whoever is signed in joins with one press', async () => {
    const person = await site.people.verified('badger')
    const { owner, token } = await invited('badger')
    const visit = await site.visit({ reducedMotion: 'reduce' })
    const { page } = visit
    await visit.open('/login')
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await page.waitForURL(`${site.url}/account`)
    await visit.open(`/accept-invite?token=${token}`)
    await page.getByText(`You are signed in as ${person.email}.`).waitFor()
    await inspect(page, 'invitation.signed-in')
    await visit.send({}, 'Join')
    await page.waitForURL(`${site.url}/account/organizations/${owner.organizationId}`)
    expect(await rolesOf(person.email)).toEqual(['member'])
    await visit.leave()
  })

  test('I1 another address is told so, signs out, and the invitation is still good', async () => {
    const stranger = await site.people.verified('weasel')
    const { email, token } = await invited('marten')
    const visit = await site.visit({ reducedMotion: 'reduce' })
    const { page } = visit
    await visit.open('/login')
    await visit.send({ 'Email address': stranger.email, Password: stranger.password }, 'Sign in')
    await page.waitForURL(`${site.url}/account`)
    await visit.open(`/accept-invite?token=${token}`)
    await page.getByText(`You are signed in as ${stranger.email}.`).waitFor()
    await visit.send({}, 'Join')
    await page.getByRole('alert').waitFor()
    expect(await visit.alert()).toMatch(/^This invitation was sent to another address/)
    await page.getByRole('link', { name: 'Sign out' }).click()
    await visit.send({ 'Your name': 'Marten', Password: PASSWORD }, 'Create account and join')
    await page.waitForURL(`${site.url}/account/organizations`)
    expect([await rolesOf(email), await rolesOf(stranger.email)]).toEqual([['member'], []])
    await visit.leave()
  })

  test('I4 declining is one press, and ends it', async () => {
    const { token } = await invited('stoat')
    const visit = await site.visit({ locale: 'de-DE', reducedMotion: 'reduce' })
    const { page } = visit
    await visit.open(`/accept-invite?token=${token}`)
    await visit.send({}, 'Einladung ablehnen')
    await visit.reach('Einladung abgelehnt')
    await inspect(page, 'invitation.declined')
    await visit.open(`/accept-invite?token=${token}`)
    await visit.reach('Diese Einladung ist vorbei')
    await inspect(page, 'invitation.over')
    await visit.leave()
  })

  test('without JavaScript somebody new joins, is told of a refusal, and can decline', async () => {
    const { email, token } = await invited('heron')
    const visit = await site.visit({ javaScriptEnabled: false })
    const { page } = visit
    await visit.open(`/accept-invite?token=${token}`)
    await visit.reach('You are invited')
    await visit.send({ 'Your name': 'Heron', Password: 'qwertyuiop123' }, 'Create account and join')
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Heron')
    await visit.send({ Password: PASSWORD }, 'Create account and join')
    await page.locator('noscript button').waitFor()
    expect(await rolesOf(email)).toEqual(['member'])
    await visit.open(`/accept-invite?token=${token}`)
    await visit.send({}, 'Decline the invitation')
    expect(await visit.alert()).toMatch(/^This link is no longer valid/)
    const other = await invited('egret')
    await visit.open(`/accept-invite?token=${other.token}`)
    await visit.send({}, 'Decline the invitation')
    await visit.reach('Invitation declined')
    await visit.leave()
  })
})

describe.skipIf(!hasChromium)('following an invitation where sign-up is closed', () => {
  const site = useSite()

  test('a new person is told, and is not asked for a password in vain', async () => {
    const owner = await site.people.withOrganization('closed')
    const { token } = await invite(site, owner, { email: 'nobody@example.org' })
    const visit = await site.visit({ reducedMotion: 'reduce' })
    await visit.page.route('**/*', async (route) => {
      const response = await route.fetch()
      const body = await response.text()
      await route.fulfill({
        response,
        body: body.replaceAll(
          '&quot;signUpMode&quot;:&quot;public&quot;',
          '&quot;signUpMode&quot;:&quot;closed&quot;',
        ),
      })
    })
    await visit.open(`/accept-invite?token=${token}`)
    await visit.page.getByText('closed invites you to join closed.').waitFor()
    expect(await visit.page.getByLabel('Password', { exact: true }).count()).toBe(0)
    await visit.page.getByRole('link', { name: 'Sign in' }).waitFor()
    await visit.leave()
  })
})
