import { type FileHandle, open } from 'node:fs/promises'
import type { RunningPlatform } from '../platform.ts'
import { systemContext } from '../rooms/audit/index.ts'
import { type ImportedRow, type ImportReport, importUsers } from '../rooms/user-import/index.ts'
import type { Output } from './output.ts'
import { showProgress } from './progress.ts'

/** Few enough for a transaction of a second, so that others who write to the log seldom wait. */
const LINES_PER_BATCH = 1_000

/** Of bad lines, as many are told of at once; the report has all. */
const SHOWN = 20

interface Import {
  file: string
  dryRun: boolean
  report: string | undefined
}

/** Reads a file of any length, batch by batch. False when a line was bad. */
export async function importFile(
  platform: RunningPlatform,
  { file, dryRun, report: reportFile }: Import,
  { say, warn }: Pick<Output, 'say' | 'warn'>,
): Promise<boolean> {
  const ctx = systemContext(platform)
  await using source = await open(file, 'r')
  const report = reportFile === undefined ? undefined : await open(reportFile, 'w', 0o600)
  const bar = showProgress((await source.stat()).size, `Reading ${file}`)
  const sum = { created: 0, exists: 0, invalid: 0 }
  const seen = new Map<string, number>()
  try {
    for await (const batch of batchesOf(source)) {
      const ndjson = batch.lines.join('\n')
      const done = await importUsers(ctx, { ndjson, dryRun, firstLine: batch.firstLine, seen })
      await report?.write(done.items.map((item) => `${JSON.stringify(item)}\n`).join(''))
      for (const item of badOf(done.items).slice(0, Math.max(0, SHOWN - sum.invalid))) warn(wordsOf(item))
      add(sum, done)
      bar.advance(batch.bytes, told(sum, dryRun))
    }
  } finally {
    bar.stop(told(sum, dryRun))
    await report?.close()
  }
  if (sum.invalid > SHOWN) warn(`and ${sum.invalid - SHOWN} more; --report <file> has them all.`)
  say(told(sum, dryRun))
  return sum.invalid === 0
}

interface Batch {
  lines: string[]
  firstLine: number
  bytes: number
}

async function* batchesOf(source: FileHandle): AsyncGenerator<Batch> {
  let batch: Batch = { lines: [], firstLine: 1, bytes: 0 }
  for await (const line of source.readLines({ autoClose: false })) {
    batch.lines.push(line)
    batch.bytes += Buffer.byteLength(line) + 1
    if (batch.lines.length < LINES_PER_BATCH) continue
    yield batch
    batch = { lines: [], firstLine: batch.firstLine + LINES_PER_BATCH, bytes: 0 }
  }
  if (batch.lines.length > 0) yield batch
}

type Counts = Pick<ImportReport, 'created' | 'exists' | 'invalid'>

function add(sum: Counts, more: Counts): void {
  sum.created += more.created
  sum.exists += more.exists
  sum.invalid += more.invalid
}

const told = ({ created, exists, invalid }: Counts, dryRun: boolean): string =>
  `${created} ${dryRun ? 'would be created' : 'created'}, ${exists} exist already, ${invalid} bad lines.`

const badOf = (items: readonly ImportedRow[]) => items.filter(({ status }) => status === 'invalid')

const wordsOf = ({ line, code, message }: ImportedRow): string => `line ${line}: ${message} (${code})`
