import { type SQL, sql } from 'drizzle-orm'
import type { Setting } from '../cli/setting.ts'
import { hours, seconds } from '../kit/duration.ts'
import { type Database, type Db, openDatabase } from '../platform/db.ts'
import { type TableTotals, Tally } from './format.ts'

export interface Table {
  name: string
  columns: { name: string; type: string }[]
}

/** Rows that are asked for at once: some may carry a whole mail. */
const BATCH = 500

/** A connection for work that takes its time: a big table, an index, a foreign key. */
export const openForLongWork = (url: string, { config, log }: Pick<Setting, 'config' | 'log'>): Database =>
  openDatabase({
    ...config.database,
    url,
    poolMax: 1,
    statementTimeoutMs: hours(1),
    lockTimeoutMs: seconds(30),
    connectTimeoutMs: seconds(5),
    applicationName: 'gatehouse-backup',
    log,
  })

/**
 * Lets `work` read one state of the whole database, whatever is written meanwhile, and see all organizations. On the
 * embedded database, which has one backend, everybody else waits until it is done.
 */
export async function inSnapshot<Result>(
  database: Database,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  let isBegun = false
  return database.db.transaction(async (tx) => {
    // What was written out already cannot be written again.
    if (isBegun) throw new Error('The database has ended the snapshot. Start again.')
    isBegun = true
    await tx.execute(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`)
    await prepareSession(tx as unknown as Db)
    return work(tx as unknown as Db)
  })
}

/** How values are written as text, and that nobody ends the transaction while it waits for a disk or a pipe. */
export async function prepareSession(tx: Db): Promise<void> {
  await tx.execute(sql`SELECT set_config('gatehouse.scope', 'platform', true), set_config('TimeZone', 'UTC', true),
    set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
    set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
    set_config('idle_in_transaction_session_timeout', '0', true)`)
}

/**
 * Every table of the platform, with the columns that hold values of their own.
 *
 * @throws {Error} for what this would not read whole: then there is no backup, rather than half of one.
 */
export async function readTables(db: Db): Promise<Table[]> {
  await refuseUnknown(db)
  const rows = await db.execute<{ table: string; column: string; type: string }>(sql`
    SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum`)
  const tables = new Map<string, Table>()
  for (const { table, column, type } of rows) {
    const known = tables.get(table) ?? { name: table, columns: [] }
    known.columns.push({ name: column, type })
    tables.set(table, known)
  }
  return [...tables.values()]
}

async function refuseUnknown(db: Db): Promise<void> {
  const strange = await db.execute<{ name: string }>(sql`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('S', 'p', 'm', 'f')`)
  if (strange.length > 0)
    throw new Error(`A backup does not know how to keep ${strange.map(({ name }) => name).join(', ')}.`)
  // A wall that does not open for the platform's scope would hide rows, and nobody would be told.
  const walled = await db.execute<{ name: string }>(sql`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND row_security_active(c.oid)
      AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*'
        AND pg_get_expr(p.polqual, p.polrelid) ~ '^gatehouse_in_organization\\(\\w+\\)$')`)
  if (walled.length > 0)
    throw new Error(`This role may not see all rows of ${walled.map(({ name }) => name).join(', ')}.`)
}

/** The rows of a table as lines of a backup, in batches. */
export async function* readRows(tx: Db, { name, columns }: Table): AsyncGenerator<string[]> {
  const values = sql.join(
    columns.map((column): SQL => sql`${sql.identifier(column.name)}::text`),
    sql`, `,
  )
  await tx.execute(sql`DECLARE backup_rows NO SCROLL CURSOR FOR
    SELECT array_to_json(ARRAY[${values}])::text AS line FROM ${sql.identifier(name)}`)
  for (;;) {
    const rows = await tx.execute<{ line: string }>(
      sql`FETCH FORWARD ${sql.raw(String(BATCH))} FROM backup_rows`,
    )
    if (rows.length === 0) break
    yield rows.map(({ line }) => line)
  }
  await tx.execute(sql`CLOSE backup_rows`)
}

/** What every table holds, to be compared with a manifest. */
export async function tallyTables(
  database: Database,
  onProgress: (rows: number) => void = () => {},
): Promise<Record<string, TableTotals>> {
  return inSnapshot(database, async (tx) => {
    const totals: Record<string, TableTotals> = {}
    for (const table of await readTables(tx)) {
      const tally = new Tally()
      for await (const lines of readRows(tx, table)) {
        for (const line of lines) tally.add(line)
        onProgress(lines.length)
      }
      totals[table.name] = tally.totals
    }
    return totals
  })
}

/** How many rows there are in all, for the bar. */
export async function countRows(tx: Db, tables: readonly Table[]): Promise<number> {
  let count = 0
  for (const { name } of tables) {
    const [row] = await tx.execute<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM ${sql.identifier(name)}`,
    )
    count += row?.count ?? 0
  }
  return count
}
