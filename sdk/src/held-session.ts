import { type Announcer, createAnnouncer } from './announcer.ts'
import type { SessionChange, SessionState } from './session.ts'
import type { HeldSession } from './tabs.ts'

/** An access token is replaced so long before it expires, or in the last tenth of a short life. */
const REFRESH_AHEAD_MS = 30_000

/** The one session a client holds, in memory, and what it tells of it. */
export interface Holder extends Pick<Announcer<SessionChange>, 'subscribe'> {
  readonly session: HeldSession | null
  readonly state: SessionState | null
  /** False while "no session" may only mean that nobody has looked. */
  readonly isKnown: boolean
  /** Whether the access token has enough of its life left to be sent. */
  isFresh(nowMs: number): boolean
  /** Takes a session as the present one, and tells what has changed by it. */
  take(session: HeldSession, how: 'signed_in' | 'restored', nowMs: number): void
  /** Lets go of the session; `change` is told if there was one, or in any case when it is `certain`. */
  drop(change: Extract<SessionChange, { session: null }>, certain?: boolean): void
  /** Notes that there is none. */
  settle(): void
}

export function createHolder(): Holder {
  const { announce, subscribe } = createAnnouncer<SessionChange>()
  let held: HeldSession | null = null
  let refreshAtMs = 0
  let isKnown = false
  const stateOf = (session: HeldSession): SessionState => ({
    user: session.user,
    sessionId: session.sessionId,
  })

  return {
    get session() {
      return held
    },
    get state() {
      return held && stateOf(held)
    },
    get isKnown() {
      return isKnown
    },
    isFresh: (nowMs) => held !== null && nowMs < refreshAtMs,
    take(session, how, nowMs) {
      const before = held && stateOf(held)
      held = session
      refreshAtMs = session.expiresAtMs - Math.min(REFRESH_AHEAD_MS, (session.expiresAtMs - nowMs) / 10)
      isKnown = true
      const state = stateOf(session)
      if (before?.user.id !== state.user.id) announce({ type: how, session: state })
      else if (JSON.stringify(before) !== JSON.stringify(state)) announce({ type: 'updated', session: state })
    },
    drop(change, certain = false) {
      const wasSignedIn = held !== null
      held = null
      isKnown = true
      if (wasSignedIn || certain) announce(change)
    },
    settle() {
      isKnown = true
    },
    subscribe,
  }
}
