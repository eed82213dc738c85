/**
 * Time, as the platform sees it. What expires is judged by the database with `databaseNow` (kit/columns.ts), so that nodes
 * with differing clocks agree; `now` is this node's clock, for what leaves the process (a JWT's `iat`).
 */
export interface Clock {
  now(): Date
  nowMs(): number
  /**
   * A stopwatch in ms, from no particular moment: for how long something has lasted. Whoever measured that by `nowMs`
   * would wait an hour too long, or not at all, when an operator or NTP sets the clock.
   */
  steadyMs(): number
}

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  nowMs: () => Date.now(),
  steadyMs: () => performance.now(),
}
