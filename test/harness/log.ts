import type { Config } from '../../server/src/config.ts'
import { createLog, type Log } from '../../server/src/platform/log.ts'
import { testConfig } from './config.ts'

/** Everything a world's platform has logged, as it would have been written. */
export interface CapturedLog {
  log: Log
  /** The lines, oldest first. */
  lines: readonly string[]
  entries(): Record<string, unknown>[]
}

export function captureLog(config: Config = testConfig()): CapturedLog {
  const lines: string[] = []
  const log = createLog(config, { destination: { write: (line) => void lines.push(line) } })
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}
