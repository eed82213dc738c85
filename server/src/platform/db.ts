import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'

/** What a store takes: the database, or a transaction of it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>

/** The pool, and the drizzle view of it that stores use. */
export interface Database {
  readonly db: Db
  /** The driver itself, for the few hot statements and for health checks. */
  readonly sql: postgres.Sql
  close(): Promise<void>
}
