import { and, eq, gt, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { identities } from '../identities/index.ts'
import { passkeys } from '../passkeys/index.ts'
import { credentials } from '../passwords/index.ts'
import { recoveryCodes } from '../recovery-codes/index.ts'
import { totpFactors } from '../totp/index.ts'
import { mfaAttempts, mfaChallenges } from './tables.ts'

/**
 * The account, locked until the transaction ends: whoever changes what the gate asks of it waits, or is waited for. Its
 * credentials come first, since a sign-in with a password has those before it comes to the gate: in one order everywhere,
 * two that meet wait for each other and never deadlock.
 */
export async function lockAccount(db: Db, userId: string) {
  const [, [row]] = await Promise.all([
    db
      .select({ userId: credentials.userId })
      .from(credentials)
      .where(eq(credentials.userId, userId))
      .for('update'),
    db.select().from(users).where(eq(users.id, userId)).for('update'),
  ])
  return row
}

/** What the gate asks of an account besides its row. A statement of its own, so that it sees what the lock waited for. */
export async function readStanding(db: Db, userId: string) {
  const [row] = await db
    .select({
      hasPassword: sql<boolean>`${credentials.passwordHash} IS NOT NULL`,
      passwordChangeRequired: credentials.changeRequired,
      hasTotp: sql<boolean>`${totpFactors.confirmedAt} IS NOT NULL`,
      hasPasskeys: sql<boolean>`EXISTS (SELECT 1 FROM ${passkeys} WHERE ${passkeys.userId} = ${credentials.userId})`,
      hasRecoveryCodes: sql<boolean>`EXISTS (SELECT 1 FROM ${recoveryCodes} WHERE ${recoveryCodes.userId} = ${credentials.userId} AND ${recoveryCodes.usedAt} IS NULL)`,
    })
    .from(credentials)
    .leftJoin(totpFactors, eq(totpFactors.userId, credentials.userId))
    .where(eq(credentials.userId, userId))
  return row
}

/**
 * Passwords, passkeys and providers that an account can be signed in to with. Mail does not count: it is how they are
 * got back. The inner selects compare with the value: a column of the outer table would be written without its name
 * here, and mean the inner one's.
 */
export async function countWaysIn(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({
      count: sql<number>`((${credentials.passwordHash} IS NOT NULL)::int
        + (SELECT count(*) FROM ${passkeys} WHERE ${passkeys.userId} = ${userId})
        + (SELECT count(*) FROM ${identities} WHERE ${identities.userId} = ${userId}))::int`,
    })
    .from(credentials)
    .where(eq(credentials.userId, userId))
  return row?.count ?? 0
}

export type ChallengeRow = typeof mfaChallenges.$inferSelect
type NewChallenge = Omit<typeof mfaChallenges.$inferInsert, 'expiresAt' | 'createdAt' | 'consumedAt'>

/** Stores a challenge. Earlier ones of the person stay: another browser may be in the middle of its own. */
export async function insertChallenge(db: Db, challenge: NewChallenge, ttlSeconds: number): Promise<void> {
  await db
    .insert(mfaChallenges)
    .values({ ...challenge, expiresAt: sql`${databaseNow} + ${ttlSeconds} * interval '1 second'` })
}

/** Wrong codes that one challenge bears (SECURITY L4). */
const MAX_WRONG_CODES = 5

const isLive = (tokenHash: Buffer): SQL | undefined =>
  and(
    eq(mfaChallenges.tokenHash, tokenHash),
    isNull(mfaChallenges.consumedAt),
    lt(mfaChallenges.wrongCodes, MAX_WRONG_CODES),
    gt(mfaChallenges.expiresAt, databaseNow),
  )

/** A live challenge, without using it up. */
export async function selectChallenge(db: Db, tokenHash: Buffer): Promise<ChallengeRow | undefined> {
  const [row] = await db.select().from(mfaChallenges).where(isLive(tokenHash))
  return row
}

/** Counts a try at a live challenge as wrong, before it is judged; undefined when it bears no more. */
export async function countChallengeTry(db: Db, tokenHash: Buffer): Promise<ChallengeRow | undefined> {
  const [row] = await db
    .update(mfaChallenges)
    .set({ wrongCodes: sql`${mfaChallenges.wrongCodes} + 1` })
    .where(isLive(tokenHash))
    .returning()
  return row
}

/** Gives a try back that was never judged. */
export async function uncountChallengeTry(db: Db, tokenHash: Buffer): Promise<void> {
  await db
    .update(mfaChallenges)
    .set({ wrongCodes: sql`greatest(0, ${mfaChallenges.wrongCodes} - 1)` })
    .where(eq(mfaChallenges.tokenHash, tokenHash))
}

/**
 * Uses a challenge up after the right code; undefined when another call has. The code's own try stands among the wrong
 * ones still, so the fifth may be the right one.
 */
export async function consumeChallengeRow(db: Db, tokenHash: Buffer): Promise<ChallengeRow | undefined> {
  const [row] = await db
    .update(mfaChallenges)
    .set({ consumedAt: databaseNow })
    .where(
      and(
        eq(mfaChallenges.tokenHash, tokenHash),
        isNull(mfaChallenges.consumedAt),
        gt(mfaChallenges.expiresAt, databaseNow),
      ),
    )
    .returning()
  return row
}

export async function voidChallengeRows(db: Db, userId: string): Promise<void> {
  await db
    .update(mfaChallenges)
    .set({ consumedAt: databaseNow })
    .where(and(eq(mfaChallenges.userId, userId), isNull(mfaChallenges.consumedAt)))
}

/** Wrong second factors of a person within the window, and how long they are then paused (SECURITY L4). */
const MAX_FAILURES = 10
const WINDOW = sql`interval '15 minutes'`

/**
 * Counts a second factor as wrong before it is judged; the one that reaches ten begins a pause. One upsert under the
 * row's lock, so that of many at once no more than ten are judged. Undefined while paused.
 */
export async function reserveMfaTry(db: Db, userId: string): Promise<{ beganPause: boolean } | undefined> {
  const inWindow = sql`${mfaAttempts.windowStartedAt} > ${databaseNow} - ${WINDOW}`
  const failures = sql`(CASE WHEN ${inWindow} THEN ${mfaAttempts.failedAttempts} ELSE 0 END + 1)`
  const pauses = sql`${failures} >= ${MAX_FAILURES}`
  const [row] = await db
    .insert(mfaAttempts)
    .values({ userId, failedAttempts: 1 })
    .onConflictDoUpdate({
      target: mfaAttempts.userId,
      set: {
        failedAttempts: sql`CASE WHEN ${pauses} THEN 0 ELSE ${failures} END`,
        windowStartedAt: sql`CASE WHEN ${inWindow} AND NOT ${pauses} THEN ${mfaAttempts.windowStartedAt} ELSE ${databaseNow} END`,
        pausedUntil: sql`CASE WHEN ${pauses} THEN ${databaseNow} + ${WINDOW} ELSE NULL END`,
      },
      setWhere: sql`${mfaAttempts.pausedUntil} IS NULL OR ${mfaAttempts.pausedUntil} <= ${databaseNow}`,
    })
    .returning({ beganPause: sql<boolean>`${mfaAttempts.pausedUntil} IS NOT NULL` })
  return row
}

export async function secondsOfPause(db: Db, userId: string): Promise<number> {
  const [row] = await db
    .select({
      seconds: sql<number>`greatest(1, ceil(extract(epoch FROM ${mfaAttempts.pausedUntil} - ${databaseNow})))::int`,
    })
    .from(mfaAttempts)
    .where(eq(mfaAttempts.userId, userId))
  return row?.seconds ?? 1
}

/** Until when a person's second factors are paused; null when they are not. */
export async function readMfaPause(db: Db, userId: string): Promise<Date | null> {
  const [row] = await db
    .select({ pausedUntil: mfaAttempts.pausedUntil })
    .from(mfaAttempts)
    .where(and(eq(mfaAttempts.userId, userId), gt(mfaAttempts.pausedUntil, databaseNow)))
  return row?.pausedUntil ?? null
}

/** Whose a challenge was, whatever has become of it. */
export async function selectChallengeOwner(db: Db, tokenHash: Buffer): Promise<string | undefined> {
  const [row] = await db
    .select({ userId: mfaChallenges.userId })
    .from(mfaChallenges)
    .where(eq(mfaChallenges.tokenHash, tokenHash))
  return row?.userId
}

/** Forgets the wrong ones, after a right one; and takes a pause back that the right one itself began. */
export async function forgetMfaFailures(db: Db, userId: string): Promise<void> {
  await db.delete(mfaAttempts).where(eq(mfaAttempts.userId, userId))
}

/** Takes one failure back that was never judged, and the pause it began. */
export async function releaseMfaTry(db: Db, userId: string): Promise<void> {
  await db
    .update(mfaAttempts)
    .set({
      failedAttempts: sql`CASE WHEN ${mfaAttempts.pausedUntil} > ${databaseNow} THEN ${MAX_FAILURES - 1} ELSE greatest(0, ${mfaAttempts.failedAttempts} - 1) END`,
      pausedUntil: null,
    })
    .where(eq(mfaAttempts.userId, userId))
}

/** Deletes challenges that ran out a day ago. */
export async function deleteOldChallenges(db: Db): Promise<void> {
  await db.delete(mfaChallenges).where(sql`${mfaChallenges.expiresAt} < ${databaseNow} - interval '1 day'`)
}
