import { join } from 'node:path'
import { build } from 'esbuild'
import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { GatehouseClient, SessionChange } from '../../sdk/src/index.ts'
import { hasChromium } from './support/chromium.ts'
import { useSite } from './support/site.ts'

declare const gatehouse: GatehouseClient
declare const changes: SessionChange[]

/** Real tabs of a real browser, with its own cookies, Web Locks and BroadcastChannel, against the real server. */
describe.skipIf(!hasChromium)('tabs of one browser', () => {
  const site = useSite()

  async function openTab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage()
    await page.route('**/empty-page', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    )
    await page.goto(`${site.url}/empty-page`)
    await page.addScriptTag({ content: await sdkScript() })
    return page
  }

  const countRefreshes = (context: BrowserContext) => {
    const seen = { count: 0 }
    context.on('request', (request) => {
      if (new URL(request.url()).pathname === '/trpc/auth.refresh') seen.count += 1
    })
    return seen
  }

  test('share one sign-in, one refresh, and one sign-out; no script sees the refresh token', async () => {
    const person = await site.people.verified('tabbed')
    const { page } = await site.visit()
    const context = page.context()
    const refreshes = countRefreshes(context)
    const [one, two, three] = [await openTab(context), await openTab(context), await openTab(context)]

    const { email, password } = person
    await one.evaluate((credentials) => gatehouse.auth.login(credentials), { email, password })
    await two.waitForFunction(() => gatehouse.session.user !== null)
    expect(await two.evaluate(async () => (await gatehouse.account.get()).email)).toBe(email)
    expect(refreshes.count).toBe(0)

    await site.clock.advance(11 * 60_000)
    const names = await Promise.all(
      [one, two, three].map((tab) => tab.evaluate(async () => (await gatehouse.account.get()).displayName)),
    )
    expect(names).toEqual(['tabbed', 'tabbed', 'tabbed'])
    expect(refreshes.count).toBe(1)

    const kept = await one.evaluate(
      () => `${document.cookie}${JSON.stringify(localStorage)}${JSON.stringify(sessionStorage)}`,
    )
    expect(kept).toBe('{}{}')

    await three.evaluate(() => gatehouse.auth.logout())
    await one.waitForFunction(() => gatehouse.session.user === null)
    expect(await one.evaluate(() => changes.map(({ type }) => type))).toEqual(['signed_in', 'signed_out'])
  })

  test('that are opened together take up the session with one refresh', async () => {
    const { email, password } = await site.people.verified('reopened')
    const { page } = await site.visit()
    const context = page.context()
    const first = await openTab(context)
    await first.evaluate((credentials) => gatehouse.auth.login(credentials), { email, password })
    await first.close()
    const tabs = [await openTab(context), await openTab(context)]
    const refreshes = countRefreshes(context)
    const users = await Promise.all(
      tabs.map((tab) => tab.evaluate(async () => (await gatehouse.session.restore())?.email)),
    )
    expect(users).toEqual([email, email])
    expect(refreshes.count).toBe(1)
  })
})

let script: Promise<string> | undefined

/** The client as a page would load it, bundled, and one made with it. */
function sdkScript(): Promise<string> {
  script ??= build({
    stdin: {
      contents: `import { createClient } from './index.ts'
        globalThis.changes = []
        const onSessionChange = (change) => changes.push(change)
        globalThis.gatehouse = createClient({ baseUrl: location.origin, onSessionChange })`,
      resolveDir: join(import.meta.dirname, '../../sdk/src'),
    },
    bundle: true,
    format: 'iife',
    write: false,
  }).then(({ outputFiles }) => outputFiles[0]!.text)
  return script
}
