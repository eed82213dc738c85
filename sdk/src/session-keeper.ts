import { GatehouseError } from './gatehouse-error.ts'
import type { SignedIn, User } from './generated/types.ts'
import { createHolder } from './held-session.ts'
import type { ClientSession, DeliveryMode, SessionEnd } from './session.ts'
import type { StoredTokens, TokenStorage } from './storage.ts'
import type { Tabs } from './tabs.ts'

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
  /** @param sentAtMs when its request was sent: its life counts from then. */
  adopt(result: SignedIn, sentAtMs: number): Promise<void>
  updateUser(user: User): void
  signedOut(): Promise<void>
}

export interface KeeperOptions {
  delivery: DeliveryMode
  storage: TokenStorage
  tabs: Tabs | undefined
  /** Exchanges the refresh token, from the argument or the cookie. */
  refresh(refreshToken: string | undefined): Promise<SignedIn>
  nowMs(): number
}

type Exclusively = <Result>(work: (contended: boolean) => Promise<Result>) => Promise<Result>

export function createSessionKeeper(options: KeeperOptions): SessionKeeper {
  const { delivery, storage, tabs, nowMs } = options
  const holder = createHolder()
  const tokens = delivery === 'body' ? bodyTokens(storage) : cookieTokens
  const exclusively = createExclusively(tabs, storage)
  /** Counts sign-ins and sign-outs, so that a refresh that they overtook changes nothing. */
  let epoch = 0
  let refreshing: Promise<string | undefined> | undefined

  const peek = () => {
    const { session } = holder
    return session && session.expiresAtMs > nowMs() ? session.accessToken : undefined
  }

  async function take(result: SignedIn, how: 'signed_in' | 'restored', sentAtMs: number): Promise<void> {
    const { accessToken, sessionId, user } = result
    const session = { accessToken, sessionId, user, expiresAtMs: sentAtMs + result.expiresIn * 1_000 }
    // The session at hand goes on with the refresh token it has, where the answer brings none for it.
    await tokens.keep(result, result.sessionId === holder.session?.sessionId)
    holder.take(session, how, sentAtMs)
    tabs?.tell({ session })
  }

  function refresh(): Promise<string | undefined> {
    const before = holder.session
    return exclusively(async (contended) => {
      // Whoever went before may have brought a new token along.
      if (holder.session !== before) return holder.session?.accessToken
      const theirs = contended ? await tabs?.ask() : undefined
      if (!theirs || theirs.accessToken === before?.accessToken) return exchangeToken(before !== null)
      holder.take(theirs, 'restored', nowMs())
      return theirs.accessToken
    })
  }

  async function exchangeToken(wasSignedIn: boolean): Promise<string | undefined> {
    const startedIn = epoch
    const refreshToken = await tokens.refreshToken()
    if (refreshToken === null) return end('auth.refresh_invalid', wasSignedIn)
    const sentAtMs = nowMs()
    try {
      const result = await options.refresh(refreshToken)
      if (epoch === startedIn) await take(result, 'restored', sentAtMs)
    } catch (error) {
      const reason = endOf(error)
      if (!reason) throw error
      // Without a cookie the platform says "invalid" to a first visit too: that is no end of anything.
      const hadOne = wasSignedIn || refreshToken !== undefined || reason === 'auth.refresh_reused'
      if (epoch === startedIn) return end(reason, hadOne)
    }
    return holder.session?.accessToken
  }

  async function end(reason: SessionEnd, hadOne: boolean): Promise<undefined> {
    if (!hadOne) return holder.settle() as undefined
    await tokens.forget()
    tabs?.tell({ session: null })
    holder.drop({ type: 'ended', session: null, reason }, true)
    return undefined
  }

  async function token(refused?: string): Promise<string | undefined> {
    const { session, isKnown } = holder
    if (session && session.accessToken !== refused && holder.isFresh(nowMs())) return session.accessToken
    if (!session && isKnown) return undefined
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
      if (peek()) tabs.tell({ session: holder.session })
      return
    }
    epoch += 1
    if (message.session) holder.take(message.session, 'signed_in', nowMs())
    else holder.drop({ type: 'signed_out', session: null })
  })

  return {
    handle: {
      get user() {
        return holder.session?.user ?? null
      },
      get: () => holder.state,
      restore: async () => {
        await token()
        return holder.session?.user ?? null
      },
      accessToken: async () => (await token()) ?? null,
      async adopt(result) {
        epoch += 1
        await take(result, 'signed_in', nowMs())
      },
      subscribe: holder.subscribe,
    },
    token,
    peek,
    exclusively: (work) => exclusively(() => work()),
    stored: tokens.load,
    async adopt(result, sentAtMs) {
      epoch += 1
      await take(result, 'signed_in', sentAtMs)
    },
    updateUser(user) {
      if (holder.session?.user.id !== user.id) return
      holder.take({ ...holder.session, user }, 'signed_in', nowMs())
      tabs?.tell({ session: holder.session })
    },
    async signedOut() {
      epoch += 1
      await tokens.forget()
      holder.drop({ type: 'signed_out', session: null })
      tabs?.tell({ session: null })
    },
  }
}

/** One at a time in this client, in this browser and, where the storage can, in all that share it. */
function createExclusively(tabs: Tabs | undefined, storage: TokenStorage): Exclusively {
  let queue: Promise<unknown> = Promise.resolve()
  return (work) => {
    const outermost = () => {
      if (tabs) return tabs.exclusively(work)
      return storage.exclusively ? storage.exclusively(() => work(false)) : work(false)
    }
    const turn = queue.then(outermost, outermost)
    queue = turn.catch(() => undefined)
    return turn
  }
}

/** The tokens that outlive the program, by where they live. */
interface KeptTokens {
  load(): Promise<StoredTokens | null>
  /** The one to exchange: null when there is none, undefined when only the cookie knows. */
  refreshToken(): Promise<string | null | undefined>
  /** @param goesOn whether the answer is about the session whose token is kept: without a new one, that stays. */
  keep(result: SignedIn, goesOn: boolean): Promise<void>
  /** Forgets the refresh token. The device stays known. */
  forget(): Promise<void>
}

const cookieTokens: KeptTokens = {
  load: async () => null,
  refreshToken: async () => undefined,
  keep: async () => undefined,
  forget: async () => undefined,
}

function bodyTokens(storage: TokenStorage): KeptTokens {
  const load = async () => storage.load()
  return {
    load,
    refreshToken: async () => (await load())?.refreshToken ?? null,
    async keep({ refreshToken, deviceToken }, goesOn) {
      const before = await load()
      await storage.save({
        refreshToken: refreshToken ?? (goesOn ? (before?.refreshToken ?? null) : null),
        deviceToken: deviceToken ?? before?.deviceToken ?? null,
      })
    },
    async forget() {
      await storage.save({ refreshToken: null, deviceToken: (await load())?.deviceToken ?? null })
    },
  }
}

const endOf = (error: unknown): SessionEnd | undefined =>
  error instanceof GatehouseError &&
  (error.code === 'auth.refresh_invalid' || error.code === 'auth.refresh_reused')
    ? error.code
    : undefined
