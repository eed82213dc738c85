import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

export type Purpose = 'email_verification' | 'password_reset' | 'email_change'

/**
 * One row per link we sent. Only the token's SHA-256 is kept, so a leaked backup opens no account. A token
 * answers for one `purpose` and one address, and no other.
 *
 * State is read from the columns, never stored:
 *   live      consumedAt and voidedAt are null and now <  expiresAt
 *   expired   consumedAt and voidedAt are null and now >= expiresAt
 *   consumed  consumedAt is set
 *   voided    voidedAt is set: the account changed under it
 *
 * A person has at most one row per purpose that is neither consumed nor voided; the unique index sees to it. A
 * newer link takes the row over, so that the older one is unknown from then on, however the two requests raced.
 */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    tokenHash: bytes().primaryKey(),
    purpose: text().$type<Purpose>().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The canonical address it was sent to: it proves that mailbox and no other. */
    emailCanonical: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
    voidedAt: instant(),
  },
  (t) => [
    uniqueIndex('one_time_tokens_open_key')
      .on(t.userId, t.purpose)
      .where(sql`${t.consumedAt} is null and ${t.voidedAt} is null`),
    index().on(t.expiresAt),
  ],
)
