import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, newDatabaseName, withDatabase } from '../../../test/harness/databases.ts'
import { type Database, openDatabase } from './db.ts'
import { migrationFaults, migrationRisks, readNamed } from './migration-check.ts'
import { readMigrations, toMigration } from './migration-files.ts'
import { MigrationFailed, migrateUp, migrationStatus, reasonsNotToFit } from './migrations.ts'
import { scramVerifier } from './scram.ts'

const source = inject('databaseSource')
const log = pino({ level: 'silent' })
const role = `gh_test_role_${randomBytes(4).toString('hex')}`
const opened: Database[] = []
let adminUrl = ''
let admin: postgres.Sql
const made: string[] = []

function open(url: string): Database {
  const database = openDatabase({
    url,
    poolMax: 2,
    statementTimeoutMs: 3_000,
    lockTimeoutMs: 1_000,
    connectTimeoutMs: 5_000,
    applicationName: 'gatehouse-test',
    log,
  })
  opened.push(database)
  return database
}

/** An empty database of its own. */
async function emptyDatabase(): Promise<string> {
  const name = newDatabaseName('gh_test_migrations')
  await admin.unsafe(`CREATE DATABASE ${name}`)
  made.push(name)
  return withDatabase(adminUrl, name)
}

// PGlite has one database and one role.
describe.skipIf(source.kind !== 'postgres')('migrations', () => {
  beforeAll(async () => {
    adminUrl = source.kind === 'postgres' ? source.adminUrl : ''
    admin = connect(adminUrl)
    await admin.unsafe(`CREATE ROLE ${role} LOGIN`)
  })
  afterAll(async () => {
    for (const database of opened) await database.close()
    for (const name of made) await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.unsafe(`DROP ROLE IF EXISTS ${role}`)
    await admin.end()
  })

  test('of several processes that start together one migrates, and all find the database done', async () => {
    const url = await emptyDatabase()
    const database = open(url)
    const before = await migrationStatus(database)
    expect(before.applied).toEqual([])
    const runs = await Promise.all([1, 2, 3].map(() => migrateUp({ url, log })))
    expect(runs.flat()).toEqual(before.pending)
    expect(await migrationStatus(database)).toEqual({ applied: before.pending, pending: [], unknown: 0 })
  })

  test('F14 a failing one changes nothing, and tells which statement and what the database said', async () => {
    const url = await emptyDatabase()
    const database = open(url)
    // In the way of the second migration, so that the first has run when it fails.
    await database.sql`create table users (id int)`
    const failure = await migrateUp({ url, log }).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(MigrationFailed)
    expect((failure as Error).message).toMatch(
      /^42P07: relation "users" already exists\nin 0001_\w+:\nCREATE TABLE "users"/,
    )
    expect((await migrationStatus(database)).applied).toEqual([])
    expect(await database.sql`select to_regproc('gatehouse_now')::text as made`).toEqual([{ made: null }])
  })

  const andThen = (text: string) => [...readMigrations(), toMigration('9999_next', 9e12, text)]

  test('F14 wait two seconds for a table that is in use, and no longer', async () => {
    const url = await emptyDatabase()
    await migrateUp({ url, log })
    const holder = connect(url)
    const next =
      '-- phase: expand\nCREATE TABLE "t" ("id" int);\n--> statement-breakpoint\nALTER TABLE "sessions" ADD "x" text;'
    const tookMs = await holder.begin(async (inTx) => {
      await inTx`lock table sessions in access share mode`
      const startedAtMs = performance.now()
      await expect(migrateUp({ url, log, migrations: andThen(next) })).rejects.toThrow('55P03')
      return performance.now() - startedAtMs
    })
    await holder.end()
    expect(tookMs).toBeGreaterThan(1_500)
    expect(tookMs).toBeLessThan(20_000)
    expect(await open(url).sql`select to_regclass('t')::text as made`).toEqual([{ made: null }])
    expect(await migrateUp({ url, log, migrations: andThen(next) })).toEqual(['9999_next'])
  })

  test('F14 an index that was half built when a try failed is built anew', async () => {
    const url = await emptyDatabase()
    await migrateUp({ url, log })
    const database = open(url)
    await database.sql`create index x on users (locale)`
    await database.sql`update pg_index set indisvalid = false where indexrelid = 'x'::regclass`
    const next =
      '-- phase: expand\n-- transaction: none\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "x" ON "users" ("locale");'
    expect(await migrateUp({ url, log, migrations: andThen(next) })).toEqual(['9999_next'])
    expect(await database.sql`select indisvalid from pg_index where indexrelid = 'x'::regclass`).toEqual([
      { indisvalid: true },
    ])
  })

  test('F14 a version fits after later expansions, and not after a later contract, nor before its own', async () => {
    const url = await emptyDatabase()
    const database = open(url)
    const known = readMigrations()
    const later = (name: string, phase: string, ms: number) =>
      toMigration(name, known.at(-1)!.when + ms, `-- phase: ${phase}\nSELECT 1`)
    expect(await reasonsNotToFit(database)).toContain(`${known[0]!.name} has not run`)
    await migrateUp({ url, log })
    expect(await reasonsNotToFit(database)).toEqual([])
    const expanded = [...known, later('later_expand', 'expand', 1)]
    await migrateUp({ url, log, migrations: expanded })
    expect(await reasonsNotToFit(database)).toEqual([])
    const contracted = [...expanded, later('later_contract', 'contract', 2)]
    await migrateUp({ url, log, migrations: contracted })
    expect(await reasonsNotToFit(database)).toEqual([expect.stringContaining('later_contract is a contract')])
    expect(await reasonsNotToFit(database, contracted)).toEqual([])
  })

  test('refuse one that is dated before another that ran', async () => {
    const url = await emptyDatabase()
    await migrateUp({ url, log })
    const late = toMigration('0000_late', 1, '-- phase: expand\nCREATE TABLE "t" ("id" int);')
    await expect(migrateUp({ url, log, migrations: [late, ...readMigrations()] })).rejects.toThrow(
      '0000_late',
    )
  })

  test('let the server read and write, and neither change a table nor rewrite the audit log', async () => {
    const url = await emptyDatabase()
    await migrateUp({ url, runtimeRole: role, log })
    const asRole = new URL(url)
    asRole.username = role
    const server = open(asRole.href)
    expect((await migrationStatus(server)).pending).toEqual([])
    await server.sql`insert into unknown_sign_ins (address_mac) values ('\\x00')`
    await server.sql`delete from unknown_sign_ins`
    for (const statement of [
      'alter table users add column extra int',
      'drop table sessions',
      'create table mine (id int)',
      "update audit_events set action = 'nothing'",
      'delete from audit_events',
      'truncate audit_events',
      "update audit_personal set personal = '{}'",
      "insert into audit_chains (chain, position, hash) values ('x', 1, '\\x00')",
      'update audit_chains set position = 0',
      'delete from audit_chains',
      'delete from drizzle.__drizzle_migrations',
    ]) {
      const refused = server.db.execute(sql.raw(statement))
      await expect(refused, statement).rejects.toMatchObject({ cause: { code: '42501' } })
    }
  })

  test('make the runtime role where they have its password, and leave one that is there as it is', async () => {
    const url = await emptyDatabase()
    const [name, password] = [`${role}_made`, `pass'word-${role}`]
    try {
      await migrateUp({ url, runtimeRole: name, runtimePassword: password, log })
      const [kept] = await admin<{ rolpassword: string; rolsuper: boolean; rolcreaterole: boolean }[]>`
        select rolpassword, rolsuper, rolcreaterole from pg_authid where rolname = ${name}`
      const salt = Buffer.from(/^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(kept!.rolpassword)![1]!, 'base64')
      expect(kept).toEqual({
        rolpassword: scramVerifier(password, salt),
        rolsuper: false,
        rolcreaterole: false,
      })

      await migrateUp({ url, runtimeRole: name, runtimePassword: 'another', log })
      expect(await admin`select rolpassword from pg_authid where rolname = ${name}`).toEqual([
        { rolpassword: kept!.rolpassword },
      ])
    } finally {
      await admin.unsafe(`DROP DATABASE IF EXISTS ${made.pop()} WITH (FORCE)`)
      await admin.unsafe(`DROP ROLE IF EXISTS ${name}`)
    }
  })

  test('refuse a runtime role that does not exist', async () => {
    const url = await emptyDatabase()
    await expect(migrateUp({ url, runtimeRole: 'nobody_there', log })).rejects.toThrow('nobody_there')
  })
})

describe('the check before a rolling update', () => {
  test('finds no risk in what makes its own tables', () => {
    expect(migrationRisks(readNamed(['0000_clock_function', '0001_accounts_and_sessions']))).toEqual([])
  })

  test.each([
    'ALTER TABLE "users" DROP COLUMN "locale"',
    'DROP TABLE "known_devices"',
    'ALTER TABLE "users" RENAME COLUMN "locale" TO "language"',
    'ALTER TABLE "users" ALTER COLUMN "email" SET DATA TYPE varchar(254)',
    'ALTER TABLE "users" ALTER COLUMN "avatar_url" SET NOT NULL',
    'ALTER TABLE "users" ADD COLUMN "phone" text NOT NULL',
    'ALTER TABLE "users" ADD CONSTRAINT "x" FOREIGN KEY ("id") REFERENCES "public"."people"("id")',
    'CREATE INDEX "x" ON "users" USING btree ("locale")',
    'CREATE UNIQUE INDEX "x" ON "users" USING btree ("display_name")',
    'TRUNCATE sessions',
  ])('warns of %s', (statement) => {
    const risks = migrationRisks([toMigration('0009_x', 9, `-- phase: expand\n-- A comment.\n${statement};`)])
    expect(risks).toMatchObject([{ migration: '0009_x', statement: `${statement};` }])
  })

  test.each([
    'ALTER TABLE "users" ADD COLUMN "phone" text',
    `ALTER TABLE "users" ADD COLUMN "kind" text DEFAULT 'person' NOT NULL`,
    'ALTER TABLE "users" ADD CONSTRAINT "x" CHECK (length(locale) > 1) NOT VALID',
    'CREATE TABLE "t" ("id" int NOT NULL);--> statement-breakpoint\nCREATE UNIQUE INDEX "x" ON "t" USING btree ("id")',
  ])('lets %s pass', (text) => {
    expect(migrationRisks([toMigration('0009_x', 9, `-- phase: expand\n${text}`)])).toEqual([])
  })
})

describe('a migration in the tree', () => {
  test.each(readMigrations().map((migration) => [migration.name, migration] as const))(
    'F14 %s runs beside the version before it',
    (_, migration) => {
      expect(migrationFaults(migration)).toEqual([])
    },
  )

  const broken: [reason: string, text: string][] = [
    ['begin with', 'CREATE TABLE "t" ("id" int);'],
    ['takes away', '-- phase: expand\nDROP TABLE "sessions";'],
    ['renames', '-- phase: expand\nALTER TABLE "users" RENAME COLUMN "a" TO "b";'],
    ['refuses rows', '-- phase: expand\nALTER TABLE "users" ALTER COLUMN "a" SET NOT NULL;'],
    ['rewrites', '-- phase: expand\nALTER TABLE "users" ALTER COLUMN "a" SET DATA TYPE text;'],
    ['blocks writing', '-- phase: contract\nCREATE INDEX "x" ON "users" ("a");'],
    ['waits for everybody', '-- phase: expand\nDROP INDEX "x";'],
    ['transaction: none', '-- phase: expand\nCREATE INDEX CONCURRENTLY "x" ON "users" ("a");'],
    ['bounded wait', '-- phase: expand\n-- transaction: none\nALTER TABLE "users" ADD "a" text;'],
    ['waits for a lock', '-- phase: expand\nSET LOCAL lock_timeout = 0;'],
  ]
  test.each(broken)('is refused when it %s: %j', (reason, text) => {
    const faults = migrationFaults(toMigration('0009_x', 9, text))
    expect(faults.map((fault) => fault.reason)).toEqual([expect.stringContaining(reason)])
  })

  test('may take away in a contract, which is never safe beside an older version', () => {
    const contract = toMigration('0009_x', 9, '-- phase: contract\nALTER TABLE "users" DROP COLUMN "a";')
    expect(migrationFaults(contract)).toEqual([])
    expect(migrationRisks([contract])).toMatchObject([{ reason: expect.stringContaining('contract') }])
  })
})
