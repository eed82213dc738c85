import { and, eq, isNull } from 'drizzle-orm'
import { newestFirst } from '../../kit/columns.ts'
import type { MomentPlace } from '../../kit/page.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { memberships } from '../memberships/index.ts'

const latest = newestFirst(memberships.joinedAt, memberships.userId)

const shown = {
  userId: memberships.userId,
  displayName: users.displayName,
  avatarUrl: users.avatarUrl,
  email: users.email,
  role: memberships.role,
  joinedAt: memberships.joinedAt,
}

/** Members of an organization, the latest joined first, from behind the cursor on. */
export function selectMembers(
  db: Db,
  organizationId: string,
  page: { limit: number; after: MomentPlace | undefined },
) {
  return db
    .select(shown)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.organizationId, organizationId), latest.behind(page.after)))
    .orderBy(...latest.order)
    .limit(page.limit)
}

export type MemberRow = Awaited<ReturnType<typeof selectMembers>>[number]

const isMember = (organizationId: string, userId: string) =>
  and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId))

export async function selectMember(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<MemberRow | undefined> {
  const [row] = await db
    .select(shown)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isMember(organizationId, userId))
  return row
}

/** Gives a member another role. The caller holds the organization's row lock. */
export async function updateRole(
  db: Db,
  member: { organizationId: string; userId: string },
  role: string,
): Promise<void> {
  await db.update(memberships).set({ role }).where(isMember(member.organizationId, member.userId))
}

/** Ends a membership. The caller holds the organization's row lock. */
export async function deleteMember(db: Db, organizationId: string, userId: string): Promise<void> {
  await db.delete(memberships).where(isMember(organizationId, userId))
}

/** Whether somebody can sign in: their address is proven, and they are neither disabled nor closing their account. */
export async function canSignIn(db: Db, userId: string): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, userId),
        eq(users.isVerified, true),
        isNull(users.disabledAt),
        isNull(users.erasedAfter),
      ),
    )
  return rows.length === 1
}
