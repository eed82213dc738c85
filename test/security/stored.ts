import type postgres from 'postgres'

/** Every row of every table as text, bytes as hex: what a leaked backup holds. */
export async function everythingStored(sql: postgres.Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`
  const parts: string[] = []
  for (const { name } of tables) {
    for (const { row } of await sql.unsafe<{ row: string }[]>(
      `SELECT row_to_json(t)::text AS row FROM ${name} t`,
    )) {
      parts.push(row)
    }
  }
  return parts.join('\n')
}
