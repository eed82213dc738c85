import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { startEmbeddedDatabase } from '../../server/src/platform/embedded-database.ts'
import { migrateUp } from '../../server/src/platform/migrations.ts'
import { connect, type DatabaseSource, newDatabaseName, withDatabase } from './databases.ts'

/** Databases older than this were left behind by a run that was killed. */
const ABANDONED_AFTER_MS = 60 * 60_000

interface Databases {
  source: DatabaseSource
  remove(): Promise<void>
}

/** This file is loaded once per project, and its databases are for all of them. */
const shared = globalThis as { gatehouseDatabases?: { databases: Promise<Databases>; users: number } }

/**
 * Gets the databases ready that worlds are made of: with TEST_DATABASE_URL a migrated template to clone, without it
 * one embedded Postgres per worker.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.gatehouseDatabases ??= { databases: begin(project.globalConfig.maxWorkers), users: 0 }
  const held = shared.gatehouseDatabases
  held.users += 1
  const { source, remove } = await held.databases
  project.provide('databaseSource', source)
  return async () => {
    held.users -= 1
    if (held.users === 0) await remove()
  }
}

function begin(workers: number): Promise<Databases> {
  saySkipped()
  const { TEST_DATABASE_URL } = process.env
  return TEST_DATABASE_URL ? beginPostgres(TEST_DATABASE_URL) : beginEmbedded(workers)
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

async function beginPostgres(adminUrl: string): Promise<Databases> {
  const prefix = `gh_test_${Math.floor(Date.now() / 1_000).toString(36)}_${process.pid}`
  const template = `${prefix}_template`
  const admin = connect(adminUrl)
  await dropAbandoned(admin)
  const name = newDatabaseName(prefix)
  await admin.unsafe(`CREATE DATABASE ${name}`)
  await migrateUp({ url: withDatabase(adminUrl, name), log: pino({ level: 'silent' }) })
  await admin.unsafe(`ALTER DATABASE ${name} RENAME TO ${template}`)
  await admin.end()

  const remove = async () => {
    const sql = connect(adminUrl, 4)
    const mine = await sql<{ datname: string }[]>`
      SELECT datname FROM pg_database WHERE starts_with(datname, ${`${prefix}_`})`
    await Promise.all(
      mine.map(({ datname }) => sql.unsafe(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)),
    )
    await sql.end()
  }
  return { source: { kind: 'postgres', adminUrl, template, prefix }, remove }
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

async function beginEmbedded(workers: number): Promise<Databases> {
  const servers = await Promise.all(Array.from({ length: workers }, () => startEmbeddedDatabase()))
  const remove = async () => {
    await Promise.all(servers.map((server) => server.stop()))
  }
  return { source: { kind: 'embedded', urls: servers.map(({ url }) => url) }, remove }
}
