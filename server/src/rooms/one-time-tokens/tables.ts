import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
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

/**
 * One mail with a link and a code, either of which signs in, once. An address that nobody has gets a row too, with
 * which nobody can sign in, so that both look and take the same (SECURITY N2, N3).
 *
 *   live      consumedAt and voidedAt are null and now < expiresAt
 *   spent     wrongCodes has reached 5: the code is dead, the link lives on
 *   voided    a newer mail went to the address, or the account changed under it
 */
export const passwordlessFlows = pgTable(
  'passwordless_flows',
  {
    id: uuid().primaryKey(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    emailCanonical: text().notNull(),
    linkHash: bytes().notNull(),
    /** HMAC of flow and code: six digits are too few for a plain hash. */
    codeMac: bytes().notNull(),
    wrongCodes: integer().notNull().default(0),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
    voidedAt: instant(),
  },
  (t) => [index().on(t.linkHash), index().on(t.emailCanonical), index().on(t.expiresAt)],
)
