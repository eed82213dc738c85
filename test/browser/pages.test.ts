import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { inspect } from './support/inspect.ts'
import { useSite } from './support/site.ts'
import type { Visit } from './support/visit.ts'

const WRONG = 'a wrong password'
const DESTINATION = 'https://app.example.org/welcome'

describe.skipIf(!hasChromium)('the pages', () => {
  const site = useSite({ config: { allowedRedirects: ['https://app.example.org'] } })
  const focused = ({ page }: Visit) => page.locator(':focus')

  async function signIn(visit: Visit, name: string, redirectTo = '') {
    const person = await site.people.verified(name)
    await visit.open(`/login${redirectTo && `?redirectTo=${encodeURIComponent(redirectTo)}`}`)
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    return person
  }

  test('a wrong password is told, with the request’s id to copy, and takes the focus', async () => {
    const visit = await site.visit({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visit
    await visit.open('/login')
    const answered = page.waitForResponse('**/trpc/auth.login')
    await visit.send({ 'Email address': 'nobody@example.org', Password: WRONG }, 'Sign in')
    const requestId = (await answered).headers()['x-request-id']
    await page.getByRole('alert').waitFor()
    expect(await visit.alert()).toBe('The email address or the password is wrong.')
    expect(await page.title()).toBe('Error: Sign in · Gatehouse')
    await expect
      .poll(() => focused(visit).getAttribute('class'), { timeout: 10_000 })
      .toBe('alert alert-error')
    await page.getByRole('button', { name: /^Copy/ }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(requestId)
    await visit.leave()
  })

  test('an empty form is not sent: the first field in error gets the focus and says why', async () => {
    const visit = await site.visit()
    const { page } = visit
    await visit.open('/signup')
    await visit.send({ 'Your name': 'Ada' }, 'Create account')
    const email = page.getByLabel('Email address')
    await expect.poll(() => email.getAttribute('aria-invalid')).toBe('true')
    await expect.poll(() => focused(visit).getAttribute('id'), { timeout: 10_000 }).toBe('email')
    const described = (await email.getAttribute('aria-describedby'))!.split(' ')
    expect(await page.locator(`#${described[0]}`).textContent()).toBe('Fill this in.')
    expect(await page.title()).toBe('Error: Create an account · Gatehouse')
    await visit.leave()
  })

  test('a common password is refused at its field, and the focus is there', async () => {
    const visit = await site.visit()
    const { page } = visit
    await visit.open('/signup')
    await visit.send(
      { 'Your name': 'Ada', 'Email address': 'common@example.org', Password: 'password12345' },
      'Create account',
    )
    await page.getByText('Many people use this password').waitFor()
    await expect.poll(() => focused(visit).getAttribute('id'), { timeout: 10_000 }).toBe('password')
    await page.getByText('Request ID').waitFor()
    await visit.leave()
  })

  test('a pause counts down, and says when it is over', async () => {
    const visit = await site.visit()
    const { page } = visit
    const email = 'paused@example.org'
    for (let attempt = 0; attempt < 10; attempt++)
      await site.rest('POST', '/login', { email, password: WRONG })
    await page.clock.install()
    await visit.open('/login')
    await visit.send({ 'Email address': email, Password: WRONG }, 'Sign in')
    const timer = page.getByRole('timer')
    await timer.waitFor()
    expect(await timer.textContent()).toMatch(/^You can try again in 1[45]:\d\d\.$/)
    await page.clock.fastForward('05:00')
    await expect.poll(() => timer.textContent()).toMatch(/in (9|10):\d\d/)
    await page.clock.fastForward('15:00')
    await page.getByText('You can try again now.').waitFor()
    await visit.leave()
  })

  test('someone who has not confirmed is offered the mail again, and gets it', async () => {
    const visit = await site.visit()
    const { email, password } = await site.people.signedUp('unconfirmed')
    const before = (await site.mailbox.list(email)).length
    await visit.open('/login')
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.page.getByRole('button', { name: 'Send the link again' }).click()
    await visit.page.getByText('We sent you a new link.').waitFor()
    expect((await site.mailbox.list(email)).length).toBe(before + 1)
    await visit.leave()
  })

  test('without a connection the page says so, and works when it is back', async () => {
    const visit = await site.visit()
    const { email, password } = await site.people.verified('offline')
    await visit.open('/login')
    await visit.context.setOffline(true)
    await visit.send({ 'Email address': email, Password: password }, 'Sign in')
    await visit.page.getByRole('alert').waitFor()
    expect(await visit.alert()).toMatch(/^We cannot reach the server/)
    await visit.context.setOffline(false)
    await visit.send({}, 'Sign in')
    await visit.reach('Profile')
    await visit.leave()
  })

  test('signing in leads back to where one wanted to go', async () => {
    const visit = await site.visit()
    await visit.open('/account/security-log')
    await visit.reach('Sign in')
    const person = await site.people.verified('deep')
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await visit.reach('Security log')
    await visit.leave()
  })

  test('it leads elsewhere only where the server was told so', async () => {
    for (const [index, wanted] of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
    ].entries()) {
      const visit = await site.visit()
      await signIn(visit, `led-${index}`, wanted)
      await visit.reach('Profile')
      await visit.leave()
    }
    const visit = await site.visit({ destination: DESTINATION })
    await visit.page.route(DESTINATION, (route) => route.fulfill({ body: 'welcome' }))
    await signIn(visit, 'led-away', DESTINATION)
    await visit.page.waitForURL(DESTINATION)
    await visit.leave()
  })

  test('a session that was ended elsewhere leads to the sign-in, and back to the same place', async () => {
    const visit = await site.visit()
    const { page } = visit
    const person = await signIn(visit, 'ended', '/account/sessions')
    await visit.reach('Devices')
    const other = await site.people.signInAgain(person)
    expect((await site.as(other).rest('POST', '/me/sessions/revoke-others', {})).status).toBe(204)
    await page.getByRole('link', { name: 'Security log' }).click()
    await page.getByText('Sign in to continue.').waitFor()
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await visit.reach('Security log')
    await visit.leave()
  })

  test('signing out in one tab signs the other out too', async () => {
    const visit = await site.visit()
    await signIn(visit, 'tabs')
    await visit.reach('Profile')
    const other = await visit.context.newPage()
    await other.goto(`${site.url}/account/sessions`)
    await other.getByText('This device', { exact: true }).waitFor()
    await visit.page.getByRole('button', { name: 'Sign out' }).click()
    await visit.reach('Sign in')
    await other.getByText('You are signed out.').waitFor()
    await visit.leave()
  })

  test('one device is signed out, and the list tells of it', async () => {
    const visit = await site.visit()
    const { page } = visit
    const person = await signIn(visit, 'devices')
    await visit.reach('Profile')
    const phone = await site.people.signInAgain(person)
    await page.getByRole('link', { name: 'Devices' }).click()
    await page.getByRole('button', { name: 'Sign out Unknown device' }).click()
    await page.getByText('Unknown device is signed out.').waitFor()
    await page.getByText('You are signed in on this device only.').waitFor()
    expect((await site.as(phone).rest('GET', '/me')).status).toBe(401)
    await visit.leave()
  })

  test('the language changes in place, keeps what was typed, and is remembered', async () => {
    const visit = await site.visit()
    const { page } = visit
    await visit.open('/login')
    await page.getByLabel('Email address').fill('ada@example.org')
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await visit.reach('Anmelden')
    expect(await page.getByLabel('E-Mail-Adresse').inputValue()).toBe('ada@example.org')
    expect(await page.title()).toBe('Anmelden · Gatehouse')
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.reload()
    await visit.reach('Anmelden')
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
    await visit.leave()
  })

  test('the account area speaks its owner’s language, unless another was chosen', async () => {
    const person = await site.people.signedIn('heinrich')
    expect((await site.as(person).rest('PATCH', '/me', { locale: 'de-AT' })).status).toBe(200)
    const fields = { 'Email address': person.email, Password: person.password }
    const visit = await site.visit()
    await visit.open('/login')
    await visit.send(fields, 'Sign in')
    await visit.reach('Profil')
    await visit.leave()
    const chooser = await site.visit()
    await chooser.open('/login?lang=en')
    await chooser.send(fields, 'Sign in')
    await chooser.reach('Profile')
    await chooser.leave()
  })

  test('a brand of any colour is readable; a logo that does not load leaves the gate', async () => {
    const { brand } = site.platform.config
    const before = { ...brand }
    for (const [name, accentColor] of Object.entries({
      yellow: '#ffd400',
      white: '#ffffff',
      black: '#000000',
    })) {
      Object.assign(brand, { name: 'Müller & <Söhne>', accentColor, logoUrl: `${site.url}/nowhere.png` })
      const visit = await site.visit({ reducedMotion: 'reduce' })
      await visit.open('/login')
      await visit.page.locator('svg.mark').waitFor()
      expect(await visit.page.title()).toBe('Sign in · Müller & <Söhne>')
      await inspect(visit.page, `brand-${name}`)
      await visit.leave()
    }
    Object.assign(brand, before)
  })

  test('nothing moves for those who asked for that', async () => {
    const visit = await site.visit({ reducedMotion: 'reduce' })
    await visit.open('/login')
    const durations = await visit.page.evaluate(() =>
      [...document.querySelectorAll('*')].map((element) => getComputedStyle(element).transitionDuration),
    )
    expect(new Set(durations.flatMap((list) => list.split(', ')))).toEqual(new Set(['0s']))
    await visit.leave()
  })
})
