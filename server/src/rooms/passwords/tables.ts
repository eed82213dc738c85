import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/** Failures in a row, and the pause they led to. The same columns for real and for unknown addresses. */
const attempts = {
  /** Failures since the last success or reset; never cleared by time. At 100, only a reset opens it again. */
  failedLoginAttempts: integer().notNull().default(0),
  /** Failures of the current window of 15 minutes, and when it began. */
  windowAttempts: integer().notNull().default(0),
  windowStartedAt: instant(),
  /** How many pauses since the last success: each is twice as long as the one before, up to 24 hours. */
  lockoutCount: integer().notNull().default(0),
  lockoutUntil: instant(),
}

/** Everything of a hash that its time depends on: the same as `profileOf` of the platform's stored hashes. */
export const hashKind = sql<string>`substring(password_hash from '^\\$[^$]+\\$(?:v=[0-9]+\\$)?[^$]+')`

/**
 * How a person proves a password, and how often somebody has failed to. One row per person, also for those
 * without a password (passwordHash null). Operators read `failed_login_attempts` and `lockout_until` by SQL.
 *
 *   paused   lockoutUntil > now(): every password gets the same answer, the right one too
 *   stopped  failedLoginAttempts >= 100: as paused, until a reset
 */
export const credentials = pgTable(
  'credentials',
  {
    userId: uuid()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    passwordHash: text(),
    passwordChangedAt: instant(),
    changeRequired: boolean().notNull().default(false),
    ...attempts,
  },
  // Which kinds of hashes there are is found by leaping from one to the next.
  () => [index('credentials_hash_kind_idx').on(hashKind)],
)

/**
 * The same counter for addresses nobody has, so that a pause tells nothing. Keyed by HMAC of the canonical
 * address; rows idle for two days are removed.
 */
export const unknownSignIns = pgTable('unknown_sign_ins', {
  addressMac: bytes().primaryKey(),
  ...attempts,
  updatedAt: instant().notNull().default(databaseNow),
})
