import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * One row per sign-in: a family of refresh tokens, of which at most one is live. A token names its session and
 * its place in the row (`refreshCounter`) and is derived by HMAC, so none is stored; `refreshHash` is the SHA-256
 * of the live one.
 *
 *   live     endedAt is null and now < idleExpiresAt and now < expiresAt
 *   expired  endedAt is null and one of the two has passed
 *   ended    endedAt is set, with the reason
 */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    refreshCounter: integer().notNull().default(0),
    refreshHash: bytes().notNull(),
    /** When the live token replaced its predecessor; the predecessor's grace of 10 s is counted from here. */
    rotatedAt: instant(),
    createdAt: instant().notNull().default(databaseNow),
    lastSeenAt: instant().notNull().default(databaseNow),
    authenticatedAt: instant().notNull().default(databaseNow),
    idleExpiresAt: instant().notNull(),
    expiresAt: instant().notNull(),
    ip: text().notNull(),
    userAgent: text().notNull(),
    /** Authentication methods (RFC 8176): pwd, otp, hwk, … */
    amr: text().array().notNull(),
    organizationId: uuid(),
    /** The administrator who acts as this person; null for the person's own. Such a session has no refresh token. */
    impersonatorId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    endedAt: instant(),
    endReason: text().$type<SessionEnd>(),
  },
  (t) => [
    index().on(t.userId, t.createdAt),
    index().on(t.expiresAt),
    index('sessions_impersonator_idx').on(t.impersonatorId).where(sql`${t.impersonatorId} is not null`),
  ],
)

export type SessionEnd =
  | 'signed_out'
  | 'revoked'
  | 'replaced'
  | 'limit'
  | 'refresh_reused'
  | 'password_changed'
  | 'password_reset'
  | 'account_disabled'
  | 'account_closed'
  | 'email_changed'
  | 'factors_changed'
  | 'address_proven'
  | 'impersonation_ended'
  | 'secrets_revoked'
  | 'ended_by_staff'
