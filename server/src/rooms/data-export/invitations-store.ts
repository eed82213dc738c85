import { desc, eq, or, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { invitations } from '../invitations/index.ts'
import { acrossOrganizations, organizations } from '../memberships/index.ts'

/** Invitations to the person's address, and those they made, newest first. */
export function readInvitations(db: Db, userId: string) {
  const isReceived = sql<boolean>`${invitations.emailCanonical} = ${users.emailCanonical} OR ${invitations.acceptedBy} IS NOT DISTINCT FROM ${users.id}`
  return acrossOrganizations({ db }, (inTx) =>
    inTx.db
      .select({
        direction: sql<'received' | 'sent'>`CASE WHEN ${isReceived} THEN 'received' ELSE 'sent' END`,
        organization: organizations.name,
        email: invitations.email,
        role: invitations.role,
        createdAt: invitations.createdAt,
        expiresAt: invitations.expiresAt,
        acceptedAt: invitations.acceptedAt,
        declinedAt: invitations.declinedAt,
        revokedAt: invitations.revokedAt,
      })
      .from(invitations)
      .innerJoin(organizations, eq(organizations.id, invitations.organizationId))
      .innerJoin(
        users,
        or(
          eq(users.emailCanonical, invitations.emailCanonical),
          eq(users.id, invitations.acceptedBy),
          eq(users.id, invitations.invitedBy),
        ),
      )
      .where(eq(users.id, userId))
      .orderBy(desc(invitations.createdAt), desc(invitations.id)),
  )
}
