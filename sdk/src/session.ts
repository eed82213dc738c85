import { GatehouseError } from './gatehouse-error.ts'
import type { SignedIn, User } from './generated/types.ts'
import type { StoredTokens, TokenStorage } from './storage.ts'
import type { HeldSession, Tabs } from './tabs.ts'

/** Where the refresh token lives: in an HttpOnly cookie, which no script can read, or in a storage of yours. */
export type DeliveryMode = 'cookie' | 'body'

/** A session, as far as a page needs to know it. */
export interface SessionState {
  readonly user: User
  readonly sessionId: string
}

/** Why the platform ended a session that this client did not end itself. */
export type SessionEnd = 'auth.refresh_invalid' | 'auth.refresh_reused'

export type SessionChange =
  /** Somebody signed in, here or in another tab. */
  | { readonly type: 'signed_in'; readonly session: SessionState }
  /** A session of an earlier visit goes on. */
  | { readonly type: 'restored'; readonly session: SessionState }
  /** The same person: their profile, or the session's id after a step-up, has changed. */
  | { readonly type: 'updated'; readonly session: SessionState }
  /** Signed out, here or in another tab. */
  | { readonly type: 'signed_out'; readonly session: null }
  /** Expired, revoked, or (`auth.refresh_reused`) ended because its refresh token was used by somebody else. */
  | { readonly type: 'ended'; readonly session: null; readonly reason: SessionEnd }

export type SessionListener = (change: SessionChange) => void

/** `client.session` */
export interface ClientSession {
  /** The person who is signed in, as far as this client knows without asking; null before `restore()`. */
  readonly user: User | null
  get(): SessionState | null
  /**
   * Takes up the session of an earlier visit, if there is one; gives its user, or null. Calls that need a session do
   * this by themselves: call it at the start of a page that must know who is there.
   *
   * @throws {NetworkError} when the server cannot be asked; nothing is then known.
   */
  restore(): Promise<User | null>
  /** An access token for calls of your own to servers that trust the platform, refreshed if need be; null without a session. */
  accessToken(): Promise<string | null>
  /** Hears of every change from now on; gives a function that stops it. */
  subscribe(listener: SessionListener): () => void
}

/** A session's life, for the client: what `ClientSession` shows, and what calls need. */
export interface SessionKeeper {
  readonly handle: ClientSession
  /**
   * The access token to send, refreshed before it expires; undefined when nobody is signed in.
   *
   * @param refused a token that the platform has just refused: any other will do.
   */
  token(refused?: string): Promise<string | undefined>
  /** The token at hand, if it still lives; asks nobody. */
  peek(): string | undefined
  /** Runs what changes the session with no refresh, here or in another tab, under way: cookies cross otherwise. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>
  stored(): Promise<StoredTokens | null>
  adopt(result: SignedIn, sentAtMs: number): Promise<void>
  updateUser(user: User): void
  signedOut(): Promise<void>
}

export interface SessionOptions {
  delivery: DeliveryMode
  storage: TokenStorage
  tabs: Tabs | undefined
  /** Exchanges the refresh token, from the argument or the cookie. */
  refresh(refreshToken: string | undefined): Promise<SignedIn>
  nowMs(): number
}

/** An access token is replaced so long before it expires, or in the last tenth of a short life. */
const REFRESH_AHEAD_MS = 30_000

export function createSessionKeeper(options: SessionOptions): SessionKeeper {
  const { delivery, storage, tabs, nowMs } = options
  const listeners = new Set<SessionListener>()
  const pending: SessionChange[] = []
  let held: (HeldSession & { refreshAtMs: number }) | null = null
  /** Until then, "no session" may only mean that nobody has looked. */
  let isKnown = false
  /** Counts sign-ins and sign-outs, so that a refresh that they overtook changes nothing. */
  let epoch = 0
  let refreshing: Promise<string | undefined> | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const stateOf = (session: HeldSession | null): SessionState | null =>
    session && { user: session.user, sessionId: session.sessionId }

  /** Delivers changes in order, each to all, also when a listener causes the next one. */
  function announce(change: SessionChange): void {
    if (pending.push(change) > 1) return
    for (let next = pending[0]; next; pending.shift(), next = pending[0]) {
      for (const listener of [...listeners]) {
        try {
          listener(next)
        } catch (error) {
          // As EventTarget does: a listener's mistake is its owner's to see, and stops nobody else.
          queueMicrotask(() => {
            throw error
          })
        }
      }
    }
  }

  /** Takes a session as the present one and says what has changed. */
  function take(session: HeldSession, how: 'signed_in' | 'restored', startedAtMs: number): void {
    const before = held
    const lifetimeMs = session.expiresAtMs - startedAtMs
    held = { ...session, refreshAtMs: session.expiresAtMs - Math.min(REFRESH_AHEAD_MS, lifetimeMs / 10) }
    isKnown = true
    const state = { user: session.user, sessionId: session.sessionId }
    if (before?.user.id !== session.user.id) announce({ type: how, session: state })
    else if (JSON.stringify(stateOf(before)) !== JSON.stringify(state))
      announce({ type: 'updated', session: state })
  }

  function drop(change: Extract<SessionChange, { session: null }>): void {
    const wasSignedIn = held !== null
    held = null
    isKnown = true
    if (wasSignedIn) announce(change)
  }

  async function adoptResult(
    result: SignedIn,
    how: 'signed_in' | 'restored',
    sentAtMs: number,
  ): Promise<void> {
    const session: HeldSession = {
      accessToken: result.accessToken,
      expiresAtMs: sentAtMs + result.expiresIn * 1_000,
      sessionId: result.sessionId,
      user: result.user,
    }
    if (delivery === 'body') {
      const deviceToken = result.deviceToken ?? (await storage.load())?.deviceToken ?? null
      await storage.save({ refreshToken: result.refreshToken, deviceToken })
    }
    take(session, how, sentAtMs)
    tabs?.tell({ session })
  }

  async function forgetRefreshToken(): Promise<void> {
    if (delivery === 'cookie') return
    await storage.save({ refreshToken: null, deviceToken: (await storage.load())?.deviceToken ?? null })
  }

  /** One at a time in this client, in this browser and, where the storage can, in all that share it. */
  function exclusively<Result>(work: (contended: boolean) => Promise<Result>): Promise<Result> {
    const outermost = () => {
      if (tabs) return tabs.exclusively(work)
      return storage.exclusively ? storage.exclusively(() => work(false)) : work(false)
    }
    const turn = queue.then(outermost, outermost)
    queue = turn.catch(() => undefined)
    return turn
  }

  function refresh(): Promise<string | undefined> {
    const before = held
    return exclusively(async (contended) => {
      // Whoever went before may have brought a new token along.
      if (held !== before) return held?.accessToken
      const theirs = contended ? await tabs?.ask() : undefined
      if (theirs && theirs.accessToken !== before?.accessToken) {
        take(theirs, 'restored', nowMs())
        return theirs.accessToken
      }
      return exchangeToken(before !== null)
    })
  }

  async function exchangeToken(wasSignedIn: boolean): Promise<string | undefined> {
    const startedIn = epoch
    const refreshToken = delivery === 'body' ? (await storage.load())?.refreshToken : undefined
    if (delivery === 'body' && !refreshToken) {
      drop({ type: 'ended', session: null, reason: 'auth.refresh_invalid' })
      return undefined
    }
    const sentAtMs = nowMs()
    try {
      const result = await options.refresh(refreshToken ?? undefined)
      if (epoch === startedIn) await adoptResult(result, 'restored', sentAtMs)
      return held?.accessToken
    } catch (error) {
      const reason = endOf(error)
      if (!reason) throw error
      if (epoch !== startedIn) return held?.accessToken
      await forgetRefreshToken()
      isKnown = true
      held = null
      // Without a cookie the platform says "invalid" to a first visit too: that is no end of anything.
      if (!wasSignedIn && !refreshToken && reason === 'auth.refresh_invalid') return undefined
      tabs?.tell({ session: null })
      announce({ type: 'ended', session: null, reason })
      return undefined
    }
  }

  const peek = () => (held && held.expiresAtMs > nowMs() ? held.accessToken : undefined)

  async function token(refused?: string): Promise<string | undefined> {
    if (held && held.accessToken !== refused && held.refreshAtMs > nowMs()) return held.accessToken
    if (!held && isKnown) return undefined
    refreshing ??= refresh().finally(() => {
      refreshing = undefined
    })
    try {
      return await refreshing
    } catch (error) {
      // The server cannot be asked now. What is about to expire has not expired yet.
      const last = peek()
      if (last !== undefined && last !== refused) return last
      throw error
    }
  }

  tabs?.listen((message) => {
    if (message === 'ask') {
      if (peek()) tabs.tell({ session: { ...held! } })
    } else if (message.session) {
      epoch += 1
      take(message.session, 'signed_in', nowMs())
    } else {
      epoch += 1
      drop({ type: 'signed_out', session: null })
    }
  })

  return {
    handle: {
      get user() {
        return held?.user ?? null
      },
      get: () => stateOf(held),
      restore: async () => {
        await token()
        return held?.user ?? null
      },
      accessToken: async () => (await token()) ?? null,
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    token,
    peek,
    exclusively: (work) => exclusively(() => work()),
    stored: async () => (delivery === 'body' ? storage.load() : null),
    async adopt(result, sentAtMs) {
      epoch += 1
      await adoptResult(result, 'signed_in', sentAtMs)
    },
    updateUser(user) {
      if (held?.user.id !== user.id) return
      take({ ...held, user }, 'signed_in', nowMs())
      tabs?.tell({ session: { ...held } })
    },
    async signedOut() {
      epoch += 1
      await forgetRefreshToken()
      drop({ type: 'signed_out', session: null })
      tabs?.tell({ session: null })
    },
  }
}

const endOf = (error: unknown): SessionEnd | undefined =>
  error instanceof GatehouseError &&
  (error.code === 'auth.refresh_invalid' || error.code === 'auth.refresh_reused')
    ? error.code
    : undefined
