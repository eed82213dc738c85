import { and, eq, gt, gte, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { identities, providerSwitches } from './tables.ts'

export type IdentityRow = typeof identities.$inferSelect
export type NewIdentity = Omit<typeof identities.$inferInsert, 'createdAt' | 'lastUsedAt'>

/**
 * Makes whoever comes with the same identity wait until this transaction ends: two first sign-ins at once then make
 * one account, and the second finds it.
 */
export async function lockSubject(db: Db, issuer: string, subject: string): Promise<void> {
  const key = JSON.stringify([issuer, subject])
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}

export async function findBySubject(
  db: Db,
  issuer: string,
  subject: string,
): Promise<IdentityRow | undefined> {
  const [row] = await db
    .select()
    .from(identities)
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return row
}

export async function hasIdentityOf(db: Db, userId: string, issuer: string): Promise<boolean> {
  const rows = await db
    .select({ id: identities.id })
    .from(identities)
    .where(and(eq(identities.userId, userId), eq(identities.issuer, issuer)))
    .limit(1)
  return rows.length > 0
}

/** Adds an identity; false when somebody has it already. The unique index decides. */
export async function insertIdentity(db: Db, identity: NewIdentity): Promise<boolean> {
  const rows = await db
    .insert(identities)
    .values(identity)
    .onConflictDoNothing({ target: [identities.issuer, identities.subject] })
    .returning({ id: identities.id })
  return rows.length > 0
}

export async function noteUse(
  db: Db,
  id: string,
  latest: Pick<IdentityRow, 'email' | 'tokensSealed'>,
): Promise<void> {
  await db
    .update(identities)
    .set({ ...latest, lastUsedAt: databaseNow })
    .where(eq(identities.id, id))
}

/** The person's identities, oldest first: ids are made in the order of time. */
export async function listIdentitiesOf(
  db: Db,
  userId: string,
  limit: number,
  afterId?: string,
): Promise<IdentityRow[]> {
  return db
    .select()
    .from(identities)
    .where(and(eq(identities.userId, userId), afterId === undefined ? undefined : gt(identities.id, afterId)))
    .orderBy(identities.id)
    .limit(limit)
}

/** Removes an identity of that person; undefined when they have none of that id. */
export async function deleteIdentity(db: Db, userId: string, id: string): Promise<IdentityRow | undefined> {
  const [row] = await db
    .delete(identities)
    .where(and(eq(identities.id, id), eq(identities.userId, userId)))
    .returning()
  return row
}

export async function deleteIdentitiesOf(db: Db, userId: string, since?: Date): Promise<void> {
  await db
    .delete(identities)
    .where(and(eq(identities.userId, userId), since && gte(identities.createdAt, since)))
}

export async function listSwitches(db: Db): Promise<{ provider: string; isEnabled: boolean }[]> {
  return db
    .select({ provider: providerSwitches.provider, isEnabled: providerSwitches.isEnabled })
    .from(providerSwitches)
}

export async function setSwitch(
  db: Db,
  provider: string,
  isEnabled: boolean,
  changedBy: string,
): Promise<void> {
  const changed = { isEnabled, changedBy, changedAt: databaseNow }
  await db
    .insert(providerSwitches)
    .values({ provider, ...changed })
    .onConflictDoUpdate({ target: providerSwitches.provider, set: changed })
}
