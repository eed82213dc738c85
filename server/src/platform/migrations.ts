import { DrizzleQueryError, sql } from 'drizzle-orm'
import { type Database, type Db, openDatabase } from './db.ts'
import { codeOf, reasonOf } from './db-errors.ts'
import type { Log } from './log.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { readContracts, readRan, runPending } from './migration-runner.ts'
import { scramVerifier } from './scram.ts'

/**
 * A migration that failed, with what the database said. Nothing of it was kept, nor of those that ran in the same
 * transaction; see `runPending`.
 */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

export interface MigrationStatus {
  /** Names of migrations that ran, and of those still to run, in order. */
  applied: string[]
  pending: string[]
  /** How many ran that this version does not know: those of a newer one. */
  unknown: number
}

export interface MigrateOptions {
  /** The role that owns the tables. */
  url: string
  /** The role the server runs as; it is granted what it needs, and no more, when it is another. */
  runtimeRole?: string | undefined
  /** With it, the runtime role is made where there is none. */
  runtimePassword?: string | undefined
  log: Log
  /** Others than this build's: a part of them, below a backup that was made when there were no more. */
  migrations?: readonly Migration[]
}

/** A migration waits this long for a lock, so that requests queueing behind it are not held up. */
const LOCK_TIMEOUT_MS = 2_000

/** How long one statement of a migration may take: an index over a large table. */
const STATEMENT_TIMEOUT_MS = 15 * 60_000

/**
 * Runs what is pending under an advisory lock, and grants the runtime role its rights.
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
    const ran = await runPending(database.db, options.migrations ?? readMigrations())
    await database.db.transaction(async (tx) => {
      const db = tx as unknown as Db
      if (options.runtimeRole !== undefined) {
        await ensureRuntimeRole(db, options.runtimeRole, options.runtimePassword)
        await grantRights(db, options.runtimeRole)
      }
      if (await ensureTenantRole(db)) await grantRights(db, TENANT_ROLE)
    })
    return ran
  } catch (error) {
    throw new MigrationFailed(describe(error), { cause: error })
  } finally {
    await database.close()
  }
}

/** Which migrations have run on a database, and which are missing. */
export async function migrationStatus(database: Pick<Database, 'db'>): Promise<MigrationStatus> {
  const ranAt = await readRan(database.db)
  const known = readMigrations()
  const applied = known.filter(({ when }) => ranAt.has(when)).map(({ name }) => name)
  return {
    applied,
    pending: known.filter(({ when }) => !ranAt.has(when)).map(({ name }) => name),
    unknown: ranAt.size - applied.length,
  }
}

/**
 * Why this version cannot serve from a database as it is: what it needs is missing, or a later version has taken away
 * what it uses. Later expansions are no reason.
 */
export async function reasonsNotToFit(
  database: Pick<Database, 'db'>,
  known: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const ranAt = await readRan(database.db)
  const knownWhen = new Set(known.map(({ when }) => when))
  const missing = known.filter(({ when }) => !ranAt.has(when))
  const beyond = (await readContracts(database.db)).filter(({ when }) => !knownWhen.has(when))
  return [
    ...missing.map(({ name }) => `${name} has not run`),
    ...beyond.map(
      ({ name }) => `${name} is a contract of a later version: it took away what this one may use`,
    ),
  ]
}

/** The user of a database URL, which is the role the server runs as. */
export function roleOf(url: string): string | undefined {
  const { username } = new URL(url)
  return username === '' ? undefined : decodeURIComponent(username)
}

/** The password of a database URL. */
export function passwordOf(url: string): string | undefined {
  const { password } = new URL(url)
  return password === '' ? undefined : decodeURIComponent(password)
}

/**
 * Makes the role the server runs as, where a managed database has only that of its owner. A role that is there stays as it
 * is. The database and its log get to see what the password is checked by, and not the password.
 */
async function ensureRuntimeRole(tx: Db, role: string, password: string | undefined): Promise<void> {
  if (password === undefined) return
  const [row] = await tx.execute<{ exists: boolean }>(
    sql`select exists (select from pg_roles where rolname = ${role}) as exists`,
  )
  if (row?.exists) return
  await tx.execute(
    sql`create role ${sql.identifier(role)} login password ${sql.raw(`'${scramVerifier(password)}'`)}`,
  )
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
  const culprit = readMigrations().find(({ text }) => text.includes(query))
  if (culprit) lines.push(`in ${culprit.name}:`)
  return [...lines, query].join('\n')
}
