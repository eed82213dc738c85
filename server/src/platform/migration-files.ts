import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * A migration as it stands in its file. The head says what the version that still serves may expect of it:
 *   -- phase: expand       adds only: the version before works on it as well (SECURITY F14)
 *   -- phase: contract     takes away what no version still uses
 *   -- transaction: none   each statement by itself, since Postgres refuses it otherwise: an index built CONCURRENTLY
 */
export interface Migration {
  name: string
  /** What the journal orders it by, and by what the database remembers that it ran; in ms since 1970. */
  when: number
  text: string
  phase: 'expand' | 'contract' | undefined
  isTransactional: boolean
  statements: string[]
  hash: string
}

const BREAKPOINT = '--> statement-breakpoint'

/** Beside the bundle, or in the source tree. */
function migrationsFolder(): string {
  const bundled = fileURLToPath(new URL('./migrations', import.meta.url))
  return existsSync(bundled)
    ? bundled
    : fileURLToPath(new URL('../../../drizzle/migrations', import.meta.url))
}

let known: readonly Migration[] | undefined

/** Every migration there is, in order. Read once: the files are those of this build. */
export function readMigrations(): readonly Migration[] {
  known ??= readFolder(migrationsFolder())
  return known
}

function readFolder(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string; when: number }[]
  }
  return journal.entries.map(({ tag, when }) =>
    toMigration(tag, when, readFileSync(`${folder}/${tag}.sql`, 'utf8')),
  )
}

/** Columns (`table.column`) and indexes that a database has on which every migration has run. */
export function latestSchema(): { columns: string[]; indexes: string[] } {
  const folder = `${migrationsFolder()}/meta`
  const latest = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1)
  const { tables } = JSON.parse(readFileSync(`${folder}/${latest}`, 'utf8')) as {
    tables: Record<string, { name: string; columns: object; indexes: object }>
  }
  return {
    columns: Object.values(tables).flatMap(({ name, columns }) =>
      Object.keys(columns).map((column) => `${name}.${column}`),
    ),
    indexes: Object.values(tables).flatMap(({ indexes }) => Object.keys(indexes)),
  }
}

/** Reads a migration's text, head and all. */
export function toMigration(name: string, when: number, text: string): Migration {
  const head = /^(?:--.*\n)*/.exec(text)?.[0] ?? ''
  const phase = /^-- phase: (expand|contract)$/m.exec(head)?.[1] as Migration['phase']
  return {
    name,
    when,
    text,
    phase,
    isTransactional: !/^-- transaction: none$/m.test(head),
    statements: text.split(BREAKPOINT).filter((statement) => statement.replace(/^\s*--.*$/gm, '').trim()),
    hash: createHash('sha256').update(text).digest('hex'),
  }
}
