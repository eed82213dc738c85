import { describe, expect, test } from 'vitest'
import { createPasswordQueue } from './password-queue.ts'

/** Jobs that end when told. */
function jobs() {
  const ends: ((error?: Error) => void)[] = []
  const started: number[] = []
  const job = (index: number) => () => {
    started.push(index)
    return new Promise<number>((resolve, reject) => {
      ends[index] = (error) => (error ? reject(error) : resolve(index))
    })
  }
  return { job, ends, started }
}
const soon = () => new Promise((resolve) => setImmediate(resolve))

describe('password queue', () => {
  test('runs so many at once, the others in their order', async () => {
    const queue = createPasswordQueue(2, 10)
    const { job, ends, started } = jobs()
    const results = [0, 1, 2, 3].map((index) => queue.run(job(index)))
    expect(started).toEqual([0, 1])
    ends[1]!()
    await soon()
    expect(started).toEqual([0, 1, 2])
    ends[0]!()
    ends[2]!()
    await soon()
    ends[3]!()
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3])
    expect([queue.running(), queue.waiting()]).toEqual([0, 0])
  })

  test('a job that fails gives its place on', async () => {
    const queue = createPasswordQueue(1, 10)
    const { job, ends } = jobs()
    const failing = queue.run(job(0))
    const next = queue.run(job(1))
    ends[0]!(new Error('no memory'))
    await expect(failing).rejects.toThrow('no memory')
    ends[1]!()
    expect(await next).toBe(1)
    expect(queue.running()).toBe(0)
  })

  test('turns away at once what would wait too long, and takes others again later', async () => {
    const queue = createPasswordQueue(1, 1)
    const { job, ends } = jobs()
    const first = queue.run(job(0))
    const second = queue.run(job(1))
    await expect(queue.run(job(2))).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
    ends[0]!()
    await first
    ends[1]!()
    await second
    const third = queue.run(job(3))
    ends[3]!()
    expect(await third).toBe(3)
  })
})
