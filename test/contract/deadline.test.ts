import { afterEach, describe, expect, test, vi } from 'vitest'
import { faces, useWorld } from '../harness/index.ts'

describe.each(faces)('a call over %s', (face) => {
  const world = useWorld()
  afterEach(() => void vi.useRealTimers())

  /** A node whose limiter never answers: whatever hangs, hangs like this. */
  const never = () => new Promise<never>(() => {})
  const hanging = () =>
    world.node({ platform: { limiter: { take: never, usedUpFor: never, forget: never } } })

  test.each([
    ['auth.login', { email: 'nobody@example.org', password: 'not-the-right-one' }, true],
    ['system.config', {}, undefined],
  ] as const)('F5 %s that hangs is answered after ten seconds, with 503', async (path, input, retryable) => {
    const { caller } = await hanging()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const call = caller.via(face, path, input)
    await vi.advanceTimersByTimeAsync(9_900)
    const early = await Promise.race([call, Promise.resolve('still waiting')])
    expect(early).toBe('still waiting')
    await vi.advanceTimersByTimeAsync(200)
    const { status, body, headers } = await call
    expect(status).toBe(503)
    expect(body).toMatchObject({ code: 'unavailable', status: 503 })
    expect(body.retryable).toBe(retryable)
    expect(Number(headers.get('retry-after'))).toBe(body.retryAfterSeconds)
  })
})
