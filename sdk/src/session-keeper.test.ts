import { describe, expect, test } from 'vitest'
import type { SignedIn } from './generated/types.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { memoryStorage } from './storage.ts'

const answer = (more: Partial<SignedIn>): SignedIn =>
  ({
    status: 'signed_in',
    accessToken: 'access',
    expiresIn: 600,
    refreshToken: null,
    deviceToken: null,
    sessionId: 'session-1',
    user: { id: 'user-1' },
    ...more,
  }) as SignedIn

function openKeeper() {
  const storage = memoryStorage()
  const exchanged: (string | undefined)[] = []
  const keeper = createSessionKeeper({
    delivery: 'body',
    storage,
    tabs: undefined,
    nowMs: () => Date.now(),
    async refresh(refreshToken) {
      exchanged.push(refreshToken)
      return answer({ accessToken: 'refreshed', refreshToken: 'rt_next' })
    },
  })
  return { keeper, storage, exchanged }
}

describe('an answer that brings no refresh token', () => {
  test('leaves the one of its session, which goes on with it', async () => {
    const { keeper, storage, exchanged } = openKeeper()
    await keeper.adopt(answer({ refreshToken: 'rt_first', deviceToken: 'dev_first' }), Date.now())
    await keeper.adopt(answer({ accessToken: 'of an organization' }), Date.now())
    expect(keeper.peek()).toBe('of an organization')
    expect(await storage.load()).toEqual({ refreshToken: 'rt_first', deviceToken: 'dev_first' })
    expect(await keeper.token('of an organization')).toBe('refreshed')
    expect(exchanged).toEqual(['rt_first'])
  })

  test('takes away the one of another session: it would lead back into that', async () => {
    const { keeper, storage } = openKeeper()
    await keeper.adopt(answer({ refreshToken: 'rt_first', deviceToken: 'dev_first' }), Date.now())
    await keeper.adopt(answer({ sessionId: 'session-2', accessToken: 'of somebody else' }), Date.now())
    expect(await storage.load()).toEqual({ refreshToken: null, deviceToken: 'dev_first' })
  })
})
