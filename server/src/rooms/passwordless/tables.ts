import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

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
