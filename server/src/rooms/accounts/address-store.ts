import { and, eq, gte, isNull, ne, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import { isUniqueViolation } from '../../kit/unique-violation.ts'
import type { Db } from '../../platform/db.ts'
import { emailChangeUndos, users } from './tables.ts'

/** Whether an account that had the address may still go back to it; but for the account named, which may have it. */
export async function isReserved(db: Db, canonical: string, but?: string): Promise<boolean> {
  const [row] = await db
    .select({ one: sql`1` })
    .from(emailChangeUndos)
    .where(
      and(
        eq(emailChangeUndos.emailCanonical, canonical),
        isNull(emailChangeUndos.consumedAt),
        sql`${emailChangeUndos.expiresAt} > ${databaseNow}`,
        but === undefined ? undefined : ne(emailChangeUndos.userId, but),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** Undoes the savepoint of an address that is another account's to go back to. */
class Reserved extends Error {}

/**
 * Gives an account another address, which counts as proven unless told. False when it is taken, or another account may go back to
 * it. In a savepoint, so that one taken meanwhile is no more than a refusal. What is reserved is asked afterwards: the
 * update waits for whoever is just leaving the address, and only then shows that they may come back.
 */
export async function replaceAddress(
  db: Db,
  userId: string,
  to: { address: string; canonical: string; isVerified?: boolean },
): Promise<boolean> {
  const { address: email, canonical: emailCanonical, isVerified = true } = to
  try {
    return await db.transaction(async (savepoint) => {
      const rows = await savepoint
        .update(users)
        .set({ email, emailCanonical, isVerified, updatedAt: databaseNow })
        .where(eq(users.id, userId))
        .returning({ id: users.id })
      if (await isReserved(savepoint, emailCanonical, userId)) throw new Reserved()
      return rows.length === 1
    })
  } catch (error) {
    if (error instanceof Reserved || isUniqueViolation(error)) return false
    throw error
  }
}

export type UndoRow = typeof emailChangeUndos.$inferSelect

export async function insertUndo(
  db: Db,
  undo: Pick<UndoRow, 'tokenHash' | 'userId' | 'email' | 'emailCanonical'>,
  hours: number,
): Promise<void> {
  await db
    .insert(emailChangeUndos)
    .values({ ...undo, expiresAt: sql`${databaseNow} + ${hours} * interval '1 hour'` })
}

const isLive = (tokenHash: Buffer) =>
  and(
    eq(emailChangeUndos.tokenHash, tokenHash),
    isNull(emailChangeUndos.consumedAt),
    sql`${emailChangeUndos.expiresAt} > ${databaseNow}`,
  )

/** A live way back, without using it up: whose locks to take before `consumeUndo` settles it. */
export async function findUndo(db: Db, tokenHash: Buffer): Promise<UndoRow | undefined> {
  const [row] = await db.select().from(emailChangeUndos).where(isLive(tokenHash))
  return row
}

/** Uses the way back up; undefined when it is unknown, expired or used. One UPDATE, so of many that race one gets it. */
export async function consumeUndo(db: Db, tokenHash: Buffer): Promise<UndoRow | undefined> {
  const [row] = await db
    .update(emailChangeUndos)
    .set({ consumedAt: databaseNow })
    .where(isLive(tokenHash))
    .returning()
  return row
}

/** Going back to an address ends the ways back to those that came after it: they may be a stranger's. */
export async function voidLaterUndos(db: Db, undo: UndoRow): Promise<void> {
  await db
    .update(emailChangeUndos)
    .set({ consumedAt: databaseNow })
    .where(
      and(
        eq(emailChangeUndos.userId, undo.userId),
        isNull(emailChangeUndos.consumedAt),
        gte(emailChangeUndos.createdAt, undo.createdAt),
      ),
    )
}

/** Deletes ways back that ran out a week ago. */
export async function deleteOldUndos(db: Db): Promise<void> {
  await db
    .delete(emailChangeUndos)
    .where(sql`${emailChangeUndos.expiresAt} < ${databaseNow} - interval '7 days'`)
}
