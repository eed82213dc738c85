import { once } from 'node:events'
import { createWriteStream, linkSync, rmSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'drizzle-orm'
import type { Progress } from '../cli/progress.ts'
import type { Build } from '../context.ts'
import type { Database, Db } from '../platform/db.ts'
import { migrationStatus } from '../platform/migrations.ts'
import { auditHeads } from '../rooms/audit/index.ts'
import { heading, LineHash, type Manifest, type TableTotals, Tally } from './format.ts'
import { countRows, inSnapshot, readRows, readTables } from './snapshot.ts'

interface Source {
  database: Database
  build: Pick<Build, 'version' | 'commit'>
  progress(total: number): Progress
}

/**
 * Writes a backup into a file that only its owner reads. The file is there once it is whole, and never replaces another.
 *
 * @throws {Error} `EEXIST` when there is a file of that name.
 */
export async function writeBackupFile(source: Source, file: string): Promise<Manifest> {
  const part = `${file}.part`
  const target = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
  await once(target, 'open')
  try {
    const manifest = await writeBackup(source, target)
    // Unlike a renaming, a link refuses to take the place of what is there.
    linkSync(part, file)
    return manifest
  } finally {
    rmSync(part)
  }
}

/** The same into a pipe, where somebody encrypts it or carries it away. */
export async function writeBackup(source: Source, target: Writable): Promise<Manifest> {
  let manifest: Manifest | undefined
  await inSnapshot(source.database, async (tx) => {
    await pipeline(
      async function* () {
        manifest = yield* linesOf(tx, source)
      },
      createGzip(),
      target,
      // Standard output is not ours to close.
      { end: target !== process.stdout },
    )
  })
  if (!manifest) throw new Error('The backup was not finished.')
  return manifest
}

/** The text of a backup; at its end, what it says of itself. */
async function* linesOf(tx: Db, { build, progress }: Source): AsyncGenerator<string, Manifest> {
  const hash = new LineHash()
  const out = (lines: readonly string[]) => {
    for (const line of lines) hash.add(line)
    return `${lines.join('\n')}\n`
  }
  const tables = await readTables(tx)
  const bar = progress(await countRows(tx, tables))
  const totals: Record<string, TableTotals> = {}
  yield out([JSON.stringify(heading)])
  for (const table of tables) {
    const tally = new Tally()
    yield out([JSON.stringify({ table: table.name, columns: table.columns.map(({ name }) => name) })])
    for await (const lines of readRows(tx, table)) {
      for (const line of lines) tally.add(line)
      bar.advance(lines.length, table.name)
      yield out(lines)
    }
    totals[table.name] = tally.totals
  }
  const manifest = { ...build, ...(await circumstances(tx)), tables: totals, sha256: hash.hex }
  yield `${JSON.stringify({ manifest })}\n`
  bar.stop('The backup is written.')
  return manifest
}

async function circumstances(
  tx: Db,
): Promise<Pick<Manifest, 'at' | 'postgres' | 'migrations' | 'auditHeads'>> {
  const [row] = await tx.execute<{ at: string; version: number }>(sql`
    SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
      current_setting('server_version_num')::int AS version`)
  const { applied, unknown } = await migrationStatus({ db: tx })
  if (!row || applied.length === 0) throw new Error('There is no database of Gatehouse here to back up.')
  if (unknown > 0)
    throw new Error('The database is of a newer version than this one: back it up with that version.')
  return {
    at: row.at,
    postgres: Math.floor(row.version / 10_000),
    migrations: applied,
    auditHeads: await auditHeads(tx),
  }
}
