import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from './tables.ts'

/** Marks an account to be erased in so many days, and gives the moment. */
export async function setErasure(db: Db, userId: string, days: number): Promise<Date | null> {
  const [row] = await db
    .update(users)
    .set({ erasedAfter: sql`${databaseNow} + ${days} * interval '1 day'`, updatedAt: databaseNow })
    .where(eq(users.id, userId))
    .returning({ erasedAfter: users.erasedAfter })
  return row?.erasedAfter ?? null
}

/** Takes a closure back; false when none was under way, or the account is switched off: then staff decide. */
export async function clearErasure(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ erasedAfter: null, updatedAt: databaseNow })
    .where(and(eq(users.id, userId), isNotNull(users.erasedAfter), isNull(users.disabledAt)))
    .returning({ id: users.id })
  return rows.length === 1
}

export async function deleteAccount(db: Db, userId: string): Promise<void> {
  await db.delete(users).where(eq(users.id, userId))
}
