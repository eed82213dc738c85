import { and, eq, isNotNull, lte, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import type { Account } from './store.ts'
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

/** Takes a closure back; false when none was under way. */
export async function clearErasure(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ erasedAfter: null, updatedAt: databaseNow })
    .where(and(eq(users.id, userId), isNotNull(users.erasedAfter)))
    .returning({ id: users.id })
  return rows.length === 1
}

/** One account whose time has come, locked; those that another node is erasing are passed over. */
export async function lockDueAccount(db: Db): Promise<Account | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(lte(users.erasedAfter, databaseNow))
    .orderBy(users.erasedAfter)
    .limit(1)
    .for('update', { skipLocked: true })
  return row
}

export async function deleteAccount(db: Db, userId: string): Promise<void> {
  await db.delete(users).where(eq(users.id, userId))
}
