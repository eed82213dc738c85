import { and, count, eq, gte, inArray, isNull } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { recoveryCodes } from './tables.ts'

export async function insertCodes(db: Db, userId: string, macs: readonly Buffer[]): Promise<void> {
  await db.insert(recoveryCodes).values(macs.map((codeMac) => ({ userId, codeMac })))
}

const isOpen = (userId: string) => and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))

export async function findOpenCode(db: Db, userId: string, macs: Buffer[]): Promise<Buffer | undefined> {
  const [row] = await db
    .select({ codeMac: recoveryCodes.codeMac })
    .from(recoveryCodes)
    .where(and(isOpen(userId), inArray(recoveryCodes.codeMac, macs)))
  return row?.codeMac
}

/** Uses a code up; false when it was used before. One UPDATE, so of many that race exactly one uses it. */
export async function useCode(db: Db, userId: string, codeMac: Buffer): Promise<boolean> {
  const rows = await db
    .update(recoveryCodes)
    .set({ usedAt: databaseNow })
    .where(and(isOpen(userId), eq(recoveryCodes.codeMac, codeMac)))
    .returning({ userId: recoveryCodes.userId })
  return rows.length === 1
}

export async function countOpenCodes(db: Db, userId: string): Promise<number> {
  const [row] = await db.select({ left: count() }).from(recoveryCodes).where(isOpen(userId))
  return row?.left ?? 0
}

export async function deleteCodes(db: Db, userId: string, since?: Date): Promise<void> {
  await db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), since && gte(recoveryCodes.createdAt, since)))
}
