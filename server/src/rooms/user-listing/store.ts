import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { apiKeys, isLiveKey } from '../api-keys/index.ts'
import { mfaAttempts } from '../gate/index.ts'
import { identities } from '../identities/index.ts'
import { memberships, organizations } from '../memberships/index.ts'
import { passkeys } from '../passkeys/index.ts'
import { credentials } from '../passwords/index.ts'
import { recoveryCodes } from '../recovery-codes/index.ts'
import { sessions } from '../sessions/index.ts'
import { mfaResets } from '../staff/index.ts'
import { totpFactors } from '../totp/index.ts'

export type UserFacts = Awaited<ReturnType<typeof readFacts>>[number]

/** A moment, as long as it lies ahead. */
const ahead = (moment: SQL | typeof credentials.lockoutUntil | typeof mfaAttempts.pausedUntil) =>
  sql<Date | null>`CASE WHEN ${moment} > ${databaseNow} THEN ${moment} END`.mapWith(credentials.lockoutUntil)

/** What a list tells of people beyond their accounts. */
export function readFacts(db: Db, userIds: string[]) {
  return db
    .select({
      userId: credentials.userId,
      hasPassword: sql<boolean>`${credentials.passwordHash} IS NOT NULL`,
      mfaEnabled: sql<boolean>`${totpFactors.confirmedAt} IS NOT NULL`,
      failedSignIns: credentials.failedLoginAttempts,
      pausedUntil: ahead(credentials.lockoutUntil),
      passwordChangeRequired: credentials.changeRequired,
    })
    .from(credentials)
    .leftJoin(totpFactors, eq(totpFactors.userId, credentials.userId))
    .where(inArray(credentials.userId, userIds))
}

/** How many there are of each thing, and when a pause of second factors ends. */
export async function countHoldings(db: Db, userId: string) {
  const [passkeyCount, codes, live, keys, paused, connected] = await Promise.all([
    db.select({ count: count() }).from(passkeys).where(eq(passkeys.userId, userId)),
    db
      .select({ count: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.userId, userId), sql`${recoveryCodes.usedAt} IS NULL`)),
    db
      .select({ count: count() })
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, userId),
          sql`${sessions.endedAt} IS NULL AND ${sessions.idleExpiresAt} > ${databaseNow} AND ${sessions.expiresAt} > ${databaseNow}`,
        ),
      ),
    db
      .select({ count: count() })
      .from(apiKeys)
      .where(and(eq(apiKeys.userId, userId), isLiveKey())),
    db
      .select({ until: ahead(mfaAttempts.pausedUntil) })
      .from(mfaAttempts)
      .where(eq(mfaAttempts.userId, userId)),
    db
      .select({ provider: identities.provider })
      .from(identities)
      .where(eq(identities.userId, userId))
      .orderBy(identities.provider),
  ])
  return {
    passkeys: passkeyCount[0]?.count ?? 0,
    recoveryCodesLeft: codes[0]?.count ?? 0,
    sessions: live[0]?.count ?? 0,
    apiKeys: keys[0]?.count ?? 0,
    secondFactorPausedUntil: paused[0]?.until ?? null,
    providers: connected.map(({ provider }) => provider),
  }
}

/** Where a person belongs. Across organizations. */
export function readOrganizations(db: Db, userId: string) {
  return db
    .select({ id: organizations.id, name: organizations.name, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, userId))
    .orderBy(memberships.joinedAt, organizations.id)
    .limit(100)
}

export async function readMfaReset(db: Db, userId: string) {
  const [row] = await db
    .select({
      requestedAt: mfaResets.requestedAt,
      effectiveAt: mfaResets.dueAt,
      requestedBy: mfaResets.requestedBy,
    })
    .from(mfaResets)
    .where(eq(mfaResets.userId, userId))
  return row ?? null
}
