import { pino } from 'pino'
import { expect, test } from 'vitest'
import { clockSkewMs, watchClock } from './clock-skew.ts'
import type { Database } from './db.ts'

/** A database whose clock is ahead of this node's by so much. */
function databaseAheadBy(skewMs: number): Database {
  const sql = async () => [{ ms: String(clock.nowMs() + skewMs) }]
  return { sql } as unknown as Database
}
const clock = { now: () => new Date(1_000_000), nowMs: () => 1_000_000, steadyMs: () => 0 }

async function alarmsAt(skewMs: number): Promise<string[]> {
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const stop = watchClock({ clock, database: databaseAheadBy(skewMs), log })
  await new Promise((resolve) => setImmediate(resolve))
  stop()
  return lines
}

test('measures how far the database is ahead', async () => {
  expect(await clockSkewMs({ clock, database: databaseAheadBy(-7_500) })).toBe(-7_500)
})

test('F10 raises an alarm at the start when the clocks are more than five seconds apart, either way', async () => {
  expect(await alarmsAt(4_900)).toEqual([])
  for (const skewMs of [5_100, -5_100]) {
    const [line] = await alarmsAt(skewMs)
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, event: 'clock.skewed', skewMs })
  }
})
