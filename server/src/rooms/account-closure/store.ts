import { and, eq, isNull, lte, ne, notInArray } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { type Account, users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'

/**
 * Whether anybody else administers the platform. Their rows are locked, so that of two last ones who leave at once one
 * stays.
 */
export async function hasOtherAdmin(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.platformRole, 'admin'),
        ne(users.id, userId),
        isNull(users.disabledAt),
        isNull(users.erasedAfter),
      ),
    )
    .orderBy(users.id)
    .for('update')
  return rows.length > 0
}

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
