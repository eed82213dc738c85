import { and, eq, lte, notInArray } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { type Account, users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

/**
 * One account whose time has come, locked with its credentials, since whoever signs in holds those first. What somebody
 * else holds is passed over: it is being erased by another node, or taken back by its owner.
 */
export async function lockDueAccount(db: Db, passedOver: readonly string[]): Promise<Account | undefined> {
  const [row] = await db
    .select({ account: users })
    .from(users)
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(and(lte(users.erasedAfter, databaseNow), notInArray(users.id, [...passedOver])))
    .orderBy(users.erasedAfter)
    .limit(1)
    .for('update', { skipLocked: true })
  return row?.account
}
