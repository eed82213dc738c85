import { and, eq, lt, not, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { knownDevices } from './tables.ts'

/** Devices kept per account; the one longest unused gives way. Else a client that drops its token adds a row a day. */
const MAX_PER_ACCOUNT = 50

/** Wrong passwords in a row after which a device is a stranger. */
const MAX_FAILURES = 10

/** Whether a device has not signed in for that long, in ms. */
const isIdleFor = (ms: number): SQL =>
  sql`${knownDevices.lastSeenAt} < ${databaseNow} - ${ms} * interval '1 millisecond'`

/**
 * Notes a sign-in from a device that some account knows; undefined when none does. One statement, so a device
 * forgotten meanwhile is not remembered by it.
 */
export async function addKnownDevice(
  db: Db,
  userId: string,
  tokenHash: Buffer,
): Promise<{ isNew: boolean } | undefined> {
  const rows = await db.execute<{ is_new: boolean }>(sql`
    INSERT INTO known_devices (token_hash, user_id)
    SELECT ${tokenHash}::bytea, ${userId}::uuid
    WHERE EXISTS (SELECT FROM known_devices WHERE token_hash = ${tokenHash}::bytea)
    ON CONFLICT (token_hash, user_id) DO UPDATE SET last_seen_at = ${databaseNow}, failed_attempts = 0
    RETURNING (xmax = 0) AS is_new`)
  return rows[0] && { isNew: rows[0].is_new }
}

/** Adds a device under a fresh token, and drops what is beyond the newest fifty of the account. */
export async function addDevice(db: Db, userId: string, tokenHash: Buffer): Promise<void> {
  await db.execute(sql`
    WITH surplus AS (
      SELECT token_hash FROM known_devices WHERE user_id = ${userId}::uuid
      ORDER BY last_seen_at DESC OFFSET ${MAX_PER_ACCOUNT - 1}
    ), dropped AS (
      DELETE FROM known_devices
      WHERE user_id = ${userId}::uuid AND token_hash IN (SELECT token_hash FROM surplus)
    )
    INSERT INTO known_devices (token_hash, user_id) VALUES (${tokenHash}::bytea, ${userId}::uuid)`)
}

/**
 * Counts an attempt of a device before it is judged; false when it is unknown, has none left or was idle for `idleMs`.
 * One UPDATE that states the whole condition, so parallel attempts cannot take more than there are.
 */
export async function countDeviceAttempt(
  db: Db,
  device: { userId: string; tokenHash: Buffer },
  idleMs: number,
): Promise<boolean> {
  const rows = await db
    .update(knownDevices)
    .set({ failedAttempts: sql`${knownDevices.failedAttempts} + 1` })
    .where(
      and(
        eq(knownDevices.tokenHash, device.tokenHash),
        eq(knownDevices.userId, device.userId),
        lt(knownDevices.failedAttempts, MAX_FAILURES),
        not(isIdleFor(idleMs)),
      ),
    )
    .returning({ one: sql`1` })
  return rows.length > 0
}

export async function deleteDevices(db: Db, userId: string): Promise<void> {
  await db.delete(knownDevices).where(eq(knownDevices.userId, userId))
}

/** Deletes what has not signed in for `idleMs` and returns how many that were. */
export async function deleteIdleDevices(db: Db, idleMs: number): Promise<number> {
  const rows = await db.delete(knownDevices).where(isIdleFor(idleMs)).returning({ one: sql`1` })
  return rows.length
}
