import { sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { memberships } from '../memberships/index.ts'

/** Makes somebody a member; false when they are one already, whose role stays as it is. Across organizations. */
export async function insertMembership(
  db: Db,
  membership: { organizationId: string; userId: string; role: string },
): Promise<boolean> {
  const rows = await db
    .insert(memberships)
    .values(membership)
    .onConflictDoNothing()
    .returning({ one: sql`1` })
  return rows.length === 1
}
