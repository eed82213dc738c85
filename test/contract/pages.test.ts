import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useWorld, type World } from '../harness/index.ts'

const root = join(import.meta.dirname, '../..')

beforeAll(() => {
  if (existsSync(join(root, 'web/dist/pages'))) return
  execFileSync(process.execPath, [join(root, 'web/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })
}, 120_000)

const HTML = { accept: 'text/html,application/xhtml+xml' }
/** What a browser sends with a form of a page that has `no-referrer`. */
const FORM = {
  ...HTML,
  'content-type': 'application/x-www-form-urlencoded',
  origin: 'null',
  'sec-fetch-site': 'same-origin',
}

/** Posts a form as a browser without JavaScript does. */
function post(
  world: World,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const body = new URLSearchParams(fields).toString()
  return world.fetch(path, { method: 'POST', headers: { ...FORM, ...headers }, body })
}

const REFRESH =
  /__Host-gatehouse_refresh=(rt_[\w-]+); Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure/
const refreshCookie = (response: Response) => REFRESH.exec(response.headers.getSetCookie().join('\n'))?.[1]

describe('a page', () => {
  const world = useWorld()
  const show = async (path: string, headers: Record<string, string> = {}) => {
    const response = await world.fetch(path, { headers: { ...HTML, ...headers } })
    return { response, html: await response.text() }
  }

  test.each(['/login', '/signup', '/forgot-password', '/reset-password', '/verify-email'])(
    '%s is whole, filled in, and stored nowhere',
    async (path) => {
      const { response, html } = await show(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(html).toContain('<form method="post"')
      expect(html).toContain('Gatehouse')
      expect(html).not.toMatch(/__[A-Z_]+__|<!--alert-->/)
    },
  )

  test('has no inline script or style, and nothing of another server', async () => {
    for (const path of ['/login', '/problems', '/problems/rate_limited', '/api/v1/docs', '/nothing-here']) {
      const { response, html } = await show(path)
      const csp = response.headers.get('content-security-policy')
      expect(csp).toContain("script-src 'self'")
      expect(csp).not.toContain('unsafe')
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/i)
      for (const [, url = ''] of html.matchAll(/(?:src|href|action)="([^"]*)"/g))
        expect(url).toMatch(/^\/(?!\/)|^#/)
    }
  })

  test('speaks the language that was chosen, remembered or asked for, in that order', async () => {
    const langOf = async (path: string, headers: Record<string, string>) =>
      (await show(path, headers)).response.headers.get('content-language')
    expect(await langOf('/login', { 'accept-language': 'fr, de-AT;q=0.8, en;q=0.5' })).toBe('de')
    expect(await langOf('/login', { 'accept-language': 'de', cookie: 'gatehouse_lang=en' })).toBe('en')
    expect(await langOf('/login?lang=de', { cookie: 'gatehouse_lang=en' })).toBe('de')
    expect(await langOf('/login?lang=xx', { cookie: 'gatehouse_lang=<b>' })).toBe('en')
    const { response, html } = await show('/login?lang=de')
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^gatehouse_lang=de; Path=\/; .*SameSite=Lax; Secure$/),
    ])
    expect(html).toContain('<html lang="de"')
  })

  test('of a link shows its token to its own form alone', async () => {
    const token = `vfy_${'A'.repeat(43)}`
    const { html } = await show(`/verify-email?token=${token}`)
    expect(html).toContain(`<input type="hidden" name="token" value="${token}"/>`)
    expect(html.match(/(?:href|src|content)="[^"]*vfy_A/)).toBeNull()
    for (const evil of ['%22%3E%3Cscript%3E', "x'onerror=1", 'a b', 'x'.repeat(300)]) {
      const { html: refused } = await show(`/reset-password?token=${evil}`)
      expect(refused).toContain('name="token" value=""')
    }
  })

  test('X1 leads on only to where it may', async () => {
    const { html } = await show('/login?redirectTo=/account/sessions?a=1%26b=2')
    expect(html).toContain('name="redirectTo" value="/account/sessions?a=1&amp;b=2"')
    expect(html).toContain('href="/signup?redirectTo=%2Faccount%2Fsessions%3Fa%3D1%26b%3D2"')
    for (const evil of ['//evil.example', 'https://evil.example', 'javascript:alert(1)', '/\\evil.example']) {
      const { html: refused } = await show(`/login?redirectTo=${encodeURIComponent(evil)}`)
      expect(refused).toContain('name="redirectTo" value=""')
      expect(refused).not.toContain('evil.example')
    }
  })

  test('X1 leads nobody on by what was filled in', async () => {
    const { html } = await show(`/login?redirectTo=${encodeURIComponent('/__EMAIL__"><script>')}`)
    expect(html).not.toContain('<script>')
    expect(html).toContain('value="/__EMAIL__%22%3E%3Cscript%3E"')
  })

  test('that nobody knows is a page to people and a problem to programs', async () => {
    const { response, html } = await show('/nothing-here')
    expect(response.status).toBe(404)
    expect(html).toContain('data-page="not-found"')
    const program = await world.fetch('/nothing-here')
    expect(program.status).toBe(404)
    expect(await program.json()).toMatchObject({ code: 'not_found' })
  })

  test('of an account is for those who may have one open', async () => {
    const stranger = await world.fetch('/account/sessions', { headers: HTML })
    expect(stranger.status).toBe(303)
    expect(stranger.headers.get('location')).toBe('/login?redirectTo=%2Faccount%2Fsessions')
    const { html } = await show('/account', { cookie: '__Host-gatehouse_refresh=rt_x' })
    expect(html).toContain('data-page="account"')
    expect((await world.fetch('/')).headers.get('location')).toBe('/login')
  })
})

describe('what a page loads', () => {
  const world = useWorld()

  async function assets(): Promise<string[]> {
    const html = await (await world.fetch('/login')).text()
    return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url]) => url!)
  }

  test('is kept for ever, since its name changes with it, and comes compressed', async () => {
    const all = await assets()
    expect(all.length).toBeGreaterThan(3)
    for (const url of all) {
      const plain = await world.fetch(url)
      expect(plain.status).toBe(200)
      expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(plain.headers.get('vary')).toContain('Accept-Encoding')
      expect(plain.headers.get('content-type')).toMatch(/javascript|css|svg/)
      const packed = await world.fetch(url, { headers: { 'accept-encoding': 'gzip, deflate, br' } })
      expect(packed.headers.get('content-encoding')).toBe('br')
      expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'))
      const older = await world.fetch(url, { headers: { 'accept-encoding': 'gzip, br;q=0' } })
      expect(older.headers.get('content-encoding')).toBe('gzip')
      const known = await world.fetch(url, { headers: { 'if-none-match': plain.headers.get('etag')! } })
      expect(known.status).toBe(304)
    }
  })

  test.each([
    '/assets/',
    '/assets/nothing.js',
    '/assets/main.js.map',
    '/assets/..%2f..%2fpackage.json',
    '/assets/.br',
  ])('%s is not there', async (url) => {
    expect((await world.fetch(url)).status).toBe(404)
  })
})

describe('a form without JavaScript', () => {
  const world = useWorld()
  let ada: Person
  beforeAll(async () => {
    ada = await world.people.verified('ada')
  })

  test('signs in: with a cookie, and on to where the person came from', async () => {
    const { email, password } = ada
    const response = await post(world, '/login', { email, password, redirectTo: '/account/sessions' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/account/sessions')
    const token = refreshCookie(response)!
    const headers = { origin: world.origin, cookie: `__Host-gatehouse_refresh=${token}` }
    expect((await world.rest('POST', '/refresh', {}, headers)).status).toBe(200)
    const evil = await post(world, '/login', { email, password, redirectTo: '//evil.example' })
    expect(evil.headers.get('location')).toBe('/account')
  })

  test('says what was refused, keeps what was typed, and never a password', async () => {
    const fields = { email: '"><b>@example.org', password: 'not-the-right-one', redirectTo: '/account' }
    const response = await post(world, '/login', fields)
    const html = await response.text()
    expect(response.status).toBe(400)
    expect(html).toContain('role="alert"')
    expect(html).toContain(response.headers.get('x-request-id')!)
    expect(html).toContain('value="&quot;&gt;&lt;b&gt;@example.org"')
    expect(html).not.toContain('not-the-right-one')
    const wrong = await post(world, '/login', { email: ada.email, password: 'not-the-right-one' })
    expect(wrong.status).toBe(401)
    expect(await wrong.text()).toMatch(
      /<title>Error: .*role="alert">The email address or the password is wrong/s,
    )
    expect(refreshCookie(wrong)).toBeUndefined()
  })

  test('signs up, proves the address, asks for a reset and sets a password', async () => {
    const email = 'bea@example.org'
    const signUp = { email, password: 'plum 0123456789', displayName: 'Bea' }
    const sent = await post(world, '/signup', signUp, { 'accept-language': 'de' })
    expect(sent.status).toBe(200)
    expect(await sent.text()).toContain('data-step="sent"')
    const { token = '', text } = await world.mailbox.lastTo(email)
    expect(text).toMatch(/Bestätige|bestätige/)

    const page = await (await world.fetch(`/verify-email?token=${token}`, { headers: HTML })).text()
    expect(page).toContain(token)
    const verified = await post(world, '/verify-email', { token })
    expect(await verified.text()).toContain(email)
    const again = await post(world, '/verify-email', { token })
    expect(again.status).toBe(400)
    expect(await again.text()).toMatch(/role="alert".*name="email"/s)

    const asked = await post(world, '/forgot-password', { email })
    expect(await asked.text()).toContain('data-step="sent"')
    const reset = await world.mailbox.lastToken('rst_')
    const short = await post(world, '/reset-password', { token: reset, newPassword: 'short' })
    expect(short.status).toBe(422)
    expect(await short.text()).toContain(`name="token" value="${reset}"`)
    const done = await post(world, '/reset-password', { token: reset, newPassword: 'pear 9876543210' })
    expect(await done.text()).toContain('data-step="done"')
    expect((await post(world, '/login', { email, password: 'pear 9876543210' })).status).toBe(303)
  })

  test('asks for another link', async () => {
    const response = await post(world, '/verify-email', { email: 'nobody@example.org' })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('data-step="sent"')
  })

  test('signs out', async () => {
    const { email, password } = ada
    const token = refreshCookie(await post(world, '/login', { email, password }))
    const cookie = `__Host-gatehouse_refresh=${token}`
    const response = await post(world, '/logout', {}, { cookie })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/login')
    expect(response.headers.get('clear-site-data')).toContain('"storage"')
    const after = await world.rest('POST', '/refresh', {}, { origin: world.origin, cookie })
    await expect(after).toFailWith('auth.refresh_invalid')
  })

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister site', { origin: 'https://x.gatehouse.test', 'sec-fetch-site': 'same-site' }, 403],
    ['a hidden origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['our own page', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 303],
  ])('W2 is taken from our pages alone: from %s it is not', async (_, headers, status) => {
    const { email, password } = ada
    const response = await post(world, '/login', { email, password }, headers)
    expect(response.status).toBe(status)
    expect(refreshCookie(response) !== undefined).toBe(status === 303)
  })

  test('is a form, each field once, and small', async () => {
    const send = (body: string, type: string) =>
      world.fetch('/login', { method: 'POST', headers: { ...FORM, 'content-type': type }, body })
    expect((await send('{}', 'application/json')).status).toBe(415)
    expect((await send('a=b', 'text/plain')).status).toBe(415)
    expect((await send('email=a&email=b', FORM['content-type'])).status).toBe(400)
    expect((await send(`email=${'x'.repeat(70_000)}`, FORM['content-type'])).status).toBe(413)
  })

  test('L5 has the limits of what it calls', async () => {
    const caller = world.from('192.0.2.77')
    const statuses: number[] = []
    for (let count = 0; count < 32; count++) {
      const body = `email=p${count}@example.org&password=not-the-right-one`
      statuses.push((await caller.fetch('/login', { method: 'POST', headers: FORM, body })).status)
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
  })
})
