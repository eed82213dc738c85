import { and, eq, inArray, type SQLWrapper } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { live, refreshSecondsLeft } from './store.ts'
import { sessions } from './tables.ts'

/** Notes which organization a live session of the person works in; undefined when it has ended meanwhile. */
export async function setOrganization(
  db: Db,
  { sessionId, userId, organizationId }: { sessionId: string; userId: string; organizationId: string | null },
) {
  const [row] = await db
    .update(sessions)
    .set({ organizationId })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), live))
    .returning({ session: sessions, expiresInSeconds: refreshSecondsLeft })
  return row
}

/** Takes an organization out of the sessions of people that work in it. */
export async function clearOrganization(
  db: Db,
  organizationId: string,
  people: readonly string[] | SQLWrapper,
): Promise<void> {
  await db
    .update(sessions)
    .set({ organizationId: null })
    .where(and(eq(sessions.organizationId, organizationId), inArray(sessions.userId, people)))
}
