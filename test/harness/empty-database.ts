import { inject } from 'vitest'
import { startEmbeddedDatabase } from '../../server/src/platform/embedded-database.ts'
import { connect, newDatabaseName, withDatabase } from './databases.ts'

export interface EmptyDatabase {
  url: string
  remove(): Promise<void>
}

/** A database with nothing in it, not even a schema: what a backup is restored into. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const source = inject('databaseSource')
  if (source.kind === 'embedded') {
    const embedded = await startEmbeddedDatabase()
    return { url: embedded.url, remove: () => embedded.stop() }
  }
  const name = newDatabaseName(source.prefix)
  const admin = connect(source.adminUrl)
  await admin.unsafe(`CREATE DATABASE ${name}`)
  await admin.end()
  // Taken away with the others of its prefix, at the end of the run.
  return { url: withDatabase(source.adminUrl, name), remove: async () => {} }
}
