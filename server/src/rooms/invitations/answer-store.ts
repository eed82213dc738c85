import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { databaseNow, newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { organizations } from '../memberships/index.ts'
import { invitations } from './tables.ts'

const isLive = and(
  isNull(invitations.acceptedAt),
  isNull(invitations.declinedAt),
  isNull(invitations.revokedAt),
  gt(invitations.expiresAt, databaseNow),
)

/** Whoever was disabled or is leaving answers for nothing any more: such an inviter is left out, and nulls come instead. */
const selectAnswerable = (db: Db) =>
  db
    .select({
      id: invitations.id,
      organizationId: invitations.organizationId,
      organizationName: organizations.name,
      email: invitations.email,
      emailCanonical: invitations.emailCanonical,
      role: invitations.role,
      tokenHash: invitations.tokenHash,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      inviterId: users.id,
      inviterName: users.displayName,
    })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
    .leftJoin(
      users,
      and(eq(users.id, invitations.invitedBy), isNull(users.disabledAt), isNull(users.erasedAfter)),
    )

/** A live invitation, as whoever answers it needs it. Whether its inviter may still invite is looked up. */
export type LiveInvitation = Awaited<ReturnType<typeof selectAnswerable>>[number]

/** By its link. It decides nothing: only `acceptLive` and `declineLive` settle a race. Across organizations. */
export async function findLiveByToken(db: Db, tokenHash: Buffer): Promise<LiveInvitation | undefined> {
  const [row] = await selectAnswerable(db).where(and(eq(invitations.tokenHash, tokenHash), isLive))
  return row
}

/** By its id, for the reader of one mailbox and nobody else. Across organizations. */
export async function findLiveOf(
  db: Db,
  emailCanonical: string,
  invitationId: string,
): Promise<LiveInvitation | undefined> {
  const [row] = await selectAnswerable(db).where(
    and(eq(invitations.id, invitationId), eq(invitations.emailCanonical, emailCanonical), isLive),
  )
  return row
}

/** What the reader of a mailbox can answer, newest first. Across organizations. */
export async function listLiveOf(
  db: Db,
  emailCanonical: string,
  page: { limit: number; after: MomentPlace | undefined },
): Promise<LiveInvitation[]> {
  const { order, behind } = newestFirst(invitations.createdAt, invitations.id)
  return selectAnswerable(db)
    .where(
      and(eq(invitations.emailCanonical, emailCanonical), isLive, isNotNull(users.id), behind(page.after)),
    )
    .orderBy(...order)
    .limit(page.limit)
}

/** Uses a live invitation up for a person; false when it is over or has another link by now. Of many at once, one wins. */
export async function acceptLive(db: Db, tokenHash: Buffer, userId: string): Promise<boolean> {
  const rows = await db
    .update(invitations)
    .set({ acceptedAt: databaseNow, acceptedBy: userId })
    .where(and(eq(invitations.tokenHash, tokenHash), isLive))
    .returning({ one: sql`1` })
  return rows.length === 1
}

/** Turns a live invitation down, for good; false when it is over or has another link by now. */
export async function declineLive(db: Db, tokenHash: Buffer): Promise<boolean> {
  const rows = await db
    .update(invitations)
    .set({ declinedAt: databaseNow })
    .where(and(eq(invitations.tokenHash, tokenHash), isLive))
    .returning({ one: sql`1` })
  return rows.length === 1
}
