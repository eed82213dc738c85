import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { GatehouseError } from './gatehouse-error.ts'
import type { SignedIn } from './generated/types.ts'
import type { SessionChange } from './session.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { memoryStorage } from './storage.ts'
import { createTabs, openTabs } from './tabs.ts'

// Node has the browser's own Web Locks and BroadcastChannel: these tabs differ from real ones in nothing but the page.

let origin: string
let channels: BroadcastChannel[]
let refreshes: number
let isOver: boolean

beforeEach(() => {
  origin = `tabs ${randomUUID()}`
  channels = []
  refreshes = 0
  isOver = false
})
afterEach(() => {
  for (const channel of channels) channel.close()
})

const signedIn = (more: Partial<SignedIn> = {}): SignedIn =>
  ({
    status: 'signed_in',
    accessToken: `access-${refreshes}`,
    expiresIn: 600,
    sessionId: 'session-1',
    user: { id: 'user-1' },
    ...more,
  }) as SignedIn

function openTab() {
  const channel = new BroadcastChannel(origin)
  channels.push(channel)
  const changes: SessionChange[] = []
  const keeper = createSessionKeeper({
    delivery: 'cookie',
    storage: memoryStorage(),
    tabs: createTabs(origin, navigator.locks, channel),
    nowMs: () => Date.now(),
    async refresh() {
      refreshes += 1
      await new Promise((resolve) => setTimeout(resolve, 30))
      if (isOver) throw new GatehouseError({ code: 'auth.refresh_invalid' } as never, 'auth.refresh')
      return signedIn()
    },
  })
  keeper.handle.subscribe((change) => changes.push(change))
  return { keeper, changes }
}

describe('two tabs', () => {
  test('that need a token at once make one refresh and share what it gave', async () => {
    const [one, two, three] = [openTab(), openTab(), openTab()]
    const tokens = await Promise.all([one, two, three].map(({ keeper }) => keeper.token()))
    expect(tokens).toEqual(['access-1', 'access-1', 'access-1'])
    expect(refreshes).toBe(1)
  })

  test('refused with the same token make one refresh', async () => {
    const [one, two] = [openTab(), openTab()]
    const old = await one.keeper.token()
    await vi.waitFor(() => expect(two.keeper.peek()).toBe(old))
    const tokens = await Promise.all([one.keeper.token(old), two.keeper.token(old)])
    expect(tokens).toEqual(['access-2', 'access-2'])
    expect(refreshes).toBe(2)
  })

  test('hear of each other’s sign-in, other person and sign-out', async () => {
    const [one, two] = [openTab(), openTab()]
    await one.keeper.adopt(signedIn(), Date.now())
    await vi.waitFor(() => expect(two.changes.at(-1)?.type).toBe('signed_in'))
    await one.keeper.adopt(signedIn({ user: { id: 'user-2' } } as never), Date.now())
    await vi.waitFor(() => expect(two.keeper.handle.user?.id).toBe('user-2'))
    await one.keeper.signedOut()
    await vi.waitFor(() => expect(two.changes.at(-1)).toEqual({ type: 'signed_out', session: null }))
    await expect(two.keeper.token()).resolves.toBeUndefined()
    expect(refreshes).toBe(0)
  })

  test('end together when their session does', async () => {
    const [one, two] = [openTab(), openTab()]
    const token = await one.keeper.token()
    await vi.waitFor(() => expect(two.keeper.peek()).toBe(token))
    isOver = true
    await expect(one.keeper.token(token)).resolves.toBeUndefined()
    expect(one.changes.at(-1)).toMatchObject({ type: 'ended', reason: 'auth.refresh_invalid' })
    await vi.waitFor(() => expect(two.keeper.handle.user).toBeNull())
  })

  test('a first visit signs nobody out elsewhere', async () => {
    const [one, two] = [openTab(), openTab()]
    await one.keeper.adopt(signedIn(), Date.now())
    await vi.waitFor(() => expect(two.keeper.handle.user).not.toBeNull())
    isOver = true
    const visitor = openTab()
    await expect(visitor.keeper.token()).resolves.toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(one.keeper.handle.user).not.toBeNull()
  })

  test('one that fails lets the next try', async () => {
    const [one, two] = [openTab(), openTab()]
    const failing = one.keeper.exclusively(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('no network')
    })
    const next = two.keeper.token()
    await expect(failing).rejects.toThrow('no network')
    await expect(next).resolves.toBe('access-1')
  })
})

test('on a server there are none: clients of different people share nothing', () => {
  expect(openTabs('https://id.example.org')).toBeUndefined()
})
