import { type AnyColumn, and, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm'
import { customType, type PgColumn, type PgTable, timestamp } from 'drizzle-orm/pg-core'
import type { MomentPlace } from './page.ts'

/** A moment in time; a Date in code, `timestamptz` in the database. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** Raw bytes: hashes, sealed secrets. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
})

/** A column of what the vault has sealed, and what for: a new SECRET_KEY finds it by this, to seal it anew. */
export interface SealedColumn {
  table: PgTable
  /** The table's primary key. */
  key: PgColumn
  sealed: PgColumn
  purpose: string
}

/** The database's clock, by which everything that expires is judged. A function of ours, so that tests can move it. */
export const databaseNow: SQL<Date> = sql<Date>`gatehouse_now()`

/** The order of a list by when its rows were made, newest first, and what lies behind a place in it. */
export function newestFirst(createdAt: AnyColumn, id: AnyColumn) {
  // To the millisecond, as a cursor holds it.
  const moment = sql`date_trunc('milliseconds', ${createdAt})`
  return {
    order: [desc(moment), desc(id)],
    behind(place: MomentPlace | undefined): SQL | undefined {
      if (!place) return undefined
      const at = sql`${place.createdAt}::timestamptz`
      return or(lt(moment, at), and(eq(moment, at), lt(id, place.id)))
    },
  }
}
