import { and, eq, gt, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
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

export type LiveKeyRow = NonNullable<Awaited<ReturnType<typeof findLiveKey>>>

/**
 * Notes that a key was used, unless that was done within the last minute. Of many uses at once one writes it down and
 * none waits: whoever finds the row locked, by another use or by a change of the key, leaves it alone.
 */
export async function noteUse(db: Db, { key, useIsNoted }: LiveKeyRow): Promise<void> {
  if (useIsNoted) return
  const free = db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, key.id))
  await db
    .update(apiKeys)
    .set({ lastUsedAt: databaseNow })
    .where(inArray(apiKeys.id, free.for('no key update', { skipLocked: true })))
}

/** Revokes live keys that a person has made, and tells how many: all of them, of one organization, or made since. */
export async function revokeKeysOf(
  db: Db,
  userId: string,
  of: { organizationId?: string; since?: Date | undefined } = {},
): Promise<number> {
  const within = of.organizationId === undefined ? undefined : eq(apiKeys.organizationId, of.organizationId)
  const since = of.since && gte(apiKeys.createdAt, of.since)
  const rows = await db
    .update(apiKeys)
    .set({ revokedAt: databaseNow })
    .where(and(eq(apiKeys.userId, userId), within, since, isLiveKey()))
    .returning({ id: apiKeys.id })
  return rows.length
}
