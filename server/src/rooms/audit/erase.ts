import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { auditEvents, auditPersonal } from './tables.ts'

/**
 * Takes what names a person out of the log: the personal part of every event they acted in or that was about them, and
 * of those that only their address ties to them. The chain holds hashes of it and stays whole (SECURITY D2).
 */
export async function erasePersonalDetails(
  ctx: Pick<Context, 'db'>,
  person: { id: string; email: string },
): Promise<void> {
  const theirs = ctx.db
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(
      or(
        eq(auditEvents.actorId, person.id),
        and(eq(auditEvents.targetType, 'user'), eq(auditEvents.targetId, person.id)),
      ),
    )
  await ctx.db
    .delete(auditPersonal)
    .where(
      or(
        inArray(auditPersonal.eventId, theirs),
        sql`lower(${auditPersonal.personal}->>'email') = lower(${person.email})`,
      ),
    )
}
