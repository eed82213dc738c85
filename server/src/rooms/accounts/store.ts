import { and, eq, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { isReserved } from './address-store.ts'
import { users } from './tables.ts'

export type Account = typeof users.$inferSelect
type NewAccount = Pick<
  typeof users.$inferInsert,
  'id' | 'email' | 'emailCanonical' | 'displayName' | 'locale'
>
export type ProfileChange = Partial<Pick<Account, 'displayName' | 'avatarUrl' | 'locale' | 'timezone'>>

/**
 * Adds the account; undefined when its address is taken, or is one that another account may go back to. The unique index
 * decides, so of many that race one wins. What is reserved is asked afterwards: the insert waits for whoever is just
 * leaving the address, and only then shows that they may come back.
 */
export async function insertAccount(db: Db, account: NewAccount): Promise<Account | undefined> {
  const [row] = await db
    .insert(users)
    .values(account)
    .onConflictDoNothing({ target: users.emailCanonical })
    .returning()
  if (!row || !(await isReserved(db, row.emailCanonical))) return row
  await db.delete(users).where(eq(users.id, row.id))
  return undefined
}

export async function findByEmail(db: Db, canonical: string): Promise<Account | undefined> {
  const [row] = await db.select().from(users).where(eq(users.emailCanonical, canonical))
  return row
}

export async function findById(db: Db, userId: string): Promise<Account | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, userId))
  return row
}

/** True when this call made the account verified; false when it was, or is gone. */
export async function setVerified(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .update(users)
    .set({ isVerified: true, updatedAt: databaseNow })
    .where(and(eq(users.id, userId), eq(users.isVerified, false)))
    .returning({ one: sql`1` })
  return rows.length > 0
}

/** Notes a sign-in, which takes a closure back that was under way. */
export async function setLastSignIn(db: Db, userId: string): Promise<Account | undefined> {
  const [row] = await db
    .update(users)
    .set({ lastSignInAt: databaseNow, erasedAfter: null })
    .where(eq(users.id, userId))
    .returning()
  return row
}

export async function changeProfile(
  db: Db,
  userId: string,
  change: ProfileChange,
): Promise<Account | undefined> {
  const [row] = await db
    .update(users)
    .set({ ...change, updatedAt: databaseNow })
    .where(eq(users.id, userId))
    .returning()
  return row
}
