import { and, asc, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { mailMessages } from './tables.ts'

/** The moment `ms` from now, by the database's clock. */
const fromNow = (ms: number): SQL<Date> => sql<Date>`${databaseNow} + ${ms} * interval '1 millisecond'`

interface NewMail {
  id: string
  userId: string | undefined
  recipient: string
  template: string
  contentSealed: Buffer
  usefulForMs: number | undefined
}

export async function insertMail(db: Db, mail: NewMail): Promise<void> {
  const { usefulForMs, ...columns } = mail
  await db
    .insert(mailMessages)
    .values({ ...columns, usefulUntil: usefulForMs === undefined ? null : fromNow(usefulForMs) })
}

/**
 * Makes callers for one recipient wait for each other until their transactions end. Whoever counts mails and then
 * adds one calls this first; otherwise many at once would all count the same.
 */
export async function lockRecipient(db: Db, recipient: string): Promise<void> {
  await db.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mail:${recipient}`}, 0))`)
}

export async function countMails(
  db: Db,
  wanted: { recipient: string; templates: readonly string[]; withinMs: number },
): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(mailMessages)
    .where(
      and(
        eq(mailMessages.recipient, wanted.recipient),
        inArray(mailMessages.template, [...wanted.templates]),
        sql`${mailMessages.createdAt} > ${fromNow(-wanted.withinMs)}`,
      ),
    )
  return row?.count ?? 0
}

/**
 * A mail that one worker may now send. `attempts` counts this one: it also tells a worker whose lease ran out, and
 * whose mail another has taken over, that it has nothing to settle any more.
 */
export interface Claim {
  id: string
  recipient: string
  template: string
  contentSealed: Buffer | null
  attempts: number
  ageMs: number
  /** Whether the link in it still works. */
  isUseful: boolean
}

/** Since when it has been tried: an operator who queues it again gives it all its time anew. */
const queuedAt = sql`coalesce(${mailMessages.requeuedAt}, ${mailMessages.createdAt})`

const isQueued = and(isNotNull(mailMessages.contentSealed), isNull(mailMessages.failedAt))

/**
 * Takes up to `limit` due mails for `leaseMs`. Rows another worker is taking at this moment are skipped, those it
 * has taken carry its lease: no two workers ever hold the same mail. A lease that ran out is taken over.
 */
export async function claimDue(db: Db, limit: number, leaseMs: number): Promise<Claim[]> {
  const due = db.$with('due').as(
    db
      .select({ id: mailMessages.id })
      .from(mailMessages)
      .where(
        and(
          isQueued,
          lte(mailMessages.nextAttemptAt, databaseNow),
          or(isNull(mailMessages.leasedUntil), lte(mailMessages.leasedUntil, databaseNow)),
        ),
      )
      .orderBy(asc(mailMessages.nextAttemptAt))
      .limit(limit)
      .for('update', { skipLocked: true }),
  )
  return db
    .with(due)
    .update(mailMessages)
    .set({ leasedUntil: fromNow(leaseMs), attempts: sql`${mailMessages.attempts} + 1` })
    .from(due)
    .where(eq(mailMessages.id, due.id))
    .returning({
      id: mailMessages.id,
      recipient: mailMessages.recipient,
      template: mailMessages.template,
      contentSealed: mailMessages.contentSealed,
      attempts: mailMessages.attempts,
      ageMs: sql<number>`(extract(epoch from ${databaseNow} - ${queuedAt}) * 1000)::float8`,
      isUseful: sql<boolean>`(${mailMessages.usefulUntil} IS NULL OR ${mailMessages.usefulUntil} > ${databaseNow})`,
    })
}

/** Still ours: neither settled nor taken over by another worker. */
const held = (claim: Claim) =>
  and(eq(mailMessages.id, claim.id), eq(mailMessages.attempts, claim.attempts), isQueued)

export async function markSent(db: Db, claim: Claim): Promise<void> {
  await db
    .update(mailMessages)
    .set({ sentAt: databaseNow, contentSealed: null, leasedUntil: null, lastError: null })
    .where(held(claim))
}

export async function markDropped(db: Db, claim: Claim): Promise<void> {
  await db
    .update(mailMessages)
    .set({ droppedAt: databaseNow, contentSealed: null, leasedUntil: null })
    .where(held(claim))
}

export async function postpone(db: Db, claim: Claim, delayMs: number, lastError: string): Promise<void> {
  await db
    .update(mailMessages)
    .set({ nextAttemptAt: fromNow(delayMs), leasedUntil: null, lastError })
    .where(held(claim))
}

/**
 * Gives a mail up. Its content stays, sealed, so that an operator can queue it again; `nextAttemptAt` is then the
 * moment the content goes: when the link in it dies, or after `keepMs`.
 */
export async function markFailed(db: Db, claim: Claim, keepMs: number, lastError: string): Promise<void> {
  await db
    .update(mailMessages)
    .set({
      failedAt: databaseNow,
      nextAttemptAt: sql`least(${mailMessages.usefulUntil}, ${fromNow(keepMs)})`,
      leasedUntil: null,
      lastError,
    })
    .where(held(claim))
}

/** Gives back mails that were taken and not tried. */
export async function releaseClaims(db: Db, claims: readonly Claim[]): Promise<void> {
  for (const claim of claims) {
    await db
      .update(mailMessages)
      .set({ leasedUntil: null, attempts: claim.attempts - 1 })
      .where(held(claim))
  }
}

export async function deleteMail(db: Db, claim: Claim): Promise<void> {
  await db.delete(mailMessages).where(held(claim))
}

/** Removes the content of failed mails that nobody queued again in time. */
export async function removeSpentContent(db: Db): Promise<void> {
  await db
    .update(mailMessages)
    .set({ contentSealed: null })
    .where(
      and(
        isNotNull(mailMessages.contentSealed),
        isNotNull(mailMessages.failedAt),
        lte(mailMessages.nextAttemptAt, databaseNow),
      ),
    )
}

/** Drops what was queued so long ago, or longer, and counts it. */
export async function dropQueuedBefore(db: Db, ageMs: number): Promise<number> {
  const dropped = await db
    .update(mailMessages)
    .set({ droppedAt: databaseNow, contentSealed: null, leasedUntil: null })
    .where(and(isQueued, lte(queuedAt, fromNow(-ageMs))))
    .returning({ id: mailMessages.id })
  return dropped.length
}

/** How long the oldest mail has been waiting, in seconds; 0 when none is. */
export async function oldestQueuedAgeSeconds(db: Db): Promise<number> {
  const [row] = await db
    .select({
      age: sql<number>`coalesce(extract(epoch from ${databaseNow} - min(${queuedAt})), 0)::float8`,
    })
    .from(mailMessages)
    .where(isQueued)
  return row?.age ?? 0
}

/** Deletes what was settled long ago. Found by the time that an id begins with, so that nothing else is read. */
export async function deleteSettled(db: Db, olderThanMs: number): Promise<void> {
  const thenMs = sql`(extract(epoch from ${fromNow(-olderThanMs)}) * 1000)::bigint`
  const firstIdThen = sql`(lpad(to_hex(${thenMs}), 12, '0') || repeat('0', 20))::uuid`
  await db
    .delete(mailMessages)
    .where(and(isNull(mailMessages.contentSealed), sql`${mailMessages.id} < ${firstIdThen}`))
}

/** Deletes every mail to a person, whoever's account it was about, and every mail about their account. */
export async function deleteMailOf(
  db: Db,
  { id, email, emailCanonical }: { id: string; email: string; emailCanonical: string },
): Promise<void> {
  const isTheirs = inArray(mailMessages.recipient, [email, emailCanonical])
  await db.delete(mailMessages).where(or(eq(mailMessages.userId, id), isTheirs))
}
