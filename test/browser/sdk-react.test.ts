import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

declare const seen: string[]

const root = join(import.meta.dirname, '../..')

/** The example of the documentation, in a real browser with the real React, against the real server. */
describe.skipIf(!hasChromium)('a React application', () => {
  const site = useSite()

  async function serve(page: Page, html: string, script: string): Promise<void> {
    await page.route('**/react-example', (route) => route.fulfill({ contentType: 'text/html', body: html }))
    await page.route('**/main.js', (route) => route.fulfill({ contentType: 'text/javascript', body: script }))
  }

  const requestsOf = (page: Page, path: string) => {
    const seenRequests = { count: 0 }
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === path) seenRequests.count += 1
    })
    return seenRequests
  }

  test('takes over the server’s page, signs in, notices other tabs, and comes back signed in', async () => {
    const { email, password } = await site.people.verified('react')
    const { page, context } = await site.visit()
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    const [html, script] = await example()
    expect(html).toContain('One moment…')
    await serve(page, html, script)
    await page.goto(`${site.url}/react-example`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()

    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('not the right one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('The email address or the password is wrong.').waitFor()
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Hello react' }).waitFor()

    const other = await context.newPage()
    await serve(other, html, script)
    await other.goto(`${site.url}/react-example`)
    await other.getByRole('heading', { name: 'Hello react' }).waitFor()
    await other.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // Chromium's own lines about the 401s this is about; React's about hydration would be here too.
    expect(faults.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([])
  })

  test('asks for the second factor where one is on', async () => {
    const { email, password } = await site.people.verified('react-two')
    const helper = createClient({ baseUrl: site.url })
    await helper.auth.login({ email, password })
    const { secret } = await helper.mfa.enrollTotp()
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    const code = () => app.generate({ timestamp: site.clock.nowMs() })
    await helper.mfa.confirmTotp({ code: code() })
    await site.clock.advance(60_000)

    const { page } = await site.visit()
    await serve(page, ...(await example()))
    await page.goto(`${site.url}/react-example`)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Code').fill('abcdef')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Code').fill(code())
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Hello react-two' }).waitFor()
  })

  test('asks once for however many components, in strict mode too, and keeps nothing where scripts can read', async () => {
    const { email, password } = await site.people.verified('react-probes')
    const { page } = await site.visit()
    const refreshes = requestsOf(page, '/trpc/auth.refresh')
    await serve(page, '<!doctype html><div id="root"></div><script src="/main.js"></script>', await probes())
    await page.goto(`${site.url}/react-example`)
    await page.getByText('signed_out, signed_out').waitFor()
    expect(refreshes.count).toBe(1)
    await page.evaluate((credentials) => gatehouse.auth.login(credentials), { email, password })
    await page.getByText('signed_in, signed_in').waitFor()
    await page.evaluate(() => gatehouse.account.update({ displayName: 'Renamed' }))
    await page.getByText('Renamed').waitFor()
    await site.sql`UPDATE users SET display_name = 'Elsewhere' WHERE email = ${email}`
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.getByText('Elsewhere').waitFor()
    await page.evaluate(() => gatehouse.auth.logout())
    await page.getByText('signed_out, signed_out').waitFor()
    expect(await page.evaluate(() => seen)).toEqual(['loading', 'signed_out', 'signed_in', 'signed_out'])
    const kept = await page.evaluate(() => document.cookie + localStorage.length + sessionStorage.length)
    expect(kept).toBe('00')
  })
})

declare const gatehouse: import('../../sdk/src/index.ts').GatehouseClient

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    // Not the tsconfig of this repository, whose JSX is Preact's.
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx' } },
    conditions: ['gatehouse-source'],
    // What the example's own package.json would install beside it.
    nodePaths: [join(root, 'test/node_modules')],
    define: { 'process.env.NODE_ENV': '"development"' },
    ...options,
  })
  return outputFiles?.[0]?.text ?? ''
}

/** The page as the example's server renders it, and the script it loads. */
async function example(): Promise<[html: string, script: string]> {
  const file = (name: string) => join(root, 'docs/examples/react', name)
  const server = await bundle({ entryPoints: [file('server.tsx')], format: 'cjs', platform: 'node' })
  const module = { exports: {} as { renderPage(): string } }
  new Function('module', 'require', server)(module, createRequire(import.meta.url))
  const client = await bundle({ entryPoints: [file('main.tsx')], format: 'esm' })
  return [module.exports.renderPage(), client]
}

/** Two components that show what they know, and write down every status they render. */
function probes(): Promise<string> {
  const contents = `
    import { createElement as h, StrictMode } from 'react'
    import { createRoot } from 'react-dom/client'
    import { createClient } from '@gatehouse/sdk'
    import { GatehouseProvider, useSession, useUser } from '@gatehouse/sdk/react'
    globalThis.seen = []
    globalThis.gatehouse = createClient({ baseUrl: location.origin })
    function Probe() {
      const { status } = useSession()
      if (seen.at(-1) !== status) seen.push(status)
      return status
    }
    function Name() {
      const { user, reload } = useUser()
      return h('p', null, user?.displayName, h('button', { onClick: reload }, 'Reload'))
    }
    createRoot(document.getElementById('root')).render(
      h(StrictMode, null, h(GatehouseProvider, { client: gatehouse }, h(Probe), ', ', h(Probe), h(Name))),
    )`
  return bundle({ stdin: { contents, resolveDir: join(root, 'test/browser') }, format: 'iife' })
}
