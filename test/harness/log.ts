import { type Logger, pino } from 'pino'

/** Everything a world's platform has logged, as it would have been written. */
export interface CapturedLog {
  log: Logger
  /** The lines, oldest first, as written. */
  lines: readonly string[]
  entries(): Record<string, unknown>[]
}

export function captureLog(): CapturedLog {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => lines.push(line) })
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}
