import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { totpFactors } from './tables.ts'

/** How long a secret that was shown waits for its first code. */
const PENDING_LIFE = sql`interval '15 minutes'`

const isPending = and(
  isNotNull(totpFactors.pendingSealed),
  gt(totpFactors.pendingSince, sql`${databaseNow} - ${PENDING_LIFE}`),
)

/** Keeps a secret that was shown, in the place of an earlier one. What is on stays on. */
export async function putPending(db: Db, userId: string, sealed: Buffer): Promise<void> {
  const pending = { pendingSealed: sealed, pendingSince: databaseNow }
  await db
    .insert(totpFactors)
    .values({ userId, ...pending })
    .onConflictDoUpdate({ target: totpFactors.userId, set: pending })
}

export async function findPending(db: Db, userId: string): Promise<Buffer | undefined> {
  const [row] = await db
    .select({ sealed: totpFactors.pendingSealed })
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isPending))
  return row?.sealed ?? undefined
}

/** Puts the pending secret in force, if it is still the one that was judged; of two that race, one does. */
export async function confirmPending(
  db: Db,
  userId: string,
  judged: { sealed: Buffer; step: number },
): Promise<boolean> {
  const rows = await db
    .update(totpFactors)
    .set({
      secretSealed: judged.sealed,
      confirmedAt: databaseNow,
      lastStep: judged.step,
      pendingSealed: null,
      pendingSince: null,
    })
    .where(and(eq(totpFactors.userId, userId), eq(totpFactors.pendingSealed, judged.sealed), isPending))
    .returning({ userId: totpFactors.userId })
  return rows.length === 1
}

export async function findFactor(db: Db, userId: string) {
  const [row] = await db
    .select({ secretSealed: totpFactors.secretSealed, confirmedAt: totpFactors.confirmedAt })
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)))
  return row
}

/**
 * Remembers the step of an accepted code; false when that step or a later one was accepted before (RFC 6238 section
 * 5.2). One UPDATE, so of many uses of one code exactly one is accepted.
 */
export async function takeStep(db: Db, userId: string, step: number): Promise<boolean> {
  const rows = await db
    .update(totpFactors)
    .set({ lastStep: step })
    .where(
      and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt), lt(totpFactors.lastStep, step)),
    )
    .returning({ userId: totpFactors.userId })
  return rows.length === 1
}

export async function deleteFactor(db: Db, userId: string): Promise<void> {
  await db.delete(totpFactors).where(eq(totpFactors.userId, userId))
}
