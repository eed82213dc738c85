import { type SQL, sql } from 'drizzle-orm'
import type { Setting } from '../cli/setting.ts'
import type { Database, Db } from '../platform/db.ts'
import { readMigrations } from '../platform/migration-files.ts'
import { migrateUp } from '../platform/migrations.ts'
import type { Manifest } from './format.ts'
import { readBackup } from './read.ts'
import { openForLongWork, prepareSession, readTables, type Table } from './snapshot.ts'

/** Somebody’s rows would be mixed with those of the backup, or lost. */
class TargetNotEmpty extends Error {
  override readonly name = 'TargetNotEmpty'
}

interface Target {
  /** Of the role that owns the tables, or will. */
  url: string
  runtimeRole?: string | undefined
  setting: Pick<Setting, 'config' | 'log'>
  onRows?(count: number): void
}

/**
 * Restores a backup into an empty database: the schema as it was then, all rows in one transaction, and the migrations
 * that have come since. A database with anything in it is refused, whatever it is.
 *
 * @param manifest as `verifyBackup` has read it from the same file.
 * @throws {TargetNotEmpty | BackupBroken}
 */
export async function restoreBackup(file: string, manifest: Manifest, target: Target): Promise<void> {
  const { url, runtimeRole, setting, onRows = () => {} } = target
  const migrations = readMigrations().filter(({ name }) => manifest.migrations.includes(name))
  if (migrations.length < manifest.migrations.length)
    throw new Error('The backup is of a newer version than this one: restore it with that version.')
  const database = openForLongWork(url, setting)
  try {
    await refuseRows(database)
    await migrateUp({ url, migrations, log: setting.log })
    await database.db.transaction((tx) => load(tx as unknown as Db, file, onRows))
  } finally {
    await database.close()
  }
  await migrateUp({ url, runtimeRole, log: setting.log })
}

async function refuseRows(database: Database): Promise<void> {
  const found = await database.sql<{ name: string }>`
    SELECT relname AS name FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
      AND relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'drizzle')) ORDER BY 1`
  if (found.length === 0) return
  throw new TargetNotEmpty(
    `The target is not empty (${found[0]?.name} is there): restore into a new database, never over one that is in use.`,
  )
}

/** Puts the rows in. Foreign keys go for that time, and come back to find out whether the rows fit together. */
async function load(tx: Db, file: string, onRows: (count: number) => void): Promise<void> {
  await prepareSession(tx)
  const tables = new Map((await readTables(tx)).map((table) => [table.name, table]))
  const putBack = await takeAway(tx)
  let insert: ((rows: string[]) => Promise<unknown>) | undefined
  for await (const part of readBackup(file)) {
    if (part.kind === 'table') insert = inserter(tx, tables.get(part.table), part)
    if (part.kind !== 'rows') continue
    await insert?.(part.rows)
    onRows(part.rows.length)
  }
  for (const statement of putBack) await tx.execute(statement)
}

function inserter(
  tx: Db,
  table: Table | undefined,
  { table: name, columns }: { table: string; columns: string[] },
) {
  const types = new Map(table?.columns.map((column) => [column.name, column.type]))
  if (!table || types.size !== columns.length || columns.some((column) => !types.has(column)))
    throw new Error(`The backup has a table ${name} that its migrations do not make.`)
  const names = columns.map((column) => sql`${sql.identifier(column)}`)
  // The types are what this database says of its own columns.
  const values = columns.map(
    (column, at): SQL => sql`(r.line->>${sql.raw(String(at))})::${sql.raw(types.get(column) ?? '')}`,
  )
  return (rows: string[]) =>
    tx.execute(sql`INSERT INTO ${sql.identifier(name)} (${sql.join(names, sql`, `)})
      SELECT ${sql.join(values, sql`, `)} FROM json_array_elements(${`[${rows.join(',')}]`}::text::json) AS r(line)`)
}

/**
 * Switches triggers off and drops foreign keys. The log's own triggers would write its chains anew, and rows come in no
 * order that keys would like.
 *
 * @returns what brings them back as they were.
 */
async function takeAway(tx: Db): Promise<SQL[]> {
  const triggers = await tx.execute<{ table: string; name: string; enabled: string }>(sql`
    SELECT c.relname AS table, t.tgname AS name, t.tgenabled AS enabled
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace`)
  const keys = await tx.execute<{ table: string; name: string; definition: string }>(sql`
    SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace`)
  const putBack: SQL[] = []
  for (const { table, name, enabled } of triggers) {
    const [on, as] = [sql`ALTER TABLE ${sql.identifier(table)}`, sql`TRIGGER ${sql.identifier(name)}`]
    await tx.execute(sql`${on} DISABLE ${as}`)
    const mode = { A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA', D: 'DISABLE' }[enabled] ?? 'ENABLE'
    putBack.push(sql`${on} ${sql.raw(mode)} ${as}`)
  }
  for (const { table, name, definition } of keys) {
    const on = sql`ALTER TABLE ${sql.identifier(table)}`
    await tx.execute(sql`${on} DROP CONSTRAINT ${sql.identifier(name)}`)
    putBack.push(sql`${on} ADD CONSTRAINT ${sql.identifier(name)} ${sql.raw(definition)}`)
  }
  return putBack
}
