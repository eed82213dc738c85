import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { NOBODY } from './rules.ts'
import { mailMessages } from './tables.ts'

export const mailStatuses = ['queued', 'sending', 'sent', 'failed', 'dropped'] as const
export type MailStatus = (typeof mailStatuses)[number]

/** What mails may be looked for by. All that are given must hold. */
export interface MailFilters {
  status?: MailStatus | undefined
  /** Any of these addresses, byte for byte. */
  recipients?: readonly string[] | undefined
  template?: string | undefined
}

/** How many mails one statement looks at for those of a rare kind, so that no search reads all of them. */
const LOOKED_AT = 20_000

const t = mailMessages
const holdsContent = isNotNull(t.contentSealed)
const isLeased = gt(t.leasedUntil, databaseNow)

/** As the docstring of the table has them. */
const isInState: Record<MailStatus, SQL | undefined> = {
  queued: and(holdsContent, isNull(t.failedAt), or(isNull(t.leasedUntil), lte(t.leasedUntil, databaseNow))),
  sending: and(holdsContent, isNull(t.failedAt), isLeased),
  sent: isNotNull(t.sentAt),
  failed: isNotNull(t.failedAt),
  dropped: isNotNull(t.droppedAt),
}

const statusOf = sql<MailStatus>`CASE WHEN ${t.sentAt} IS NOT NULL THEN 'sent' WHEN ${t.droppedAt} IS NOT NULL THEN 'dropped'
  WHEN ${t.failedAt} IS NOT NULL THEN 'failed' WHEN ${isLeased} THEN 'sending' ELSE 'queued' END`

/** Failed, and its content is still there, and so is the life of the link in it. */
const mayBeRequeued = and(
  isNotNull(t.failedAt),
  holdsContent,
  gt(t.nextAttemptAt, databaseNow),
  or(isNull(t.usefulUntil), gt(t.usefulUntil, databaseNow)),
)

const columns = {
  id: t.id,
  status: statusOf.as('status'),
  recipient: t.recipient,
  userId: t.userId,
  template: t.template,
  createdAt: t.createdAt,
  attempts: t.attempts,
  lastError: t.lastError,
  nextAttemptAt: t.nextAttemptAt,
  usefulUntil: t.usefulUntil,
  sentAt: t.sentAt,
  failedAt: t.failedAt,
  droppedAt: t.droppedAt,
  mayBeRequeued: sql<boolean>`coalesce(${mayBeRequeued}, false)`.as('may_be_requeued'),
}

export type MailRow = Awaited<ReturnType<typeof findMails>>[number]

interface Stretch {
  before: string | undefined
  limit: number
  offset?: number
}

/** Newest first by id, along the index of the address or of the state; ids begin with the time they were made. */
function walk(db: Db, { status, recipients }: MailFilters, { before, limit, offset = 0 }: Stretch) {
  return db
    .select(columns)
    .from(t)
    .where(
      and(
        recipients ? inArray(t.recipient, [...recipients]) : ne(t.recipient, NOBODY),
        status && isInState[status],
        before === undefined ? undefined : lt(t.id, before),
      ),
    )
    .orderBy(desc(t.id))
    .limit(limit)
    .offset(offset)
}

/** The newest mails behind a place that match, of the next `LOOKED_AT`. Never what is in them. */
export function findMails(
  db: Db,
  filters: MailFilters,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const seen = walk(db, filters, { before, limit: LOOKED_AT }).as('seen')
  return db
    .select()
    .from(seen)
    .where(filters.template === undefined ? undefined : eq(seen.template, filters.template))
    .orderBy(desc(seen.id))
    .limit(limit)
}

/** The last mail that was looked at, when there may be more behind it. */
export async function findLastLookedAt(
  db: Db,
  filters: MailFilters,
  before: string | undefined,
): Promise<string | undefined> {
  const [last] = await walk(db, filters, { before, limit: 1, offset: LOOKED_AT - 1 })
  return last?.id
}

export async function findMail(db: Db, id: string): Promise<MailRow | undefined> {
  const [row] = await db
    .select(columns)
    .from(t)
    .where(and(eq(t.id, id), ne(t.recipient, NOBODY)))
  return row
}

/**
 * Queues a failed mail again, with all its tries; false when it is not one that may be. One UPDATE, so of two callers
 * exactly one queues it.
 */
export async function requeue(db: Db, id: string): Promise<boolean> {
  const rows = await db
    .update(t)
    .set({
      failedAt: null,
      attempts: 0,
      nextAttemptAt: databaseNow,
      leasedUntil: null,
      requeuedAt: databaseNow,
    })
    .where(and(eq(t.id, id), mayBeRequeued))
    .returning({ id: t.id })
  return rows.length === 1
}
