import { readFileSync } from 'node:fs'
import { migrationsFolder } from './migrations.ts'

/** Why a migration may not run while the version before it still serves. */
export interface MigrationRisk {
  migration: string
  reason: string
  statement: string
}

/** What the version that still serves would stumble over, or wait behind (SECURITY F14: expand first, contract later). */
const RISKS: ReadonlyArray<[pattern: RegExp, reason: string]> = [
  [
    /\bdrop\s+(?:table|view|column|function|type|schema|sequence)\b/i,
    'takes away what the version before still uses',
  ],
  [/\brename\s+(?:to|column|constraint)\b/i, 'renames what the version before still uses'],
  [/\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i, 'rewrites the table under a lock'],
  [/\balter\s+column\s+\S+\s+set\s+not\s+null\b/i, 'refuses rows the version before still writes'],
  [/\badd\s+column\b(?=.*\bnot\s+null\b)(?!.*\bdefault\b)/is, 'refuses rows the version before still writes'],
  [
    /\badd\s+constraint\b(?!.*\bnot\s+valid\b)/is,
    'checks every row under a lock, and may refuse what is still written',
  ],
  [
    /\bcreate\s+unique\s+index\b/i,
    'may refuse what the version before still writes, and blocks writing while it is built',
  ],
  [/\bcreate\s+index\b(?!\s+concurrently\b)/i, 'blocks writing to the table while it is built'],
  [/\btruncate\b/i, 'takes away rows the version before still reads'],
]

export interface NamedMigration {
  name: string
  text: string
}

/** The SQL of migrations, by their names. */
export const readMigrations = (names: readonly string[]): NamedMigration[] =>
  names.map((name) => ({ name, text: readFileSync(`${migrationsFolder()}/${name}.sql`, 'utf8') }))

/** The risks of migrations that are to run under a serving version. Tables they make themselves are nobody's yet. */
export function migrationRisks(migrations: readonly NamedMigration[]): MigrationRisk[] {
  const statements = migrations.flatMap(({ name, text }) =>
    text
      .split('--> statement-breakpoint')
      .map((part) => ({ migration: name, statement: part.replace(/^\s*--.*$/gm, '').trim() })),
  )
  const own = new Set(
    statements.flatMap(({ statement }) => tableOf(statement, /^create\s+table\s+(?:if\s+not\s+exists\s+)?/i)),
  )
  return statements.flatMap(({ migration, statement }) => {
    const [table] = tableOf(
      statement,
      /^(?:alter\s+table\s+|create\s+(?:unique\s+)?index\s.*?\bon\s+)(?:only\s+)?/is,
    )
    if (table !== undefined && own.has(table)) return []
    const risk = RISKS.find(([pattern]) => pattern.test(statement))
    return risk ? [{ migration, reason: risk[1], statement }] : []
  })
}

/** The table named behind `before`, without schema and quotes; none when the statement does not begin so. */
function tableOf(statement: string, before: RegExp): string[] {
  const match = before.exec(statement)
  if (!match) return []
  const name = /^(?:"?\w+"?\.)?"?(\w+)"?/.exec(statement.slice(match[0].length))?.[1]
  return name === undefined ? [] : [name.toLowerCase()]
}
