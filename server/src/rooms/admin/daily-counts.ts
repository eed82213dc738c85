import type { Platform } from '../../context.ts'
import { minutes } from '../../kit/duration.ts'
import { addToDay } from './stats-store.ts'

/** Calls refused because a limit was used up, in `daily_counts`. */
export const RATE_LIMITED = 'rate_limited'

const FLUSH_EVERY_MS = minutes(1)

export interface DailyCounter {
  /** Counts one for today, by UTC. Touches no database: what is counted is what there is too much of. */
  add(name: string): void
  /** Writes down what was counted since the last time. What cannot be written is kept for the next. */
  flush(platform: Pick<Platform, 'database' | 'log'>): Promise<void>
  /** Flushes once a minute, and a last time when the returned function is called. */
  start(platform: Pick<Platform, 'database' | 'log'>): () => Promise<void>
}

/** Counts in memory, by day. Each process has one, and adds its counts to those of the others. */
export function createDailyCounter({ clock }: Pick<Platform, 'clock'>): DailyCounter {
  let counts = new Map<string, { day: string; name: string; count: number }>()

  function addAll(day: string, name: string, count: number): void {
    const key = `${day} ${name}`
    const held = counts.get(key)
    if (held) held.count += count
    else counts.set(key, { day, name, count })
  }

  async function flush({ database, log }: Pick<Platform, 'database' | 'log'>): Promise<void> {
    const taken = counts
    counts = new Map()
    for (const { day, name, count } of taken.values()) {
      try {
        await addToDay(database.db, day, name, count)
      } catch (error) {
        addAll(day, name, count)
        log.warn({ err: error, name }, 'a count of the day could not be written')
      }
    }
  }

  return {
    add: (name) => addAll(clock.now().toISOString().slice(0, 10), name, 1),
    flush,
    start(platform) {
      const timer = setInterval(() => void flush(platform), FLUSH_EVERY_MS)
      timer.unref()
      return async () => {
        clearInterval(timer)
        await flush(platform)
      }
    },
  }
}
