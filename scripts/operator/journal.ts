/** One line of what a script did. */
export interface Entry {
  step: string
  outcome: 'ok' | 'failed' | 'skipped' | 'refused'
  [detail: string]: unknown
}

export type Journal = (entry: Entry) => void

/** What ends a script with a status of its own; the message says what to do. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
  }
}

/** One JSON line per step on standard output, for whoever keeps them. */
export const standardJournal: Journal = ({ step, outcome, ...details }) =>
  void process.stdout.write(
    `${JSON.stringify({ at: new Date().toISOString(), step, outcome, ...details })}\n`,
  )

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
