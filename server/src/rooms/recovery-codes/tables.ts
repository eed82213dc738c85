import { pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * Ten codes for when the second factor is lost. Kept as HMACs under SECRET_KEY, each good once; a new set replaces the
 * old one whole.
 */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeMac: bytes().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    usedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.codeMac] })],
)
