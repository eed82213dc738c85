import { minutes } from '../kit/duration.ts'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import type { Log } from './log.ts'

interface Needs {
  clock: Clock
  database: Database
}

/** From here on somebody should look: tokens signed here are refused elsewhere once it is 30 s (SECURITY F10). */
const ALARM_SKEW_MS = 5_000

const WATCH_INTERVAL_MS = minutes(1)

/** How far the database's clock is ahead of this node's, in ms. Exact to half the time of the question. */
export async function clockSkewMs({ clock, database }: Needs): Promise<number> {
  const beforeMs = clock.nowMs()
  const [row] = await database.sql<{ ms: string | number }>`
    select extract(epoch from gatehouse_now()) * 1000 as ms`
  const afterMs = clock.nowMs()
  return Number(row?.ms) - (beforeMs + afterMs) / 2
}

/** Raises an alarm in the log, now and every minute, while the two clocks disagree; until the returned function is called. */
export function watchClock(platform: Needs & { log: Log }): () => void {
  const look = async () => {
    // A database that is away is told of elsewhere.
    const skewMs = await clockSkewMs(platform).catch(() => 0)
    if (Math.abs(skewMs) > ALARM_SKEW_MS) {
      platform.log.error(
        { event: 'clock.skewed', skewMs: Math.round(skewMs) },
        'this clock and the database’s differ',
      )
    }
  }
  void look()
  const timer = setInterval(() => void look(), WATCH_INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
