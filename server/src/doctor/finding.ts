import type { Config, Secrets } from '../config.ts'
import type { VaultedSecrets } from '../config-vault.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'

/** One line of what `doctor` says. */
export interface Finding {
  /** What was looked at: `database.role`. Stable, for scripts. */
  check: string
  level: 'ok' | 'warning' | 'error'
  message: string
  /** What to do about it; none where all is well. */
  fix?: string
}

/** What checks look with. The database is opened, and may be away. */
export interface Patient {
  config: Config
  secrets: Secrets
  /** Where secrets came from besides the environment. */
  vaulted?: VaultedSecrets | undefined
  database: Database
  clock: Clock
  log: Log
}

/** A check gives its findings, or fails: then it could not be made. */
export type Check = readonly [name: string, look: (patient: Patient) => Promise<Finding[]>]

export const ok = (check: string, message: string): Finding => ({ check, level: 'ok', message })
export const warning = (check: string, message: string, fix: string): Finding => ({
  check,
  level: 'warning',
  message,
  fix,
})
export const error = (check: string, message: string, fix: string): Finding => ({
  check,
  level: 'error',
  message,
  fix,
})
