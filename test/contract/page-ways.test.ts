import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { useWorld, type World } from '../harness/index.ts'
import { providerAt, withProviders } from '../harness/provider-sign-in.ts'

const root = join(import.meta.dirname, '../..')

beforeAll(() => {
  if (existsSync(join(root, 'web/dist/pages/en/login.mfa.html'))) return
  execFileSync(process.execPath, [join(root, 'web/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })
}, 120_000)

const HTML = { accept: 'text/html,application/xhtml+xml' }

async function show(world: World, path: string) {
  const response = await world.fetch(path, { headers: HTML })
  return { response, html: await response.text() }
}

const PAGES = [
  '/login',
  '/login/email',
  '/login/mfa',
  '/login/oauth/acme/callback',
  '/login/oauth/acme/callback?code=abc&state=xyz',
  '/magic-link?token=mlk_x',
  '/confirm-email?token=chg_x',
  '/undo-email-change?token=und_x',
]

describe('a page of a way to sign in', () => {
  // Nobody answers there: a page does not ask.
  const acme = providerAt('http://127.0.0.1:9', { name: 'Acme & <Söhne>' })
  const world = useWorld(
    withProviders(acme, providerAt('http://127.0.0.1:9', { id: 'globex', name: 'Globex' })),
  )
  const plain = useWorld()

  test.each(PAGES)('%s is whole, with every way there is and with as few as there can be', async (path) => {
    for (const one of [world, plain]) {
      const { response, html } = await show(one, path)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(html).toContain('</html>')
      expect(html).not.toMatch(/__[A-Z_]+__|<!--alert-->|IF_|END_/)
    }
  })

  test('has one button for each provider, in order, by its name as text', async () => {
    const { html } = await show(world, '/login?redirectTo=/account/sessions')
    const links = [...html.matchAll(/<a[^>]* href="(\/login\/oauth\/[^"]+)"[^>]*>.*?<span>(.*?)<\/span>/g)]
    expect(links.map(([, href, text]) => [href, text])).toEqual([
      ['/login/oauth/acme?redirectTo=%2Faccount%2Fsessions', 'Continue with Acme &amp; &lt;Söhne&gt;'],
      ['/login/oauth/globex?redirectTo=%2Faccount%2Fsessions', 'Continue with Globex'],
    ])
    expect((await show(plain, '/login')).html).not.toContain('/login/oauth/')
  })

  test('O11 shows what a provider says as text, and hands in no answer that names an error', async () => {
    const said = '"><script>alert(1)</script>'
    const { html } = await show(
      world,
      `/login/oauth/acme/callback?error=access_denied&error_description=${encodeURIComponent(said)}&code=x&state=y`,
    )
    expect(html).toContain('access_denied: &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</blockquote>')
    expect(html).not.toContain('<script>')
    expect(html).not.toContain('name="code"')
  })

  test('RFC 6749 section 3.1 reads no parameter that stands twice, and none without end', async () => {
    for (const query of ['code=a&code=b&state=y', `code=${'x'.repeat(5_000)}&state=y`, 'code=a']) {
      const { html } = await show(world, `/login/oauth/acme/callback?${query}`)
      expect(html).not.toContain('name="code"')
    }
  })

  test('X1 of a mailed link leads on where its browser asked to go, if one may', async () => {
    const show = async (wanted: string) => {
      const cookie = `gatehouse_asked=${encodeURIComponent(wanted)}`
      return (await world.fetch('/magic-link?token=mlk_x', { headers: { ...HTML, cookie } })).text()
    }
    expect(await show('/account/sessions')).toContain('&quot;redirectTo&quot;:&quot;/account/sessions&quot;')
    for (const evil of ['https://evil.example', '//evil.example', '%']) {
      expect(await show(evil)).toContain('&quot;redirectTo&quot;:&quot;&quot;')
    }
  })

  test('leads to no provider that nobody configured, and tells of one that does not answer', async () => {
    const unknown = await show(world, '/login/oauth/initech')
    expect(unknown.response.status).toBe(404)
    expect(unknown.html).toContain('data-page="not-found"')
    const away = await show(world, '/login/oauth/acme')
    expect(away.response.status).toBe(503)
    expect(away.html).toMatch(/data-page="login".*role="alert">The other service cannot be used/s)
  })
})
