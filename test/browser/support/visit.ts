import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

export interface VisitOptions extends BrowserContextOptions {
  /** An address elsewhere that the visit may be led to. */
  destination?: string
  /** The origin of another server that the visit goes to and comes back from; what happens there is its own. */
  provider?: string
}

/** Somebody at a browser. */
export interface Visit {
  context: BrowserContext
  page: Page
  /** Opens an address of the site. */
  open(path: string): Promise<void>
  /** Fills in fields by their label, and sends the form by its button. */
  send(fields: Record<string, string>, button: string): Promise<void>
  /** The page's heading, once it says this. */
  reach(heading: string): Promise<void>
  /** What stands in the one alert there is. */
  alert(): Promise<string>
  /** Ends the visit. @throws when the page broke its policy, logged an error or asked another server for anything. */
  leave(): Promise<void>
}

/** Chromium's own line about an answer that is not 2xx: those are what many tests are about. */
const REFUSED_ANSWER =
  /^Failed to load resource: (the server responded with a status of (?:4\d\d|503)|net::ERR_)/

interface Watch {
  url: string
  destination: string | undefined
  provider: string | undefined
  faults: string[]
}

function watch(page: Page, { url, destination, provider, faults }: Watch): void {
  const isElsewhere = (address: string) => provider !== undefined && address.startsWith(`${provider}/`)
  page.on('console', (message) => {
    if (isElsewhere(page.url())) return
    if (message.type() === 'error' || message.type() === 'warning') {
      if (!REFUSED_ANSWER.test(message.text())) faults.push(`console: ${message.text()}`)
    }
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('request', (request) => {
    if (request.url() === destination || isElsewhere(page.url())) return
    const { referer } = request.headers()
    if (referer) faults.push(`referrer sent: ${referer}`)
    if (isElsewhere(request.url())) return
    if (!request.url().startsWith(`${url}/`)) faults.push(`request to another server: ${request.url()}`)
  })
}

export async function openVisit(
  browser: Browser,
  url: string,
  { destination, provider, ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const faults: string[] = []
  const watched = { url, destination, provider, faults }
  watch(page, watched)
  context.on('page', (other) => watch(other, watched))
  return {
    context,
    page,
    async open(path) {
      await page.goto(url + path)
    },
    async send(fields, button) {
      for (const [label, value] of Object.entries(fields))
        await page.getByLabel(label, { exact: true }).fill(value)
      await page.getByRole('button', { name: button, exact: true }).click()
    },
    async reach(heading) {
      try {
        await page.getByRole('heading', { name: heading, exact: true }).waitFor()
      } catch (cause) {
        const shown = await page.locator('main').textContent()
        throw new Error(`The page did not get to "${heading}". It shows:\n${shown}`, { cause })
      }
    },
    alert: async () => (await page.getByRole('alert').textContent()) ?? '',
    async leave() {
      await context.close()
      expect(faults).toEqual([])
    },
  }
}
