import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { User } from '../generated/types.ts'
import type { ClientSession, SessionListener, SessionState } from '../session.ts'
import { createSessionSource, type SessionView, sessionSourceOf } from './session-view.ts'

const ada = { id: 'ada', displayName: 'Ada' } as User

/** A client's session whose answers a test decides. */
function fakeSession(restore: () => Promise<SessionState | null>) {
  let held: { user: User; sessionId: string } | null = null
  const listeners = new Set<SessionListener>()
  const change = (state: SessionState | null) => {
    held = state
    const session = state ?? null
    for (const listener of listeners)
      listener({ type: session ? 'signed_in' : 'signed_out', session } as never)
  }
  const session: ClientSession = {
    get user() {
      return held?.user ?? null
    },
    // A new object each time, as the client's own is.
    get: () => held && { ...held },
    restore: vi.fn(async () => {
      const state = await restore()
      if (state) change(state)
      return held?.user ?? null
    }),
    accessToken: async () => null,
    adopt: async () => {},
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return { session, change, listeners }
}

const loading = { status: 'loading', session: null, error: null }
const signedOut = { status: 'signed_out', session: null, error: null }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what a page knows of its session', () => {
  test('is nothing until the platform was asked, once for all who look', async () => {
    const { session, listeners } = fakeSession(async () => ({ user: ada, sessionId: 'one' }))
    const source = createSessionSource(session)
    expect(source.read()).toEqual(loading)
    expect(session.restore).not.toHaveBeenCalled()
    const stops = [source.subscribe(() => undefined), source.subscribe(() => undefined)]
    await vi.advanceTimersByTimeAsync(0)
    expect(session.restore).toHaveBeenCalledOnce()
    expect(listeners.size).toBe(1)
    expect(source.read()).toMatchObject({ status: 'signed_in', session: { user: ada } })
    for (const stop of stops) stop()
    expect(listeners.size).toBe(0)
  })

  test('is the same object until something has changed, as React demands', async () => {
    const { session, change } = fakeSession(async () => null)
    const source = createSessionSource(session)
    const seen: SessionView[] = []
    source.subscribe(() => seen.push(source.read()))
    await vi.advanceTimersByTimeAsync(0)
    expect(source.read()).toEqual(signedOut)
    expect(source.read()).toBe(source.read())
    change({ user: ada, sessionId: 'one' })
    expect(source.read()).toBe(source.read())
    change({ user: { ...ada, displayName: 'Countess' }, sessionId: 'one' })
    change({ user: ada, sessionId: 'two' })
    change(null)
    expect(seen.map(({ status }) => status)).toEqual([
      'signed_out',
      'signed_in',
      'signed_in',
      'signed_in',
      'signed_out',
    ])
    expect(new Set(seen).size).toBe(4)
  })

  test('follows what happened while nobody looked', async () => {
    const { session, change } = fakeSession(async () => null)
    const source = createSessionSource(session)
    change({ user: ada, sessionId: 'one' })
    expect(source.read()).toMatchObject({ status: 'signed_in' })
    const stop = source.subscribe(() => undefined)
    stop()
    change(null)
    expect(source.read()).toEqual(signedOut)
    expect(session.restore).not.toHaveBeenCalled()
  })

  test('stays unknown while the platform is away, says why, and asks again while somebody looks', async () => {
    let isAway = true
    const { session } = fakeSession(async () => {
      if (isAway) throw new Error('away')
      return null
    })
    const source = createSessionSource(session)
    const stop = source.subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(source.read()).toMatchObject({ status: 'loading', error: { message: 'away' } })
    await vi.advanceTimersByTimeAsync(1_000 + 2_000)
    expect(session.restore).toHaveBeenCalledTimes(3)
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(session.restore).toHaveBeenCalledTimes(3)
    isAway = false
    source.subscribe(() => undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(source.read()).toEqual(signedOut)
  })

  test('may be changed by a listener while the others hear of it', async () => {
    const { session, change } = fakeSession(async () => ({ user: ada, sessionId: 'one' }))
    const source = createSessionSource(session)
    const seen: string[] = []
    source.subscribe(() => {
      if (source.read().status === 'signed_in') change(null)
    })
    source.subscribe(() => seen.push(source.read().status))
    await vi.advanceTimersByTimeAsync(0)
    expect(seen.at(-1)).toBe('signed_out')
  })

  test('is one per client', () => {
    const { session } = fakeSession(async () => null)
    expect(sessionSourceOf(session)).toBe(sessionSourceOf(session))
    expect(sessionSourceOf(session)).not.toBe(sessionSourceOf(fakeSession(async () => null).session))
  })
})
