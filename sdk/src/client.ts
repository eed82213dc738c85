import { createCall } from './calls.ts'
import { DEFAULT_TIMEOUT_MS, type Fetch } from './exchange.ts'
import { contract } from './generated/contract.ts'
import type { Methods } from './generated/methods.ts'
import type { SignedIn } from './generated/types.ts'
import { methodsOf } from './methods.ts'
import { createRetries } from './retry.ts'
import { createSend, isBrowser } from './sender.ts'
import type { ClientSession, DeliveryMode, SessionListener } from './session.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { memoryStorage, type TokenStorage } from './storage.ts'
import { openTabs } from './tabs.ts'
import { createTransport } from './transport.ts'

export interface ClientOptions {
  /** Where the platform is: its PUBLIC_URL, or `location.origin` for pages it serves itself. */
  baseUrl: string | URL
  /** Instead of the global one. */
  fetch?: Fetch | undefined
  /**
   * Where the refresh token lives. `cookie` is the default in browsers: HttpOnly, so no script can read it. `body` is
   * the default elsewhere, and when a storage is given.
   */
  delivery?: DeliveryMode | undefined
  /** Where tokens are kept with `delivery: 'body'`; in memory unless given. */
  storage?: TokenStorage | undefined
  /** Hears of every sign-in, sign-out and end of the session. May call the client. */
  onSessionChange?: SessionListener | undefined
  /** The person's language (BCP 47), for the mails of those who sign up. Browsers say theirs by themselves. */
  locale?: string | undefined
  /** Sent with every request. */
  headers?: Record<string, string> | undefined
  /** How long one attempt may take, in ms; 15 s unless given. */
  timeoutMs?: number | undefined
}

/** Every procedure as a method, by its path, and the session they are called in. */
export type GatehouseClient = Methods & { readonly session: ClientSession }

/**
 * A client of the platform: `client.auth.login({ email, password })` gives the typed result or throws a
 * `GatehouseError`. One client is one person's: on a server make one per person, not one for all.
 */
export function createClient(options: ClientOptions): GatehouseClient {
  const baseUrl = new URL(options.baseUrl).href.replace(/\/+$/, '')
  const delivery = options.delivery ?? (options.storage || !isBrowser() ? 'body' : 'cookie')
  const exchange = {
    fetch: options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init)),
    headers: { ...(options.locale && { 'accept-language': options.locale }), ...options.headers },
  }
  const transport = createTransport(exchange, `${baseUrl}/trpc`)
  const send = createSend(transport, delivery, options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const keeper = createSessionKeeper({
    delivery,
    storage: options.storage ?? memoryStorage(),
    tabs: delivery === 'cookie' ? openTabs(baseUrl) : undefined,
    refresh: async (refreshToken) => {
      const input = refreshToken === undefined ? {} : { refreshToken }
      return (await send('auth.refresh', contract.auth.refresh, { input })) as SignedIn
    },
    nowMs: () => Date.now(),
  })
  if (options.onSessionChange) keeper.handle.subscribe(options.onSessionChange)
  const call = createCall({ send, keeper, retries: createRetries(), delivery })
  return { ...(methodsOf(contract, call) as unknown as Methods), session: keeper.handle }
}
