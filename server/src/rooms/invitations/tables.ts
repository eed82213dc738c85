import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'
import { organizations } from '../memberships/tables.ts'

/**
 * An invitation into an organization, mailed to one address. Only the SHA-256 of its `inv_` token is kept. Behind the
 * row-level security of organizations.
 *
 * State is read from the columns, never stored:
 *   pending   acceptedAt, declinedAt and revokedAt are null and now <  expiresAt
 *   expired   the three are null and now >= expiresAt
 *   accepted, declined, revoked   the column of that name is set
 *
 * At most one row per organization and address has none of the three; the unique index sees to it. Inviting again
 * takes that row over, so that the older link is unknown from then on.
 */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid().primaryKey(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    email: text().notNull(),
    emailCanonical: text().notNull(),
    role: text().notNull(),
    tokenHash: bytes().notNull(),
    /** Null once that person's account is gone; nobody can accept it then. */
    invitedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    acceptedBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    declinedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [
    uniqueIndex('invitations_token_key').on(t.tokenHash),
    uniqueIndex('invitations_open_key')
      .on(t.organizationId, t.emailCanonical)
      .where(sql`${t.acceptedAt} is null and ${t.declinedAt} is null and ${t.revokedAt} is null`),
    index('invitations_listed_idx').on(t.organizationId, t.createdAt, t.id),
    index().on(t.emailCanonical),
    index().on(t.invitedBy),
  ],
)
