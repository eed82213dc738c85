import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * The way back to an address that an account had, mailed to that address when it was replaced (SECURITY T11). Apart
 * from other links: a person may have several, one per replaced address, and neither a new password nor another change
 * voids them, since whoever took an account over would do just that.
 *
 *   live      consumedAt is null and now < expiresAt
 *   consumed  consumedAt is set: it, or an older one, was used
 */
export const emailChangeUndos = pgTable(
  'email_change_undos',
  {
    tokenHash: bytes().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The replaced address, as typed and canonical. */
    email: text().notNull(),
    emailCanonical: text().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (t) => [index().on(t.userId), index().on(t.expiresAt)],
)
