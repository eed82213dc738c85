import { sql, type SQL } from 'drizzle-orm'

/**
 * Time, as the platform sees it. What expires is judged by the database with `databaseNow`, so that nodes
 * with differing clocks agree; `now` is this node's clock, for what leaves the process (a JWT's `iat`).
 */
export interface Clock {
  now(): Date
  nowMs(): number
}

/** The database's clock as an SQL expression. A function of ours, so that tests can move it. */
export const databaseNow: SQL<Date> = sql<Date>`gatehouse_now()`

export const systemClock: Clock = {
  now: () => new Date(),
  nowMs: () => Date.now(),
}
