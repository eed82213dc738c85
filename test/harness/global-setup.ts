import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { startEmbeddedDatabase } from '../../server/src/platform/embedded-database.ts'
import { migrateUp } from '../../server/src/platform/migrations.ts'
import { connect, type DatabaseSource, newDatabaseName, withDatabase } from './databases.ts'

/** Databases older than this were left behind by a run that was killed. */
const ABANDONED_AFTER_MS = 2 * 60 * 60_000

/**
 * Gets the databases ready that worlds are made of: with TEST_DATABASE_URL a migrated template to clone, without it
 * one embedded Postgres per worker.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  saySkipped()
  const { TEST_DATABASE_URL } = process.env
  return TEST_DATABASE_URL
    ? setUpPostgres(project, TEST_DATABASE_URL)
    : setUpEmbedded(project, project.globalConfig.maxWorkers)
}

function saySkipped(): void {
  const missing = ['TEST_DATABASE_URL', 'TEST_REDIS_URL'].filter((name) => !process.env[name])
  if (missing.length === 0) return
  const what =
    missing.length === 2
      ? 'a real Postgres and Redis'
      : missing[0]?.includes('REDIS')
        ? 'a real Redis'
        : 'a real Postgres'
  console.warn(
    `\n  SKIPPED: the tests that need ${what} (races, faults). Set ${missing.join(' and ')} to run them.\n`,
  )
}

async function setUpPostgres(project: TestProject, adminUrl: string): Promise<() => Promise<void>> {
  const prefix = `gh_test_${Math.floor(Date.now() / 1_000).toString(36)}`
  const template = `${prefix}_template`
  const admin = connect(adminUrl)
  await dropAbandoned(admin)
  const name = newDatabaseName(prefix)
  await admin.unsafe(`CREATE DATABASE ${name}`)
  await migrateUp({ url: withDatabase(adminUrl, name), log: pino({ level: 'silent' }) })
  await admin.unsafe(`ALTER DATABASE ${name} RENAME TO ${template}`)
  await admin.end()

  project.provide('databaseSource', { kind: 'postgres', adminUrl, template, prefix } satisfies DatabaseSource)
  return async () => {
    const sql = connect(adminUrl)
    for (const {
      datname,
    } of await sql`SELECT datname FROM pg_database WHERE starts_with(datname, ${`${prefix}_`})`) {
      await sql.unsafe(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
    }
    await sql.end()
  }
}

async function dropAbandoned(admin: ReturnType<typeof connect>): Promise<void> {
  for (const {
    datname,
  } of await admin`SELECT datname FROM pg_database WHERE datname ~ '^gh_test_[0-9a-z]+_'`) {
    const madeAtMs = Number.parseInt((datname as string).split('_')[2] ?? '', 36) * 1_000
    if (Date.now() - madeAtMs > ABANDONED_AFTER_MS)
      await admin.unsafe(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
  }
}

async function setUpEmbedded(project: TestProject, workers: number): Promise<() => Promise<void>> {
  const servers = await Promise.all(Array.from({ length: workers }, () => startEmbeddedDatabase()))
  project.provide('databaseSource', {
    kind: 'embedded',
    urls: servers.map(({ url }) => url),
  } satisfies DatabaseSource)
  return async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
