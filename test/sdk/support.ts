import type { Fetch } from '../../sdk/src/exchange.ts'
import type { World } from '../harness/index.ts'

/** A request a client sent, as the server got it. */
export interface Seen {
  method: string
  /** Without the origin. */
  path: string
  headers: Headers
}

export interface WorldFetch {
  fetch: Fetch
  /** Every request so far, oldest first. */
  seen: Seen[]
}

/** A `fetch` that reaches the world's app without a port, from one address, keeping cookies as a browser would. */
export function worldFetch(world: World, options: { ip?: string; browser?: boolean } = {}): WorldFetch {
  const seen: Seen[] = []
  const cookies = new Map<string, string>()
  const caller = options.ip ? world.from(options.ip) : world
  async function fetch(url: string, init: RequestInit): Promise<Response> {
    init.signal?.throwIfAborted()
    const path = url.slice(world.origin.length)
    const headers = new Headers(init.headers)
    if (options.browser) {
      headers.set('sec-fetch-site', 'same-origin')
      const sends = init.credentials === 'include' || init.credentials === 'same-origin'
      if (sends && cookies.size > 0) {
        headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      }
    }
    seen.push({ method: init.method ?? 'GET', path, headers })
    const response = await caller.fetch(path, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (/max-age=0/i.test(cookie)) cookies.delete(name!)
      else cookies.set(name!, value!)
    }
    return response
  }
  return { fetch, seen }
}
