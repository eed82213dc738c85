import type { CallOptions } from './call-options.ts'
import { DEFAULT_TIMEOUT_MS, deadline, type Exchange, type Fetch, unlessAborted } from './exchange.ts'
import { hasCode } from './gatehouse-error.ts'
import { contract } from './generated/contract.ts'
import type { ProcedurePath } from './generated/errors.ts'
import type { Methods } from './generated/methods.ts'
import type { SignedIn, SignInResult, User } from './generated/types.ts'
import { newKey } from './idempotency-key.ts'
import { methodsOf } from './methods.ts'
import { createRetries } from './retry.ts'
import {
  type ClientSession,
  createSessionKeeper,
  type DeliveryMode,
  type SessionListener,
} from './session.ts'
import { memoryStorage, type TokenStorage } from './storage.ts'
import { openTabs } from './tabs.ts'
import {
  GIVES_USER,
  MUTATION,
  NEEDS_SESSION,
  SETS_COOKIES,
  SIGNS_IN,
  TAKES_DELIVERY,
  TAKES_DEVICE,
  TAKES_KEY,
  TAKES_REFRESH_TOKEN,
} from './traits.ts'
import { createTransport, type WireCall } from './transport.ts'

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
  const exchange: Exchange = {
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    headers: { ...(options.locale && { 'accept-language': options.locale }), ...options.headers },
  }
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const transport = createTransport(exchange, `${baseUrl}/trpc`)
  const retries = createRetries()
  const keeper = createSessionKeeper({
    delivery,
    storage: options.storage ?? memoryStorage(),
    tabs: delivery === 'cookie' ? openTabs(baseUrl) : undefined,
    refresh: (refreshToken) => {
      const input = refreshToken === undefined ? {} : { refreshToken }
      return send('auth.refresh', contract.auth.refresh, { input }) as Promise<SignedIn>
    },
    nowMs: () => Date.now(),
  })
  if (options.onSessionChange) keeper.handle.subscribe(options.onSessionChange)

  /** One attempt, within its time. */
  async function send(path: ProcedurePath, traits: number, call: Attempt): Promise<unknown> {
    const { signal, clear } = deadline(call.timeoutMs ?? timeoutMs, call.signal)
    const wireCall: WireCall = {
      path,
      isMutation: (traits & MUTATION) !== 0,
      input: call.input,
      accessToken: call.accessToken,
      idempotencyKey: call.idempotencyKey,
      alone: (traits & SETS_COOKIES) !== 0 || call.idempotencyKey !== undefined,
      credentials: credentialsFor(delivery, traits),
      signal,
    }
    try {
      return await transport(wireCall)
    } finally {
      clear()
    }
  }

  /** One attempt of a call that begins or ends a session: nothing else may do so meanwhile. */
  function sendAlone(path: ProcedurePath, traits: number, call: Attempt): Promise<unknown> {
    return keeper.exclusively(async () => {
      const sentAtMs = Date.now()
      const input = await withOwnTokens(traits, call.input)
      const result = await send(path, traits, { ...call, input })
      if (traits & SIGNS_IN) {
        const signIn = result as SignInResult
        if (signIn.status === 'signed_in') await keeper.adopt(signIn, sentAtMs)
      } else if (path === 'auth.logout') await keeper.signedOut()
      return result
    })
  }

  /** Fills in what the client knows and the caller left out. */
  async function withOwnTokens(traits: number, given: object): Promise<object> {
    const stored = await keeper.stored()
    return {
      ...(traits & TAKES_DELIVERY && { delivery }),
      ...(traits & TAKES_DEVICE && stored?.deviceToken && { deviceToken: stored.deviceToken }),
      ...(traits & TAKES_REFRESH_TOKEN && stored?.refreshToken && { refreshToken: stored.refreshToken }),
      ...given,
    }
  }

  /** With the session's token; once more with a new one when the platform no longer takes it. */
  async function authorized(path: ProcedurePath, traits: number, call: Attempt): Promise<unknown> {
    const perform = traits & (SIGNS_IN | TAKES_REFRESH_TOKEN) ? sendAlone : send
    if (!(traits & NEEDS_SESSION)) return perform(path, traits, { ...call, accessToken: keeper.peek() })
    const accessToken = await unlessAborted(keeper.token(), call.signal)
    try {
      return await perform(path, traits, { ...call, accessToken })
    } catch (error) {
      if (accessToken === undefined || !hasCode(error, 'auth.unauthenticated')) throw error
      const next = await unlessAborted(keeper.token(accessToken), call.signal)
      if (next === undefined) throw error
      return perform(path, traits, { ...call, accessToken: next })
    }
  }

  async function call(path: ProcedurePath, traits: number, input: object = {}, own: CallOptions = {}) {
    const { signal, timeoutMs } = own
    // One key for all attempts: however often it is sent, it happens once.
    const idempotencyKey = traits & TAKES_KEY ? (own.idempotencyKey ?? newKey()) : undefined
    const repeatable = !(traits & MUTATION) || idempotencyKey !== undefined
    const attempt = () => authorized(path, traits, { input, signal, timeoutMs, idempotencyKey })
    const result = await retries.run(attempt, { repeatable, signal })
    if (traits & GIVES_USER) keeper.updateUser(result as User)
    return result
  }

  return { ...(methodsOf(contract, call) as unknown as Methods), session: keeper.handle }
}

interface Attempt {
  input: object
  accessToken?: string | undefined
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
  timeoutMs?: number | undefined
}

/** Cookies go where they are needed, and in `body` mode nowhere: one of an earlier life must not act in this one. */
function credentialsFor(delivery: DeliveryMode, traits: number): RequestCredentials | undefined {
  if (delivery === 'cookie') return traits & SETS_COOKIES ? 'include' : 'same-origin'
  return isBrowser() ? 'omit' : undefined
}

const isBrowser = (): boolean => typeof document === 'object'
