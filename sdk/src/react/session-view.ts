import type { ClientSession, SessionState } from '../session.ts'

/** What a page knows of its session. Until the platform has been asked once it knows nothing: `loading`. */
export type SessionView =
  | {
      readonly status: 'loading'
      readonly session: null
      /** Why the platform could not be asked. It is asked again by itself, after a growing pause. */
      readonly error: Error | null
    }
  | { readonly status: 'signed_in'; readonly session: SessionState; readonly error: null }
  | { readonly status: 'signed_out'; readonly session: null; readonly error: null }

/** A session in the form React reads (`useSyncExternalStore`). */
export interface SessionSource {
  subscribe(listener: () => void): () => void
  /** The same object as long as nothing has changed. */
  read(): SessionView
}

export const LOADING: SessionView = { status: 'loading', session: null, error: null }
const SIGNED_OUT: SessionView = { status: 'signed_out', session: null, error: null }
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** A client's session, watched while somebody looks. All who look share one load and one subscription. */
export function createSessionSource(session: ClientSession): SessionSource {
  const listeners = new Set<() => void>()
  let view = LOADING
  /** Whether "no session" is an answer, and not only that nobody has asked. */
  let isKnown = false
  let loading = false
  let stopWatching: (() => void) | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  function read(): SessionView {
    const state = session.get()
    if (state) {
      isKnown = true
      const isSame = view.session?.user === state.user && view.session.sessionId === state.sessionId
      if (!isSame) view = { status: 'signed_in', session: state, error: null }
    } else if (isKnown) view = SIGNED_OUT
    return view
  }

  const tellAll = () => {
    for (const listener of [...listeners]) listener()
  }

  async function load(pauseMs = FIRST_PAUSE_MS): Promise<void> {
    if (loading || isKnown) return
    loading = true
    try {
      await session.restore()
      isKnown = true
    } catch (error) {
      view = { status: 'loading', session: null, error: error as Error }
      if (listeners.size > 0) retry = setTimeout(load, pauseMs, Math.min(pauseMs * 2, LONGEST_PAUSE_MS))
    } finally {
      loading = false
    }
    tellAll()
  }

  return {
    read,
    subscribe(listener) {
      // One entry a subscription, also when two components pass the same function.
      const own = () => listener()
      listeners.add(own)
      stopWatching ??= session.subscribe(({ session: state }) => {
        if (!state) isKnown = true
        tellAll()
      })
      read()
      void load()
      return () => {
        listeners.delete(own)
        if (listeners.size > 0) return
        stopWatching?.()
        stopWatching = undefined
        clearTimeout(retry)
      }
    },
  }
}

const sources = new WeakMap<ClientSession, SessionSource>()

/** The one source of a client's session, whichever component asks first. */
export function sessionSourceOf(session: ClientSession): SessionSource {
  let source = sources.get(session)
  if (!source) {
    source = createSessionSource(session)
    sources.set(session, source)
  }
  return source
}
