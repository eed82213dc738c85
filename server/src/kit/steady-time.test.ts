import { expect, test } from 'vitest'
import { noSoonerThan } from './steady-time.ts'

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

test('quick work, and quick failure, take as long as the floor', async () => {
  expect(await timed(() => noSoonerThan(50, async () => 1))).toBeGreaterThanOrEqual(49)
  const failing = () => noSoonerThan(50, () => Promise.reject(new Error('refused')))
  expect(await timed(() => expect(failing()).rejects.toThrow('refused'))).toBeGreaterThanOrEqual(49)
})

test('gives what the work gives', async () => {
  expect(await noSoonerThan(1, async () => 'done')).toBe('done')
})
