import { and, eq, exists, isNull, or, type SQL, sql } from 'drizzle-orm'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import { mayOnPlatform, platformRoles } from '../../kit/platform-permissions.ts'
import type { Db } from '../../platform/db.ts'
import { perDatabase } from '../../platform/per-database.ts'
import { users } from '../accounts/index.ts'
import { credentials } from '../passwords/index.ts'
import { totpFactors } from '../totp/index.ts'
import { sessions } from './tables.ts'

const impersonatingRoles = platformRoles.filter((role) => mayOnPlatform(role, 'users:impersonate'))

export type SessionRow = typeof sessions.$inferSelect

export const live: SQL = sql`${sessions.endedAt} IS NULL AND ${sessions.idleExpiresAt} > ${databaseNow} AND ${sessions.expiresAt} > ${databaseNow}`

/** Whose session it is, read with it: one select serves the check of a token and most answers. */
const holder = {
  account: users,
  hasPassword: sql<boolean>`${credentials.passwordHash} IS NOT NULL`,
  mfaEnabled: sql<boolean>`EXISTS (SELECT 1 FROM ${totpFactors} WHERE ${totpFactors.userId} = ${users.id} AND ${totpFactors.confirmedAt} IS NOT NULL)`,
}

/**
 * Whoever acts as another person must still be allowed to, at each request, and the other must not have become staff
 * meanwhile (SECURITY A4). Of everybody's own sessions nothing is asked.
 */
const impersonatorMay = or(
  isNull(sessions.impersonatorId),
  and(
    isNull(users.platformRole),
    exists(
      sql`(SELECT 1 FROM ${users} AS impersonators WHERE impersonators.id = ${sessions.impersonatorId}
      AND impersonators.platform_role IN ${impersonatingRoles} AND impersonators.disabled_at IS NULL
      AND impersonators.erased_after IS NULL)`,
    ),
  ),
)

const activeSessionQuery = perDatabase((db) =>
  db
    .select({
      sessionId: sessions.id,
      amr: sessions.amr,
      organizationId: sessions.organizationId,
      impersonatorId: sessions.impersonatorId,
      authenticatedAt: sessions.authenticatedAt,
      isFresh: sql<boolean>`${sessions.authenticatedAt} > ${databaseNow} - interval '5 minutes'`,
      ...holder,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(credentials, eq(credentials.userId, sessions.userId))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sessionId')),
        eq(sessions.userId, sql.placeholder('userId')),
        live,
        eq(users.isVerified, true),
        isNull(users.disabledAt),
        impersonatorMay,
      ),
    )
    .prepare('active_session'),
)

export type ActiveSessionRow = Awaited<ReturnType<ReturnType<typeof activeSessionQuery>['execute']>>[number]

/** The live session of a live account, with the account; undefined when either has ended. */
export async function findActiveSession(
  db: Db,
  sessionId: string,
  userId: string,
): Promise<ActiveSessionRow | undefined> {
  const [row] = await activeSessionQuery(db).execute({ sessionId, userId })
  return row
}

export async function findLiveSession(db: Db, sessionId: string) {
  const [row] = await db
    .select({ sessionId: sessions.id, userId: sessions.userId })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), live))
  return row
}

export interface NewSession {
  id: string
  userId: string
  refreshHash: Buffer
  ip: string
  userAgent: string
  amr: string[]
  organizationId: string | null
  idleDays: number
  absoluteDays: number
}

export async function insertSession(db: Db, session: NewSession): Promise<SessionRow> {
  const { idleDays, absoluteDays, ...columns } = session
  const rows = await db
    .insert(sessions)
    .values({
      ...columns,
      idleExpiresAt: inDays(Math.min(idleDays, absoluteDays)),
      expiresAt: inDays(absoluteDays),
    })
    .returning()
  return rows[0]!
}

const inDays = (count: number): SQL => sql`${databaseNow} + ${count} * interval '1 day'`

export type NewImpersonation = Pick<SessionRow, 'id' | 'userId' | 'refreshHash' | 'amr'> & {
  impersonatorId: string
  seconds: number
}

/**
 * A session of somebody who acts as another. When the person last proved themselves is long ago, so that nothing that
 * asks for a fresh sign-in, here or at a resource server, takes it for one. Where the administrator sits is in the audit
 * log and not here, where the person would read it.
 */
export async function insertImpersonation(
  db: Db,
  { seconds, ...columns }: NewImpersonation,
): Promise<SessionRow> {
  const end = sql`${databaseNow} + ${seconds} * interval '1 second'`
  const rows = await db
    .insert(sessions)
    .values({
      ...columns,
      ...{ ip: '', userAgent: '', organizationId: null },
      authenticatedAt: sql`'epoch'::timestamptz`,
      ...{ idleExpiresAt: end, expiresAt: end },
    })
    .returning()
  return rows[0]!
}

export interface Rotation {
  sessionId: string
  counter: number
  presentedHash: Buffer
  successorHash: Buffer
  ip: string
  userAgent: string
  idleDays: number
}

export const refreshSecondsLeft = sql<number>`greatest(0, floor(extract(epoch FROM least(${sessions.idleExpiresAt}, ${sessions.expiresAt}) - ${databaseNow})))::int`

const rotation = perDatabase((db) =>
  db
    .update(sessions)
    .set({
      refreshCounter: sql`${sessions.refreshCounter} + 1`,
      refreshHash: sql`${sql.placeholder('successorHash')}`,
      rotatedAt: databaseNow,
      lastSeenAt: databaseNow,
      ip: sql`${sql.placeholder('ip')}`,
      userAgent: sql`${sql.placeholder('userAgent')}`,
      idleExpiresAt: sql`least(${databaseNow} + ${sql.placeholder('idleDays')}::int * interval '1 day', ${sessions.expiresAt})`,
    })
    .from(users)
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(
      and(
        eq(sessions.id, sql.placeholder('sessionId')),
        eq(users.id, sessions.userId),
        isNull(users.disabledAt),
        isNull(sessions.impersonatorId),
        eq(sessions.refreshCounter, sql.placeholder('counter')),
        eq(sessions.refreshHash, sql.placeholder('presentedHash')),
        live,
      ),
    )
    .returning({ session: sessions, ...holder, expiresInSeconds: refreshSecondsLeft })
    .prepare('rotate_session'),
)

/**
 * Replaces the live refresh token by its successor, when the presented one is the live one. A compare-and-swap on
 * counter and hash in one UPDATE: of racing callers exactly one gets the row, and never are two tokens live.
 * The idle end moves with it, the absolute end does not.
 */
export async function rotate(db: Db, presented: Rotation): Promise<RotatedRow | undefined> {
  const [row] = await rotation(db).execute({ ...presented })
  return row
}

export interface RotatedRow {
  session: SessionRow
  account: typeof users.$inferSelect
  hasPassword: boolean
  mfaEnabled: boolean
  expiresInSeconds: number
}

/** The session of a token that was not the live one, with what decides between grace and reuse. */
export async function findForReplay(db: Db, sessionId: string, graceSeconds: number) {
  const [row] = await db
    .select({
      session: sessions,
      ...holder,
      expiresInSeconds: refreshSecondsLeft,
      isLive: sql<boolean>`${live} AND ${users.disabledAt} IS NULL AND ${sessions.impersonatorId} IS NULL`,
      withinGrace: sql<boolean>`coalesce(${sessions.rotatedAt} > ${databaseNow} - ${graceSeconds} * interval '1 second', false)`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(credentials, eq(credentials.userId, sessions.userId))
    .where(eq(sessions.id, sessionId))
  return row
}

export type ReplayedRow = NonNullable<Awaited<ReturnType<typeof findForReplay>>>

const newest = newestFirst(sessions.createdAt, sessions.id)

/** Live sessions of a person, newest first, from behind the cursor on. */
export async function listLiveSessions(db: Db, userId: string, limit: number, after?: MomentPlace) {
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), live, newest.behind(after)))
    .orderBy(...newest.order)
    .limit(limit)
}
