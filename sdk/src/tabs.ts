import type { User } from './generated/types.ts'

/** A session as tabs hand it to each other, and as the client holds it. */
export interface HeldSession {
  accessToken: string
  /** By this machine's clock, in ms since 1970. */
  expiresAtMs: number
  sessionId: string
  user: User
}

/** What a tab tells the others: the session it now has, null when it has none, or that it would like to know theirs. */
export type TabMessage = { session: HeldSession | null } | 'ask'

/** The tabs of one origin that share the refresh cookie, and so share the session. */
export interface Tabs {
  /**
   * Runs `work` while no other tab does. `contended` says that another tab held the lock until now, and may have done
   * the very thing.
   */
  exclusively<Result>(work: (contended: boolean) => Promise<Result>): Promise<Result>
  tell(message: TabMessage): void
  /** The session another tab has; undefined when none answers in time. */
  ask(): Promise<HeldSession | undefined>
  listen(listener: (message: TabMessage) => void): void
}

/** Longer than any refresh takes: a tab that holds the lock so long is frozen, and the platform's grace must do. */
const LOCK_TIMEOUT_MS = 15_000
const ANSWER_TIMEOUT_MS = 200

/** The browser's means, or undefined where there are none: on servers, clients have nothing to share. */
export function openTabs(baseUrl: string): Tabs | undefined {
  const isBrowser = typeof location === 'object' && typeof navigator === 'object'
  if (!isBrowser || typeof BroadcastChannel === 'undefined' || !navigator.locks) return undefined
  return createTabs(`gatehouse ${baseUrl}`, navigator.locks, new BroadcastChannel(`gatehouse ${baseUrl}`))
}

export function createTabs(name: string, locks: LockManager, channel: BroadcastChannel): Tabs {
  const listeners = new Set<(message: TabMessage) => void>()
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    for (const listener of listeners) listener(data)
  }
  return {
    async exclusively(work) {
      let started = false
      const atOnce = await locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock) return { result: await work(false) }
        return undefined
      })
      if (atOnce) return atOnce.result
      try {
        return await locks.request(name, { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, () => {
          started = true
          return work(true)
        })
      } catch (error) {
        if (started) throw error
        return work(true)
      }
    },
    tell: (message) => channel.postMessage(message),
    ask() {
      return new Promise((resolve) => {
        const finish = (session?: HeldSession) => {
          clearTimeout(timer)
          listeners.delete(listener)
          resolve(session)
        }
        const listener = (message: TabMessage) => {
          if (message !== 'ask' && message.session) finish(message.session)
        }
        const timer = setTimeout(finish, ANSWER_TIMEOUT_MS)
        listeners.add(listener)
        channel.postMessage('ask')
      })
    },
    listen: (listener) => void listeners.add(listener),
  }
}
