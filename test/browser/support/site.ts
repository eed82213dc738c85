import { execFileSync } from 'node:child_process'
import type { Server } from 'node:http'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { listen, portOf } from '../../../server/src/lifecycle.ts'
import { createWorld, type World, type WorldOptions } from '../../harness/world.ts'
import { launchChromium } from './chromium.ts'
import { openVisit, type Visit, type VisitOptions } from './visit.ts'

const root = join(import.meta.dirname, '../../..')

/** A server that listens on a port, with the pages as their sources are now, and a browser to look at them with. */
export interface Site extends World {
  url: string
  /** Somebody new at a browser of their own: no cookies, no history. Closed with the site. */
  visit(options?: VisitOptions): Promise<Visit>
}

async function openSite(options: WorldOptions): Promise<Site & { close(): Promise<void> }> {
  execFileSync(process.execPath, [join(root, 'web/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] })
  let server: Server | undefined
  let browser: Browser | undefined
  const port = await freePort()
  const url = `http://localhost:${port}`
  const world = await createWorld({
    ...options,
    // Every visit comes from one address: what is counted by address would stop the tests. The pause of L1 stands.
    config: { publicUrl: new URL(url), rateLimits: false, ...options.config },
  })
  const close = async () => {
    await browser?.close()
    server?.closeAllConnections()
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
    await world.stop()
  }
  try {
    server = await listen(world.app as Parameters<typeof listen>[0], { host: 'localhost', port })
    browser = await launchChromium()
    const opened = browser
    return { ...world, url, close, visit: (visitor) => openVisit(opened, url, visitor) }
  } catch (error) {
    await close()
    throw error
  }
}

/** The PUBLIC_URL names the port, so it must be known before there is a server. */
async function freePort(): Promise<number> {
  const probe = await listen({ fetch: () => new Response() } as never, { host: 'localhost', port: 0 })
  const port = portOf(probe)
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** The site of a `describe`: opened before its first test, closed after its last. */
export function useSite(options: WorldOptions = {}): Site {
  let site: Awaited<ReturnType<typeof openSite>> | undefined
  beforeAll(async () => {
    site = await openSite(options)
  })
  afterAll(async () => {
    await site?.close()
  })
  return new Proxy({} as Site, {
    get(_, key) {
      if (!site) throw new Error('the site opens with the first test: use it inside one')
      return Reflect.get(site, key)
    },
  })
}
