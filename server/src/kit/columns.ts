import { type SQL, sql } from 'drizzle-orm'
import { customType, timestamp } from 'drizzle-orm/pg-core'

/** A moment in time; a Date in code, `timestamptz` in the database. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** Raw bytes: hashes, sealed secrets. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
})

/** The database's clock, by which everything that expires is judged. A function of ours, so that tests can move it. */
export const databaseNow: SQL<Date> = sql<Date>`gatehouse_now()`
