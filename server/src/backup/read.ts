import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { differences, Heading, LineHash, Manifest, TableLine, type TableTotals, Tally } from './format.ts'

/** A file that is no backup, or not the whole one that was written. */
class BackupBroken extends Error {
  override readonly name = 'BackupBroken'
}

/** What a backup is made of, in its order: tables, each with its rows behind it, and the manifest at last. */
export type Part =
  | { kind: 'table'; table: string; columns: string[] }
  | { kind: 'rows'; rows: string[] }
  | { kind: 'manifest'; manifest: Manifest }

const BATCH = 500

/**
 * Goes through a backup. The manifest comes last and has been held against everything before it: whoever acts on rows
 * undoes that when this throws.
 *
 * @throws {Error} of the name `BackupBroken`.
 */
export async function* readBackup(file: string): AsyncGenerator<Part> {
  const [hash, totals] = [new LineHash(), {} as Record<string, TableTotals>]
  let open: { name: string; tally: Tally } | undefined
  let [number, manifest] = [0, undefined as Manifest | undefined]
  const rows: string[] = []
  for await (const line of linesOf(file)) {
    number += 1
    if (manifest) throw new BackupBroken('Something stands behind the manifest.')
    if (number === 1) readAs(Heading, line, 'This is no backup of Gatehouse, or one of a later format.')
    else if (line.startsWith('[') && open) {
      open.tally.add(line)
      rows.push(line)
    } else {
      if (open) totals[open.name] = open.tally.totals
      if (rows.length > 0) yield { kind: 'rows', rows: rows.splice(0) }
      if (line.startsWith('{"manifest":')) {
        manifest = readAs(Manifest, line, 'The manifest is damaged.', 'manifest')
        judge(manifest, totals, hash.hex)
        continue
      }
      const table = readAs(TableLine, line, `Line ${number} is damaged.`)
      if (table.table in totals) throw new BackupBroken(`${table.table} comes twice.`)
      open = { name: table.table, tally: new Tally() }
      yield { kind: 'table', ...table }
    }
    hash.add(line)
    if (rows.length >= BATCH) yield { kind: 'rows', rows: rows.splice(0) }
  }
  if (!manifest) throw new BackupBroken('The file was cut off: it has no manifest at its end.')
  yield { kind: 'manifest', manifest }
}

/** Reads a backup to its end and tells what it holds. @throws {BackupBroken} */
export async function verifyBackup(
  file: string,
  onRows: (count: number) => void = () => {},
): Promise<Manifest> {
  for await (const part of readBackup(file)) {
    if (part.kind === 'rows') onRows(part.rows.length)
    if (part.kind === 'manifest') return part.manifest
  }
  throw new BackupBroken('The file has no manifest.')
}

function judge(manifest: Manifest, totals: Record<string, TableTotals>, sha256: string): void {
  const wrong = differences(manifest.tables, totals)
  if (wrong.length > 0) throw new BackupBroken(`The file is not what its manifest says: ${wrong.join('; ')}.`)
  if (manifest.sha256 !== sha256) throw new BackupBroken('The file is not what its manifest says.')
}

function readAs<Value>(
  schema: { parse(value: unknown): Value },
  line: string,
  otherwise: string,
  key?: string,
): Value {
  try {
    const value = JSON.parse(line) as Record<string, unknown>
    return schema.parse(key === undefined ? value : value[key])
  } catch (cause) {
    throw new BackupBroken(otherwise, { cause })
  }
}

/** Line by line, as written: other readers also break lines at U+2028, which stands in rows as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = new PassThrough({ encoding: 'utf8' })
  const done = pipeline(createReadStream(file), createGunzip(), text)
  done.catch(() => {})
  let rest = ''
  try {
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    await done
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code?.startsWith('Z_')) throw new BackupBroken('The file was cut off or damaged.', { cause })
    throw cause
  } finally {
    text.destroy()
  }
  if (rest !== '') throw new BackupBroken('The file was cut off in the middle of a line.')
}
