import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * The outbox: mail is written here in the transaction of the effect it tells of, and sent afterwards.
 * The rendered mail is sealed, since it carries a live link, and removed once it was sent or dropped.
 *
 * State is read from the columns, never stored:
 *   queued     sentAt, failedAt and droppedAt are null; due at nextAttemptAt
 *   sending    as queued, with leasedUntil in the future
 *   sent       the relay took it
 *   failed     12 attempts or 24 hours went by, or the relay refused it for good; its
 *              content stays until nextAttemptAt, so that an operator may queue it again
 *   dropped    the link in it had expired before it could be sent
 *
 * A row without a recipient is a decoy (see `queueDecoy`): never sent, and deleted by the worker within a second.
 */
export const mailMessages = pgTable(
  'mail_messages',
  {
    id: uuid().primaryKey(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    recipient: text().notNull(),
    template: text().notNull(),
    contentSealed: bytes(),
    createdAt: instant().notNull().default(databaseNow),
    /** When the link in it dies; after that it is dropped. */
    usefulUntil: instant(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant().notNull().default(databaseNow),
    leasedUntil: instant(),
    lastError: text(),
    sentAt: instant(),
    failedAt: instant(),
    droppedAt: instant(),
    /** When an operator queued it again: its tries are counted from here. */
    requeuedAt: instant(),
  },
  (t) => [
    // Only what still holds content: the worker looks every second, and most rows are long done.
    index('mail_messages_due').on(t.nextAttemptAt).where(sql`${t.contentSealed} is not null`),
    index().on(t.userId),
    index('mail_messages_recipient').on(t.recipient, t.createdAt),
    // What operators look for among the many that were sent.
    index('mail_messages_failed').on(t.id).where(sql`${t.failedAt} is not null`),
    index('mail_messages_dropped').on(t.id).where(sql`${t.droppedAt} is not null`),
  ],
)

export const sealedMail: readonly SealedColumn[] = [
  { table: mailMessages, key: mailMessages.id, sealed: mailMessages.contentSealed, purpose: 'mail' },
]
