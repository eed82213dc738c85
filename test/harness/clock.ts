import type { Clock } from '../../server/src/platform/clock.ts'
import { connect } from './databases.ts'

/** The clock of a world: the node's and the database's, moved together. */
export interface WorldClock extends Clock {
  /** Lets `ms` pass, for the platform and for its database. */
  advance(ms: number): Promise<void>
}

/**
 * A clock that starts at the present and can be moved forward. The database's time is moved by replacing the SQL
 * function `gatehouse_now()`, by which everything that expires is judged.
 */
export function createWorldClock(databaseUrl: string): WorldClock {
  let offsetMs = 0
  return {
    now: () => new Date(Date.now() + offsetMs),
    nowMs: () => Date.now() + offsetMs,
    steadyMs: () => performance.now() + offsetMs,
    async advance(ms) {
      if (!Number.isFinite(ms)) throw new Error('a clock is advanced by a number of milliseconds')
      offsetMs += ms
      const sql = connect(databaseUrl)
      await sql.unsafe(`CREATE OR REPLACE FUNCTION gatehouse_now() RETURNS timestamptz LANGUAGE sql STABLE
        PARALLEL SAFE AS $$ SELECT now() + interval '${Math.round(offsetMs)} milliseconds' $$`)
      await sql.end()
    },
  }
}
