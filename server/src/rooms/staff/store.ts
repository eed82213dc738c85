import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { type Account, users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

/**
 * Several accounts, locked until the transaction ends: as `lockAccount` does, credentials before accounts, and both in
 * the order of their ids, so that two who act on each other wait instead of deadlocking.
 */
export async function lockAccounts(db: Db, userIds: string[]): Promise<Account[]> {
  const [, accounts] = await Promise.all([
    db
      .select({ userId: credentials.userId })
      .from(credentials)
      .where(inArray(credentials.userId, userIds))
      .orderBy(credentials.userId)
      .for('update'),
    db.select().from(users).where(inArray(users.id, userIds)).orderBy(users.id).for('update'),
  ])
  return accounts
}

/** Held until the transaction ends by whoever takes an administrator away. */
export async function lockAdministration(db: Db): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('platform-administrators', 0))`)
}

/** Whether anybody else who can sign in administers the platform. A statement of its own: it sees what the lock waited for. */
export async function hasOtherAdmin(db: Db, userId: string): Promise<boolean> {
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.platformRole, 'admin'),
        ne(users.id, userId),
        eq(users.isVerified, true),
        isNull(users.disabledAt),
        isNull(users.erasedAfter),
      ),
    )
    .limit(1)
  return row !== undefined
}
