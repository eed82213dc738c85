import { and, asc, count, eq, gt, gte, isNull, sql } from 'drizzle-orm'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import type { Db } from '../../platform/db.ts'
import { type CeremonyPurpose, passkeyCeremonies, passkeys } from './tables.ts'

export type PasskeyRow = typeof passkeys.$inferSelect

/** What a challenge is given to, and must come back from. */
export interface Ceremony {
  purpose: CeremonyPurpose
  userId: string | null
  boundTo: Buffer | null
}

/** How long a ceremony may take (SECURITY K1). Five minutes, in seconds. */
export const CEREMONY_SECONDS = 300

export async function insertCeremony(db: Db, challengeHash: Buffer, ceremony: Ceremony): Promise<void> {
  await db.insert(passkeyCeremonies).values({
    challengeHash,
    ...ceremony,
    expiresAt: sql`${databaseNow} + ${CEREMONY_SECONDS} * interval '1 second'`,
  })
}

/**
 * Uses a challenge up; false when it is unknown, expired, used, or was given out for something else. One UPDATE that
 * states the whole condition, so of many that race exactly one gets it.
 */
export async function consumeCeremony(db: Db, challengeHash: Buffer, ceremony: Ceremony): Promise<boolean> {
  const { purpose, userId, boundTo } = ceremony
  const rows = await db
    .update(passkeyCeremonies)
    .set({ consumedAt: databaseNow })
    .where(
      and(
        eq(passkeyCeremonies.challengeHash, challengeHash),
        eq(passkeyCeremonies.purpose, purpose),
        userId === null ? isNull(passkeyCeremonies.userId) : eq(passkeyCeremonies.userId, userId),
        boundTo === null ? isNull(passkeyCeremonies.boundTo) : eq(passkeyCeremonies.boundTo, boundTo),
        isNull(passkeyCeremonies.consumedAt),
        gt(passkeyCeremonies.expiresAt, databaseNow),
      ),
    )
    .returning({ one: sql`1` })
  return rows.length === 1
}

/** Deletes ceremonies that ran out an hour ago. */
export async function deleteOldCeremonies(db: Db): Promise<void> {
  await db
    .delete(passkeyCeremonies)
    .where(sql`${passkeyCeremonies.expiresAt} < ${databaseNow} - interval '1 hour'`)
}

/** Adds a credential; undefined when its id is known already, here or at another account (K4). */
export async function insertPasskey(
  db: Db,
  row: typeof passkeys.$inferInsert,
): Promise<PasskeyRow | undefined> {
  const [added] = await db
    .insert(passkeys)
    .values(row)
    .onConflictDoNothing({ target: passkeys.credentialId })
    .returning()
  return added
}

export async function findByCredential(db: Db, credentialId: Buffer): Promise<PasskeyRow | undefined> {
  const [row] = await db.select().from(passkeys).where(eq(passkeys.credentialId, credentialId))
  return row
}

/**
 * Notes a use. The counter moves by compare-and-set: of two uses with one count the second is refused; zero means that
 * the authenticator does not count.
 */
export async function noteUse(
  db: Db,
  id: string,
  use: { was: number; signCount: number; isBackedUp: boolean },
): Promise<boolean> {
  const rows = await db
    .update(passkeys)
    .set({ signCount: use.signCount, isBackedUp: use.isBackedUp, lastUsedAt: databaseNow })
    .where(and(eq(passkeys.id, id), eq(passkeys.signCount, use.was)))
    .returning({ id: passkeys.id })
  return rows.length === 1
}

export async function listOf(db: Db, userId: string): Promise<PasskeyRow[]> {
  return db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt))
}

export async function countOf(db: Db, userId: string): Promise<number> {
  const [row] = await db.select({ total: count() }).from(passkeys).where(eq(passkeys.userId, userId))
  return row?.total ?? 0
}

const newest = newestFirst(passkeys.createdAt, passkeys.id)

/** A person's passkeys, newest first, from behind the cursor on. */
export async function pageOfPasskeys(
  db: Db,
  userId: string,
  limit: number,
  after?: MomentPlace,
): Promise<PasskeyRow[]> {
  return db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.userId, userId), newest.behind(after)))
    .orderBy(...newest.order)
    .limit(limit)
}

const isTheirs = (userId: string, id: string) => and(eq(passkeys.userId, userId), eq(passkeys.id, id))

export async function renameOne(
  db: Db,
  userId: string,
  id: string,
  name: string,
): Promise<PasskeyRow | undefined> {
  const [row] = await db.update(passkeys).set({ name }).where(isTheirs(userId, id)).returning()
  return row
}

export async function deleteOne(db: Db, userId: string, id: string): Promise<boolean> {
  const rows = await db.delete(passkeys).where(isTheirs(userId, id)).returning({ id: passkeys.id })
  return rows.length === 1
}

export async function deletePasskeysOf(db: Db, userId: string, since?: Date): Promise<void> {
  await db.delete(passkeys).where(and(eq(passkeys.userId, userId), since && gte(passkeys.createdAt, since)))
}
