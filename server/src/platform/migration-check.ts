import { type Migration, readMigrations } from './migration-files.ts'

/** Why a migration may not run while the version before it still serves, or why it may not be in the tree at all. */
export interface MigrationRisk {
  migration: string
  reason: string
  statement: string
}

type Pattern = readonly [pattern: RegExp, reason: string]

/** What the version that still serves would stumble over: only a contract takes it away, once nobody uses it. */
const TAKES_AWAY: readonly Pattern[] = [
  [
    /\bdrop\s+(?:table|view|column|function|type|schema|sequence)\b/i,
    'takes away what the version before still uses',
  ],
  [/\brename\s+(?:to|column|constraint)\b/i, 'renames what the version before still uses'],
  [/\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i, 'rewrites the table under a lock'],
  [/\balter\s+column\s+\S+\s+set\s+not\s+null\b/i, 'refuses rows the version before still writes'],
  [/^truncate\b/i, 'takes away rows the version before still reads'],
]

/** What would hold requests up or refuse what is still written, in whatever phase. */
const HOLDS_UP: readonly Pattern[] = [
  [/\badd\s+column\b(?=.*\bnot\s+null\b)(?!.*\bdefault\b)/is, 'refuses rows the version before still writes'],
  [
    /\badd\s+constraint\b(?!.*\bnot\s+valid\b)/is,
    'checks every row under a lock, and may refuse what is still written',
  ],
  [
    /\bcreate\s+unique\s+index\b(?!\s+concurrently\b)/i,
    'may refuse what the version before still writes, and blocks writing while it is built',
  ],
  [/\bcreate\s+index\b(?!\s+concurrently\b)/i, 'blocks writing to the table while it is built'],
  [/\bdrop\s+index\b(?!\s+concurrently\b)/i, 'waits for everybody who uses the table, and makes others wait'],
  [/\bset\s+(?:local\s+)?lock_timeout\b/i, 'changes how long it waits for a lock, which the runner bounds'],
]

/** What holds nobody up however long it waits. */
const MAY_WAIT =
  /^(?:create\s+(?:unique\s+)?index\s+concurrently|drop\s+index\s+concurrently|alter\s+table\s+\S+\s+validate\s+constraint)\b/i

/** The migrations of these names. */
export const readNamed = (names: readonly string[]): Migration[] =>
  readMigrations().filter(({ name }) => names.includes(name))

/**
 * The risks of migrations that are to run under a serving version (SECURITY F14: expand first, contract later). Tables
 * they make themselves are nobody's yet. A contract is a risk as such: it may run once no older version serves.
 */
export function migrationRisks(migrations: readonly Migration[]): MigrationRisk[] {
  return judge(migrations, (phase) => (phase === 'contract' ? [] : TAKES_AWAY)).concat(
    migrations
      .filter(({ phase }) => phase === 'contract')
      .map(({ name }) => ({
        migration: name,
        reason: 'is a contract: it runs once no version before it serves',
        statement: '',
      })),
  )
}

/** What may not be in the tree: each file by itself, so that no release is bound to ship two of them together. */
export function migrationFaults(migration: Migration): MigrationRisk[] {
  const { name, phase, isTransactional, text } = migration
  const faults = judge([migration], () => (phase === 'contract' ? [] : TAKES_AWAY))
  const fault = (reason: string) => faults.push({ migration: name, reason, statement: '' })
  if (phase === undefined) fault('does not begin with "-- phase: expand" or "-- phase: contract"')
  if (isTransactional && /\bconcurrently\b/i.test(withoutComments(text)))
    fault('builds CONCURRENTLY, and lacks "-- transaction: none"')
  // There nothing bounds how long a statement waits for a lock, and who comes after it waits behind it.
  const holdingUp = isTransactional
    ? []
    : migration.statements.filter((part) => !MAY_WAIT.test(withoutComments(part).trim()))
  for (const statement of holdingUp)
    faults.push({ migration: name, reason: 'needs the bounded wait of a transaction', statement })
  return faults
}

function judge(
  migrations: readonly Migration[],
  takesAway: (phase: Migration['phase']) => readonly Pattern[],
): MigrationRisk[] {
  const statements = migrations.flatMap(({ name, phase, statements: parts }) =>
    parts.map((part) => ({ migration: name, phase, statement: withoutComments(part).trim() })),
  )
  const own = new Set(
    statements.flatMap(({ statement }) => tableOf(statement, /^create\s+table\s+(?:if\s+not\s+exists\s+)?/i)),
  )
  return statements.flatMap(({ migration, phase, statement }) => {
    const [table] = tableOf(
      statement,
      /^(?:alter\s+table\s+|create\s+(?:unique\s+)?index\s.*?\bon\s+)(?:only\s+)?/is,
    )
    if (table !== undefined && own.has(table)) return []
    // What a function or a trigger is made of runs later.
    if (/^create\s+(?:or\s+replace\s+)?(?:function|trigger)\b/i.test(statement)) return []
    const risk = [...takesAway(phase), ...HOLDS_UP].find(([pattern]) => pattern.test(statement))
    return risk ? [{ migration, reason: risk[1], statement }] : []
  })
}

const withoutComments = (sql: string): string => sql.replace(/^\s*--.*$/gm, '')

/** The table named behind `before`, without schema and quotes; none when the statement does not begin so. */
function tableOf(statement: string, before: RegExp): string[] {
  const match = before.exec(statement)
  if (!match) return []
  const name = /^(?:"?\w+"?\.)?"?(\w+)"?/.exec(statement.slice(match[0].length))?.[1]
  return name === undefined ? [] : [name.toLowerCase()]
}
