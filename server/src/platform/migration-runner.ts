import { sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import type { Migration } from './migration-files.ts'

/** How long to wait for another process that migrates, in ms. */
const TURN_TIMEOUT_MS = 60_000

/** Of the advisory lock that migrations take turns by: "gate" in ASCII. */
const LOCK_KEY = 0x67617465

/**
 * Runs what is pending, and returns the names. Migrations that follow each other run in one transaction: of them all or
 * none are kept. One that cannot run in a transaction runs alone, each statement by itself, and may be run again after it
 * failed half-way.
 *
 * @param db has one connection: the lock by which processes take turns is the session's.
 */
export async function runPending(db: Db, migrations: readonly Migration[]): Promise<string[]> {
  await takeTurn(db)
  try {
    await db.execute(sql`create schema if not exists drizzle`)
    await db.execute(sql`create table if not exists drizzle.__drizzle_migrations
      (id serial primary key, hash text not null, created_at bigint)`)
    await db.execute(
      sql`create table if not exists drizzle.contracts (name text not null, created_at bigint primary key)`,
    )
    const ranAt = await readRan(db)
    const pending = migrations.filter(({ when }) => !ranAt.has(when))
    refuseSkipped(pending, ranAt)
    for (const batch of batchesOf(pending)) await runBatch(db, batch)
    return pending.map(({ name }) => name)
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${LOCK_KEY})`)
  }
}

/** When each migration that ran is dated; none on an empty database. */
export async function readRan(db: Db): Promise<Set<number>> {
  const [found] = await db.execute<{ found: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as found`,
  )
  if (!found?.found) return new Set()
  const rows = await db.execute<{ created_at: string }>(
    sql`select created_at from drizzle.__drizzle_migrations`,
  )
  return new Set([...rows].map((row) => Number(row.created_at)))
}

/** Contracts that ran: what versions from before them rely on is gone. */
export async function readContracts(db: Db): Promise<{ name: string; when: number }[]> {
  const [found] = await db.execute<{ found: string | null }>(
    sql`select to_regclass('drizzle.contracts')::text as found`,
  )
  if (!found?.found) return []
  const rows = await db.execute<{ name: string; created_at: string }>(
    sql`select name, created_at from drizzle.contracts order by created_at`,
  )
  return [...rows].map((row) => ({ name: row.name, when: Number(row.created_at) }))
}

/** Lets one process migrate at a time. Asks again and again, since waiting is cut short by the lock timeout. */
async function takeTurn(db: Db): Promise<void> {
  const giveUpAt = Date.now() + TURN_TIMEOUT_MS
  for (;;) {
    const [row] = await db.execute<{ taken: boolean }>(sql`select pg_try_advisory_lock(${LOCK_KEY}) as taken`)
    if (row?.taken) return
    if (Date.now() > giveUpAt) throw new Error('another process has been migrating for a minute')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** A migration from another branch that is dated before one that ran would change what that one built on. */
function refuseSkipped(pending: readonly Migration[], ranAt: ReadonlySet<number>): void {
  const last = Math.max(0, ...ranAt)
  const skipped = pending.filter(({ when }) => when < last)
  if (skipped.length === 0) return
  const names = skipped.map(({ name }) => name).join(', ')
  throw new Error(`older than the last one that ran, and so never run: ${names}`)
}

/** Neighbours that run in one transaction, and loners. */
function batchesOf(migrations: readonly Migration[]): Migration[][] {
  const batches: Migration[][] = []
  for (const migration of migrations) {
    const last = batches.at(-1)
    if (migration.isTransactional && last?.[0]?.isTransactional) last.push(migration)
    else batches.push([migration])
  }
  return batches
}

async function runBatch(db: Db, batch: readonly Migration[]): Promise<void> {
  if (batch[0]?.isTransactional) {
    await db.transaction(async (tx) => {
      for (const migration of batch) await runOne(tx as unknown as Db, migration)
    })
    return
  }
  // Building an index waits for transactions that were there before, and holds nobody up meanwhile.
  await db.execute(sql`set lock_timeout = 0`)
  try {
    for (const migration of batch) {
      await dropHalfBuilt(db, migration)
      await runOne(db, migration)
    }
  } finally {
    await db.execute(sql`reset lock_timeout`)
  }
}

async function runOne(db: Db, { name, phase, statements, hash, when }: Migration): Promise<void> {
  for (const statement of statements) await db.execute(sql.raw(statement))
  // What came before it no longer fits: a version that does not know of it can read that here.
  if (phase !== 'expand')
    await db.execute(sql`insert into drizzle.contracts (name, created_at) values (${name}, ${when})`)
  await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`)
}

/** An index that was being built when the last try failed is there, is not used, and would be taken for the whole one. */
async function dropHalfBuilt(db: Db, { text }: Migration): Promise<void> {
  const built = [
    ...text.matchAll(/create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi),
  ]
  for (const [, name] of built) {
    const [row] = await db.execute<{ broken: boolean }>(
      sql`select not indisvalid as broken from pg_index where indexrelid = to_regclass(${name})`,
    )
    if (row?.broken) await db.execute(sql.raw(`DROP INDEX CONCURRENTLY "${name}"`))
  }
}
