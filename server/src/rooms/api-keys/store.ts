import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'
import { totpFactors } from '../totp/index.ts'
import { apiKeys } from './tables.ts'

/** Neither revoked nor expired. */
export const isLiveKey = (): SQL | undefined =>
  and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, databaseNow)))

/** A live key of a live account, with whoever made it. Across organizations: its hash is all that is known. */
export async function findLiveKey(db: Db, keyHash: Buffer) {
  const [row] = await db
    .select({
      key: apiKeys,
      account: users,
      hasPassword: sql<boolean>`${credentials.passwordHash} IS NOT NULL`,
      mfaEnabled: sql<boolean>`EXISTS (SELECT 1 FROM ${totpFactors} WHERE ${totpFactors.userId} = ${users.id} AND ${totpFactors.confirmedAt} IS NOT NULL)`,
      useIsNoted: sql<boolean>`coalesce(${apiKeys.lastUsedAt} > ${databaseNow} - interval '1 minute', false)`,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(
      and(
        eq(apiKeys.keyHash, keyHash),
        isLiveKey(),
        eq(users.isVerified, true),
        isNull(users.disabledAt),
        isNull(users.erasedAfter),
      ),
    )
  return row
}

/** Notes that a key was used. Asked once a minute at the most. */
export async function noteUse(db: Db, keyId: string): Promise<void> {
  await db.update(apiKeys).set({ lastUsedAt: databaseNow }).where(eq(apiKeys.id, keyId))
}

/** Revokes every live key a person has made, their own and those of organizations, and tells how many. */
export async function revokeKeysOf(db: Db, userId: string): Promise<number> {
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: databaseNow })
    .where(and(eq(apiKeys.userId, userId), isLiveKey()))
    .returning({ id: apiKeys.id })
  return rows.length
}
