import { randomBytes } from 'node:crypto'
import postgres from 'postgres'

/** Where worlds get their databases: told by the global setup to every worker. */
export type DatabaseSource =
  | { kind: 'postgres'; adminUrl: string; template: string; prefix: string }
  | { kind: 'embedded'; urls: readonly string[] }

declare module 'vitest' {
  interface ProvidedContext {
    databaseSource: DatabaseSource
  }
}

export interface LeasedDatabase {
  url: string
  /** Gives it back: a clone goes at the end of the run, an embedded database is emptied for the next world. */
  release(): Promise<void>
}

/** A connection for the harness itself: quiet, and gone when it is closed. */
export function connect(url: string, max = 1): postgres.Sql {
  // The folder of a unix socket, as libpq writes it in a URL; the driver takes it as an option only.
  const folder = decodeURIComponent(new URL(url).hostname)
  return postgres(url, {
    max,
    onnotice: () => {},
    prepare: false,
    ...(folder.startsWith('/') && { host: folder }),
  })
}

/** The same server, another database of it. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** A name that says when it was made, so that what a killed run left behind can be told and removed. */
export function newDatabaseName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`
}

/** Clones the migrated template: a world of its own in 50 to 70 ms. */
export async function cloneTemplate(
  source: Extract<DatabaseSource, { kind: 'postgres' }>,
): Promise<LeasedDatabase> {
  const name = newDatabaseName(source.prefix)
  const admin = connect(source.adminUrl)
  try {
    await admin.unsafe(`CREATE DATABASE ${name} TEMPLATE ${source.template}`)
  } finally {
    await admin.end()
  }
  return {
    url: withDatabase(source.adminUrl, name),
    // Dropping one now would make Postgres write everything to disk, and the tests wait for it.
    release: async () => {},
  }
}
