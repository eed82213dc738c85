import { describe, expect, test } from 'vitest'
import { hasChromium } from './support/chromium.ts'
import { turnTotpOn } from './support/factors.ts'
import { useSite } from './support/site.ts'
import type { VisitOptions } from './support/visit.ts'

const MINUTES = 60_000

describe.skipIf(!hasChromium)('the second step of a sign-in', () => {
  const site = useSite()

  async function begin(name: string, options: VisitOptions = {}, redirectTo = '/account/sessions') {
    const person = await site.people.signedIn(name)
    const factors = await turnTotpOn(site, person)
    const visit = await site.visit(options)
    await visit.open(`/login?redirectTo=${redirectTo}`)
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await visit.reach('Enter your code')
    return { person, visit, page: visit.page, ...factors }
  }

  test('has the focus on its only field, says so in the title, and leads on', async () => {
    const { visit, page, app } = await begin('focus')
    const field = page.locator(':focus')
    expect(await field.getAttribute('name')).toBe('code')
    expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
    expect(await field.getAttribute('inputmode')).toBe('numeric')
    expect(await page.title()).toBe('Enter your code · Gatehouse')
    const code = await app.nextCode()
    await visit.send({ 'Six-digit code': `${code.slice(0, 3)} ${code.slice(3)}` }, 'Continue')
    await visit.reach('Devices')
    await visit.leave()
  })

  test('tells a wrong code at its field and keeps the step', async () => {
    const { visit, page, app } = await begin('wrong')
    await visit.send({ 'Six-digit code': '000000' }, 'Continue')
    await page.getByText('That code is not right.').waitFor()
    expect(await page.locator(':focus').getAttribute('aria-invalid')).toBe('true')
    expect(await page.title()).toBe('Error: Enter your code · Gatehouse')
    await visit.send({ 'Six-digit code': await app.nextCode() }, 'Continue')
    await visit.reach('Devices')
    await visit.leave()
  })

  test('takes a recovery code, once', async () => {
    const { visit, page, person, recoveryCodes } = await begin('recovery')
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await visit.reach('Use a recovery code')
    expect(await page.locator(':focus').getAttribute('name')).toBe('code')
    await visit.send({ 'Recovery code': recoveryCodes[0]! }, 'Continue')
    await visit.reach('Devices')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await visit.reach('Sign in')
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await visit.send({ 'Recovery code': recoveryCodes[0]! }, 'Continue')
    await page.getByText('That code is not right.').waitFor()
    await visit.leave()
  })

  test('out of time leads back to the beginning, and says so', async () => {
    const { visit, page, app } = await begin('late')
    await site.clock.advance(6 * MINUTES)
    await visit.send({ 'Six-digit code': await app.nextCode() }, 'Continue')
    await visit.reach('Sign in')
    await page.getByRole('alert').waitFor()
    expect(await visit.alert()).toMatch(/^This took too long/)
    await visit.leave()
  })

  test('works without JavaScript: with a code, wrong ones, and a recovery code', async () => {
    const { visit, page, app, person, recoveryCodes } = await begin('plain', { javaScriptEnabled: false })
    await visit.send({ 'Six-digit code': '000000' }, 'Continue')
    expect(await visit.alert()).toMatch(/^That code is not right/)
    await visit.send({ 'Six-digit code': await app.nextCode() }, 'Continue')
    await page.locator('noscript button').click()
    await visit.reach('Sign in')
    await visit.send({ 'Email address': person.email, Password: person.password }, 'Sign in')
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await visit.reach('Use a recovery code')
    await visit.send({ 'Recovery code': 'no-such-code' }, 'Continue')
    expect(await visit.alert()).toMatch(/^That code is not right/)
    await page.getByRole('button', { name: 'Use your authenticator app instead' }).click()
    await visit.reach('Enter your code')
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
    await visit.send({ 'Recovery code': recoveryCodes[1]! }, 'Continue')
    await page.locator('noscript button').waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
    await visit.leave()
  })

  test('without JavaScript, out of time leads back to the beginning too', async () => {
    const { visit, page, app } = await begin('plain-late', { javaScriptEnabled: false })
    await site.clock.advance(6 * MINUTES)
    await visit.send({ 'Six-digit code': await app.nextCode() }, 'Continue')
    await visit.reach('Sign in')
    expect(await visit.alert()).toMatch(/^This took too long/)
    expect(await page.getByLabel('Password', { exact: true }).count()).toBe(1)
    await visit.leave()
  })
})
