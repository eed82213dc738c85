import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { auditEvents, auditPersonal } from './tables.ts'

/**
 * Takes what names a person out of the log: the personal part of every event they acted in, as
 * themselves or as another, or that was about them, and of those that only their address ties to them, the one they have or one they had. The chain holds hashes of it and
 * stays whole (SECURITY D2).
 */
export async function erasePersonalDetails(
  ctx: Pick<Context, 'db'>,
  person: { id: string; emailCanonical: string },
): Promise<void> {
  await eraseByEarlierAddresses(ctx, person.id)
  // One by one, since each finds its rows by an index of its own, and together they would read the whole log.
  const isAbout = and(eq(auditEvents.targetType, 'user'), eq(auditEvents.targetId, person.id))
  for (const theirs of [
    eq(auditEvents.actorId, person.id),
    eq(auditEvents.realActorId, person.id),
    isAbout,
  ]) {
    const events = ctx.db.select({ id: auditEvents.id }).from(auditEvents).where(theirs)
    await ctx.db.delete(auditPersonal).where(inArray(auditPersonal.eventId, events))
  }
  await ctx.db
    .delete(auditPersonal)
    .where(sql`lower(${auditPersonal.personal}->>'email') = ${person.emailCanonical}`)
}

/**
 * An address that was given up may be another person's later: of what came after the three days it could be gone back
 * to, only events about nobody we know are erased.
 */
async function eraseByEarlierAddresses(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await ctx.db.execute(sql`
    DELETE FROM audit_personal named
    USING audit_events event, audit_events moved, audit_personal held
    WHERE ((moved.actor_id = ${userId}::uuid AND moved.action IN ('email.changed', 'email.change_undone'))
        OR (moved.target_id = ${userId} AND moved.action = 'admin.user_email_changed'))
      AND held.event_id = moved.id AND event.id = named.event_id
      AND lower(named.personal->>'email') = lower(held.personal->>'from')
      AND (event.at < moved.at + interval '72 hours' OR (event.actor_id IS NULL AND event.target_id IS NULL))`)
}
