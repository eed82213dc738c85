import { readConfiguration } from '../config.ts'
import { findEmbeddedDatabase } from '../platform/embedded-lock.ts'
import { createLog } from '../platform/log.ts'
import type { RunningPlatform } from '../platform.ts'
import type { Setting } from './setting.ts'

/** The configuration; results go to standard output, so the log goes to standard error. */
export async function readSetting(): Promise<Setting> {
  const { config, secrets, vaulted } = await readConfiguration()
  const log = createLog({ ...config, logLevel: 'warn' }, { destination: process.stderr })
  if (secrets.databaseUrl !== undefined) return { config, secrets, vaulted, log }
  // A platform that runs on this data folder is asked for its database: two may not open it at once.
  const databaseUrl = await findEmbeddedDatabase(config.dataDir)
  return { config, secrets: { ...secrets, databaseUrl, migrationDatabaseUrl: databaseUrl }, log }
}

/** Runs with a platform of its own, beside whatever serves. */
export async function withPlatform<Result>(
  work: (platform: RunningPlatform) => Promise<Result>,
): Promise<Result> {
  const { config, secrets, log } = await readSetting()
  const { openPlatform } = await import('../platform.ts')
  const platform = await openPlatform(config, secrets, { log })
  try {
    return await work(platform)
  } finally {
    await platform.stop()
  }
}

/** The same, for what needs the tables of this version. @throws {Error} while migrations are pending. */
export function withCurrentPlatform<Result>(
  work: (platform: RunningPlatform) => Promise<Result>,
): Promise<Result> {
  return withPlatform(async (platform) => {
    const { migrationStatus } = await import('../platform/migrations.ts')
    const { pending } = await migrationStatus(platform.database)
    if (pending.length > 0)
      throw new Error('The database is not up to date: `gatehouse migrate up` brings it there.')
    return work(platform)
  })
}

/** Runs with the database of the role that owns the tables. */
export async function withOwnersUrl<Result>(
  work: (url: string, setting: Setting) => Promise<Result>,
): Promise<Result> {
  const setting = await readSetting()
  const { migrationDatabaseUrl } = setting.secrets
  if (migrationDatabaseUrl !== undefined) return work(migrationDatabaseUrl, setting)
  const { startEmbeddedDatabase } = await import('../platform/embedded-database.ts')
  const embedded = await startEmbeddedDatabase({ dataDir: setting.config.dataDir })
  try {
    return await work(embedded.url, setting)
  } finally {
    await embedded.stop()
  }
}

/** Runs with the database as the server itself is connected to it. */
export async function withServersUrl(work: (url: string, setting: Setting) => Promise<void>): Promise<void> {
  const setting = await readSetting()
  return setting.secrets.databaseUrl === undefined
    ? withOwnersUrl(work)
    : work(setting.secrets.databaseUrl, setting)
}
