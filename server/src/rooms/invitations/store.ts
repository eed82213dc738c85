import { and, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { memberships, organizations } from '../memberships/index.ts'
import type { InvitationStatus } from './schemas.ts'
import { invitations } from './tables.ts'

const fromNow = (ms: number): SQL<Date> => sql<Date>`${databaseNow} + ${ms} * interval '1 millisecond'`

/** Neither answered nor taken back. Whether its time has run out is another matter. */
const isOpen = and(
  isNull(invitations.acceptedAt),
  isNull(invitations.declinedAt),
  isNull(invitations.revokedAt),
)
const isLive = and(isOpen, gt(invitations.expiresAt, databaseNow))

const status = sql<InvitationStatus>`CASE
  WHEN ${invitations.acceptedAt} IS NOT NULL THEN 'accepted'
  WHEN ${invitations.declinedAt} IS NOT NULL THEN 'declined'
  WHEN ${invitations.revokedAt} IS NOT NULL THEN 'revoked'
  WHEN ${invitations.expiresAt} <= ${databaseNow} THEN 'expired'
  ELSE 'pending' END`

const hasStatus: Record<InvitationStatus, SQL | undefined> = {
  accepted: isNotNull(invitations.acceptedAt),
  declined: isNotNull(invitations.declinedAt),
  revoked: isNotNull(invitations.revokedAt),
  expired: and(isOpen, lte(invitations.expiresAt, databaseNow)),
  pending: isLive,
}

const shown = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  status,
  inviterId: users.id,
  inviterName: users.displayName,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
}

const selectShown = (db: Db) =>
  db.select(shown).from(invitations).leftJoin(users, eq(users.id, invitations.invitedBy))

export type ShownRow = Awaited<ReturnType<typeof selectShown>>[number]

export async function findShown(
  db: Db,
  organizationId: string,
  invitationId: string,
): Promise<ShownRow | undefined> {
  const [row] = await selectShown(db).where(
    and(eq(invitations.organizationId, organizationId), eq(invitations.id, invitationId)),
  )
  return row
}

interface Listed {
  organizationId: string
  status: InvitationStatus | undefined
  limit: number
  after: MomentPlace | undefined
}

export async function listShown(db: Db, { organizationId, status: wanted, limit, after }: Listed) {
  const { order, behind } = newestFirst(invitations.createdAt, invitations.id)
  return selectShown(db)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        wanted === undefined ? undefined : hasStatus[wanted],
        behind(after),
      ),
    )
    .orderBy(...order)
    .limit(limit)
}

interface NewRow {
  id: string
  organizationId: string
  email: string
  emailCanonical: string
  role: string
  tokenHash: Buffer
  invitedBy: string
  ttlMs: number
}

/**
 * Stores an invitation in the place of the open one of that address, and tells its id. One upsert against the unique
 * index, so of two that race the later one stays and the link of the earlier one is unknown.
 */
export async function putInvitation(db: Db, { ttlMs, ...columns }: NewRow): Promise<string> {
  const [row] = await db
    .insert(invitations)
    .values({ ...columns, expiresAt: fromNow(ttlMs) })
    .onConflictDoUpdate({
      target: [invitations.organizationId, invitations.emailCanonical],
      targetWhere: sql`accepted_at is null and declined_at is null and revoked_at is null`,
      set: {
        email: sql`excluded.email`,
        role: sql`excluded.role`,
        tokenHash: sql`excluded.token_hash`,
        invitedBy: sql`excluded.invited_by`,
        createdAt: sql`excluded.created_at`,
        expiresAt: sql`excluded.expires_at`,
      },
    })
    .returning({ id: invitations.id })
  return row!.id
}

/** The open invitation of an address, whether or not its time has run out. */
export async function findOpenFor(db: Db, organizationId: string, emailCanonical: string) {
  const [row] = await db
    .select({ id: invitations.id, role: invitations.role })
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.emailCanonical, emailCanonical),
        isOpen,
      ),
    )
  return row
}

/** Whether the reader of an address has declined within so many ms. */
export async function hasDeclined(
  db: Db,
  { organizationId, emailCanonical }: { organizationId: string; emailCanonical: string },
  withinMs: number,
): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.emailCanonical, emailCanonical),
        gt(invitations.declinedAt, fromNow(-withinMs)),
      ),
    )
    .limit(1)
  return rows.length > 0
}

/** Whether somebody of that address belongs to the organization. */
export async function isMember(db: Db, organizationId: string, emailCanonical: string): Promise<boolean> {
  const rows = await db
    .select({ one: sql`1` })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), eq(users.emailCanonical, emailCanonical)))
  return rows.length > 0
}

export async function findOrganizationName(db: Db, organizationId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
  return row?.name
}

/** An invitation, locked until the transaction ends. */
export async function lockInvitation(db: Db, organizationId: string, invitationId: string) {
  const [row] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.organizationId, organizationId), eq(invitations.id, invitationId)))
    .for('update')
  return row
}

/** Gives an open invitation another link and a new life; the link before is unknown from then on. */
export async function renewInvitation(
  db: Db,
  invitationId: string,
  { tokenHash, invitedBy, ttlMs }: { tokenHash: Buffer; invitedBy: string; ttlMs: number },
): Promise<boolean> {
  const rows = await db
    .update(invitations)
    .set({ tokenHash, invitedBy, expiresAt: fromNow(ttlMs) })
    .where(and(eq(invitations.id, invitationId), isOpen))
    .returning({ one: sql`1` })
  return rows.length === 1
}

/** Takes an open invitation back; false when it is not open any more. */
export async function revokeOpen(db: Db, invitationId: string): Promise<boolean> {
  const rows = await db
    .update(invitations)
    .set({ revokedAt: databaseNow })
    .where(and(eq(invitations.id, invitationId), isOpen))
    .returning({ one: sql`1` })
  return rows.length === 1
}

/** Takes back what a person has open in an organization, or wherever the scope reaches, and tells how many that were. */
export async function revokeOpenBy(db: Db, userId: string, organizationId?: string): Promise<number> {
  const where = organizationId === undefined ? undefined : eq(invitations.organizationId, organizationId)
  const rows = await db
    .update(invitations)
    .set({ revokedAt: databaseNow })
    .where(and(where, eq(invitations.invitedBy, userId), isOpen))
    .returning({ one: sql`1` })
  return rows.length
}

/** Takes back what is open of one role in an organization, and tells how many that were. */
export async function revokeOpenOfRole(db: Db, organizationId: string, role: string): Promise<number> {
  const rows = await db
    .update(invitations)
    .set({ revokedAt: databaseNow })
    .where(and(eq(invitations.organizationId, organizationId), eq(invitations.role, role), isOpen))
    .returning({ one: sql`1` })
  return rows.length
}

/** Deletes what was sent to an address or accepted by a person. Across organizations. */
export async function deleteInvitationsOf(
  db: Db,
  person: { id: string; emailCanonical: string },
): Promise<void> {
  await db
    .delete(invitations)
    .where(or(eq(invitations.emailCanonical, person.emailCanonical), eq(invitations.acceptedBy, person.id)))
}

/** Deletes what ran out so long ago. Across organizations. */
export async function deleteExpiredBefore(db: Db, olderThanMs: number): Promise<void> {
  await db.delete(invitations).where(lte(invitations.expiresAt, fromNow(-olderThanMs)))
}
