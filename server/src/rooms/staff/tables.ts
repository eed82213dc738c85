import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * A wish of an administrator to take somebody's second factors away (SECURITY M8): carried out when a second
 * administrator agrees, or by itself a day later, unless the person has signed in with a second factor meanwhile.
 */
export const mfaResets = pgTable('mfa_resets', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  requestedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
  /** How it was established that it is the person who asks. */
  reason: text().notNull(),
  requestedAt: instant().notNull().default(databaseNow),
  dueAt: instant().notNull(),
})
