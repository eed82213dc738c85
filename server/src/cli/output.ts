import { once } from 'node:events'

/** Where a command writes: what it was asked for, and what is said beside it. */
export interface Output {
  /** Results: for people and for programs that read on. */
  say(line: string): void
  /** What is not a result: what went wrong, how far it is. */
  warn(line: string): void
  /** Results by the megabyte: waits while the reader does not keep up. False once the reader has gone. */
  pour(text: string): Promise<boolean>
}

export const standardOutput: Output = {
  say: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
  async pour(text) {
    if (process.stdout.destroyed) return false
    if (!process.stdout.write(text))
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')])
    return !process.stdout.destroyed
  },
}

/** Rows under the names of their columns, each as wide as its widest cell. */
export function tableOf(rows: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const cell = (value: unknown) => (value instanceof Date ? value.toISOString() : String(value ?? '-'))
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
