import { pino } from 'pino'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../server/src/platform/embedded-database.ts'
import { migrateUp } from '../../server/src/platform/migrations.ts'
import { cloneTemplate, connect, type DatabaseSource, type LeasedDatabase } from './databases.ts'

/** A migrated, empty database for one world. */
export function leaseDatabase(source: DatabaseSource): Promise<LeasedDatabase> {
  return source.kind === 'postgres' ? cloneTemplate(source) : leaseEmbedded(source.urls)
}

/** The embedded databases of this worker that no world holds. The first is the one the global setup has started. */
let free: string[] | undefined
/** Those started for worlds that live at the same time as another. They end with the worker. */
const extra: EmbeddedDatabase[] = []

async function leaseEmbedded(urls: readonly string[]): Promise<LeasedDatabase> {
  free ??= [urls[(Number(process.env.VITEST_POOL_ID ?? 1) - 1) % urls.length] ?? '']
  const url = free.pop() ?? (await startExtra())
  await empty(url)
  return {
    url,
    release: async () => {
      free?.push(url)
    },
  }
}

async function startExtra(): Promise<string> {
  const database = await startEmbeddedDatabase()
  extra.push(database)
  return database.url
}

/** Begins the schema anew: the audit tables can be neither truncated nor have their rows deleted. */
async function empty(url: string): Promise<void> {
  const sql = connect(url)
  await sql.unsafe('DROP SCHEMA IF EXISTS public, drizzle CASCADE; CREATE SCHEMA public').simple()
  await sql.end()
  await migrateUp({ url, log: pino({ level: 'silent' }) })
}
