import { eq, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { credentials, unknownSignIns } from './tables.ts'

/** Consecutive failures after which a password opens nothing until it is reset (NIST SP 800-63B-4 section 3.2.2). */
const ABSOLUTE_STOP = 100
const MAX_PAUSE_MINUTES = 24 * 60

export interface LockoutPolicy {
  threshold: number
  minutes: number
}

/** One attempt's leave to be judged, or how long there is none. */
export type Reservation =
  | { granted: true; beganPause: boolean; pausedUntil: Date | null }
  | { granted: false; retryAfterSeconds: number }

type Table = typeof credentials | typeof unknownSignIns

/**
 * Counts the attempt as failed and, with the one that reaches the threshold, begins the pause. The columns are read
 * and written in one UPDATE under the row's lock, so that of many parallel guesses only as many are judged as the
 * threshold allows. A success takes the count back (`clearAttempts`).
 */
function countedFailure(t: Table, policy: LockoutPolicy) {
  const inWindow = sql`coalesce(${t.windowStartedAt} > ${databaseNow} - ${policy.minutes} * interval '1 minute', false)`
  const attempts = sql`(CASE WHEN ${inWindow} THEN ${t.windowAttempts} ELSE 0 END + 1)`
  const pauses = sql`${attempts} >= ${policy.threshold}`
  const pause = sql`least(${policy.minutes} * power(2, least(${t.lockoutCount}, 16)), ${MAX_PAUSE_MINUTES}) * interval '1 minute'`
  return {
    failedLoginAttempts: sql`${t.failedLoginAttempts} + 1`,
    windowAttempts: sql`CASE WHEN ${pauses} THEN 0 ELSE ${attempts} END`,
    windowStartedAt: sql`CASE WHEN ${pauses} THEN NULL WHEN ${inWindow} THEN ${t.windowStartedAt} ELSE ${databaseNow} END`,
    lockoutCount: sql`${t.lockoutCount} + CASE WHEN ${pauses} THEN 1 ELSE 0 END`,
    lockoutUntil: sql`CASE WHEN ${pauses} THEN ${databaseNow} + ${pause} ELSE ${t.lockoutUntil} END`,
  }
}

const notPaused = (t: Table): SQL =>
  sql`(${t.lockoutUntil} IS NULL OR ${t.lockoutUntil} <= ${databaseNow}) AND ${t.failedLoginAttempts} < ${ABSOLUTE_STOP}`

const outcome = (t: Table) => ({
  // The window is emptied by the attempt that begins a pause, and by no other.
  beganPause: sql<boolean>`${t.windowAttempts} = 0`,
  pausedUntil: t.lockoutUntil,
})

/**
 * Reserves one attempt at the password of an account. `exempt` attempts, from a device that is known, are counted too
 * but not held back by a pause that strangers have caused.
 */
export async function reserveAttempt(
  db: Db,
  userId: string,
  policy: LockoutPolicy & { exempt: boolean },
): Promise<Reservation> {
  const allowed = policy.exempt ? sql`true` : notPaused(credentials)
  const [row] = await db
    .update(credentials)
    .set(countedFailure(credentials, policy))
    .where(sql`${credentials.userId} = ${userId} AND ${allowed}`)
    .returning(outcome(credentials))
  if (row) return { granted: true, ...row }
  const [paused] = await db
    .select({ seconds: secondsLeft(credentials) })
    .from(credentials)
    .where(sql`${credentials.userId} = ${userId}`)
  return { granted: false, retryAfterSeconds: paused?.seconds ?? policy.minutes * 60 }
}

/** The same for an address nobody has, keyed by its HMAC: the same statement, the same answers, the same time. */
export async function reserveUnknownAttempt(
  db: Db,
  addressMac: Buffer,
  policy: LockoutPolicy,
): Promise<Reservation> {
  const [row] = await db
    .insert(unknownSignIns)
    .values({ addressMac, failedLoginAttempts: 1, windowAttempts: 1, windowStartedAt: databaseNow })
    .onConflictDoUpdate({
      target: unknownSignIns.addressMac,
      set: { ...countedFailure(unknownSignIns, policy), updatedAt: databaseNow },
      setWhere: notPaused(unknownSignIns),
    })
    .returning(outcome(unknownSignIns))
  if (row) return { granted: true, ...row }
  const [paused] = await db
    .select({ seconds: secondsLeft(unknownSignIns) })
    .from(unknownSignIns)
    .where(sql`${unknownSignIns.addressMac} = ${addressMac}`)
  return { granted: false, retryAfterSeconds: paused?.seconds ?? policy.minutes * 60 }
}

/** Seconds until the pause ends; of the absolute stop, which only a reset ends, a day. */
function secondsLeft(t: Table): SQL<number> {
  return sql<number>`CASE WHEN ${t.failedLoginAttempts} >= ${ABSOLUTE_STOP} THEN 86400
    ELSE greatest(1, ceil(extract(epoch FROM ${t.lockoutUntil} - ${databaseNow})))::int END`
}

/** Takes back an attempt that was never judged (the hash queue was full, the database went away): a 503 is no failure. */
export async function releaseAttempt(db: Db, userId: string, policy: LockoutPolicy): Promise<void> {
  await db
    .update(credentials)
    .set(released(credentials, policy))
    .where(sql`${credentials.userId} = ${userId} AND ${credentials.failedLoginAttempts} > 0`)
}

export async function releaseUnknownAttempt(
  db: Db,
  addressMac: Buffer,
  policy: LockoutPolicy,
): Promise<void> {
  await db
    .update(unknownSignIns)
    .set(released(unknownSignIns, policy))
    .where(sql`${unknownSignIns.addressMac} = ${addressMac} AND ${unknownSignIns.failedLoginAttempts} > 0`)
}

/** One failure less; where it was the one that began the running pause, the pause goes with it. */
function released(t: Table, policy: LockoutPolicy) {
  const beganPause = sql`(${t.windowAttempts} = 0 AND ${t.lockoutUntil} > ${databaseNow})`
  return {
    failedLoginAttempts: sql`${t.failedLoginAttempts} - 1`,
    windowAttempts: sql`CASE WHEN ${beganPause} THEN ${policy.threshold - 1} ELSE greatest(${t.windowAttempts} - 1, 0) END`,
    windowStartedAt: sql`CASE WHEN ${beganPause} THEN ${databaseNow} ELSE ${t.windowStartedAt} END`,
    lockoutCount: sql`${t.lockoutCount} - CASE WHEN ${beganPause} THEN 1 ELSE 0 END`,
    lockoutUntil: sql`CASE WHEN ${beganPause} THEN NULL ELSE ${t.lockoutUntil} END`,
  }
}

/** The columns of an account nobody has failed at: what a success and a reset leave. */
export const noAttempts = {
  failedLoginAttempts: 0,
  windowAttempts: 0,
  windowStartedAt: null,
  lockoutCount: 0,
  lockoutUntil: null,
} as const

/** How it stands with the attempts at an account's password, or at that of an address nobody has. */
export interface AttemptState {
  failedAttempts: number
  /** In the future: every password gets the same refusal until then. */
  pausedUntil: Date | null
  /** A hundred failures in a row: only a reset or another way in opens it again. */
  isStopped: boolean
}

const stateOf = (t: Table) => ({
  failedAttempts: t.failedLoginAttempts,
  pausedUntil:
    sql<Date | null>`CASE WHEN ${t.lockoutUntil} > ${databaseNow} THEN ${t.lockoutUntil} END`.mapWith(
      t.lockoutUntil,
    ),
  isStopped: sql<boolean>`${t.failedLoginAttempts} >= ${ABSOLUTE_STOP}`,
})

export async function readAttempts(db: Db, userId: string): Promise<AttemptState | undefined> {
  const [row] = await db.select(stateOf(credentials)).from(credentials).where(eq(credentials.userId, userId))
  return row
}

export async function readUnknownAttempts(db: Db, addressMac: Buffer): Promise<AttemptState | undefined> {
  const [row] = await db
    .select(stateOf(unknownSignIns))
    .from(unknownSignIns)
    .where(eq(unknownSignIns.addressMac, addressMac))
  return row
}
