import type { Platform } from '../../context.ts'
import { days } from '../../kit/duration.ts'
import { readDrillAge } from './drill-store.ts'

/** A drill is asked for once a month; five days later somebody is reminded. */
const DUE_SECONDS = days(35) / 1_000

/** Seconds since a restore drill passed; where none ever did, since the first thing that happened here. */
export async function restoreDrillAgeSeconds(database: Pick<Platform['database'], 'db'>): Promise<number> {
  return readDrillAge(database.db)
}

/** Says so in the log when a restore drill is due, for alerts that read logs. */
export async function warnWhenDrillIsDue({
  database,
  log,
}: Pick<Platform, 'database' | 'log'>): Promise<void> {
  const ageSeconds = await restoreDrillAgeSeconds(database)
  if (ageSeconds < DUE_SECONDS) return
  log.warn({ event: 'restore_drill.due', ageDays: Math.floor(ageSeconds / 86_400) }, 'a restore drill is due')
}
