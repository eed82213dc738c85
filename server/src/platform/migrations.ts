import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DrizzleQueryError, sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { type Database, type Db, openDatabase } from './db.ts'
import { codeOf, reasonOf } from './db-errors.ts'
import type { Log } from './log.ts'

/** A migration that failed, with what the database said. Nothing of it, nor of the others of that run, was kept. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

export interface MigrationStatus {
  /** Names of migrations that ran, and of those still to run, in order. */
  applied: string[]
  pending: string[]
}

export interface MigrateOptions {
  /** The role that owns the tables. */
  url: string
  /** The role the server runs as; it is granted what it needs, and no more, when it is another. */
  runtimeRole?: string | undefined
  log: Log
}

/** A migration waits this long for a lock, so that requests queueing behind it are not held up. */
const LOCK_TIMEOUT_MS = 2_000

/** How long one statement of a migration may take: an index over a large table. */
const STATEMENT_TIMEOUT_MS = 15 * 60_000

/** How long to wait for another process that migrates, in ms. */
const TURN_TIMEOUT_MS = 60_000

/** Of the advisory lock that migrations take turns by: "gate" in ASCII. */
const LOCK_KEY = 0x67617465

/** Beside the bundle, or in the source tree. */
export function migrationsFolder(): string {
  const bundled = fileURLToPath(new URL('./migrations', import.meta.url))
  return existsSync(bundled)
    ? bundled
    : fileURLToPath(new URL('../../../drizzle/migrations', import.meta.url))
}

/**
 * Runs what is pending, in one transaction under an advisory lock, and grants the runtime role its rights.
 *
 * @returns the names of the migrations it ran.
 * @throws {MigrationFailed}
 */
export async function migrateUp(options: MigrateOptions): Promise<string[]> {
  const database = openDatabase({
    url: options.url,
    poolMax: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    connectTimeoutMs: 5_000,
    applicationName: 'gatehouse-migrate',
    log: options.log,
  })
  try {
    return await database.db.transaction((tx) => migrateAlone(tx as unknown as Db, options.runtimeRole))
  } catch (error) {
    throw new MigrationFailed(describe(error), { cause: error })
  } finally {
    await database.close()
  }
}

/** Which migrations have run on a database, and which are missing. */
export async function migrationStatus(database: Pick<Database, 'db'>): Promise<MigrationStatus> {
  const ranAt = await readRan(database.db)
  const names = readJournal()
  return {
    applied: names.filter(({ when }) => ranAt.has(when)).map(({ tag }) => tag),
    pending: names.filter(({ when }) => !ranAt.has(when)).map(({ tag }) => tag),
  }
}

/** The user of a database URL, which is the role the server runs as. */
export function roleOf(url: string): string | undefined {
  const { username } = new URL(url)
  return username === '' ? undefined : decodeURIComponent(username)
}

async function migrateAlone(tx: Db, runtimeRole: string | undefined): Promise<string[]> {
  await takeTurn(tx)
  const { pending } = await migrationStatus({ db: tx })
  if (pending.length > 0) {
    await migrate(tx as never, { migrationsFolder: migrationsFolder() })
    const { pending: skipped } = await migrationStatus({ db: tx })
    if (skipped.length > 0) {
      throw new Error(`older than the last one that ran, and so never run: ${skipped.join(', ')}`)
    }
  }
  if (runtimeRole !== undefined) await grantRights(tx, runtimeRole)
  if (await ensureTenantRole(tx)) await grantRights(tx, TENANT_ROLE)
  return pending
}

/** See rooms/memberships/scope.ts: whom a superuser acts as, since row-level security does not hold them. */
const TENANT_ROLE = 'gatehouse_tenant'

/**
 * Makes the role where this one may make roles. Where it may not, it is no superuser, and the server, which then is none
 * either, does without. Roles are the whole cluster's: another database's migration may make it at this moment.
 */
async function ensureTenantRole(tx: Db): Promise<boolean> {
  await tx.execute(
    sql.raw(`DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)) THEN
      CREATE ROLE ${TENANT_ROLE} NOLOGIN;
    END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`),
  )
  const [row] = await tx.execute<{ exists: boolean }>(
    sql`select exists (select from pg_roles where rolname = ${TENANT_ROLE}) as exists`,
  )
  return row?.exists === true
}

/** Lets one process migrate at a time. Asks again and again, since waiting is cut short by the lock timeout. */
async function takeTurn(tx: Db): Promise<void> {
  const giveUpAt = Date.now() + TURN_TIMEOUT_MS
  for (;;) {
    const [row] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${LOCK_KEY}) as taken`,
    )
    if (row?.taken) return
    if (Date.now() > giveUpAt) throw new Error('another process has been migrating for a minute')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function readRan(db: Db): Promise<Set<number>> {
  const [found] = await db.execute<{ found: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as found`,
  )
  if (!found?.found) return new Set()
  const rows = await db.execute<{ created_at: string }>(
    sql`select created_at from drizzle.__drizzle_migrations`,
  )
  return new Set([...rows].map((row) => Number(row.created_at)))
}

interface JournalEntry {
  tag: string
  when: number
}

function readJournal(): JournalEntry[] {
  const journal = JSON.parse(readFileSync(`${migrationsFolder()}/meta/_journal.json`, 'utf8')) as {
    entries: JournalEntry[]
  }
  return journal.entries
}

/**
 * What the server may do when it does not run as the owner of the tables: read and write rows, change no table, and
 * of the audit log only add to it. The heads of its chains are moved by a trigger with its owner's rights.
 */
async function grantRights(tx: Db, role: string): Promise<void> {
  const to = sql.identifier(role)
  const [row] = await tx.execute<{ is_owner: boolean; exists: boolean }>(
    sql`select current_user = ${role} as is_owner, exists (select from pg_roles where rolname = ${role}) as exists`,
  )
  if (row?.is_owner) return
  if (!row?.exists) throw new Error(`the role "${role}" of DATABASE_URL does not exist`)
  for (const statement of [
    sql`grant usage on schema public, drizzle to ${to}`,
    sql`grant select on all tables in schema drizzle to ${to}`,
    sql`grant select, insert, update, delete on all tables in schema public to ${to}`,
    sql`grant usage, select on all sequences in schema public to ${to}`,
    sql`revoke update, delete, truncate on audit_events from ${to}`,
    sql`revoke update, truncate on audit_personal from ${to}`,
    sql`revoke insert, update, delete, truncate on audit_chains from ${to}`,
  ]) {
    await tx.execute(statement)
  }
}

/** What went wrong, in which migration, at which statement. */
function describe(error: unknown): string {
  const lines = [`${codeOf(error) ?? 'error'}: ${reasonOf(error)}`]
  let query: string | undefined
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof DrizzleQueryError) query = current.query.trim()
  }
  if (query === undefined) return lines[0] ?? ''
  const name = readJournal().find(({ tag }) =>
    readFileSync(`${migrationsFolder()}/${tag}.sql`, 'utf8').includes(query),
  )
  if (name) lines.push(`in ${name.tag}:`)
  return [...lines, query].join('\n')
}
