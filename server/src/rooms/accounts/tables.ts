import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'

/**
 * One row per person. `email` is the address as typed; `emailCanonical` (local part in lower case, domain as
 * lower-case A-labels, nothing folded) is the one that must be unique.
 *
 * State is read from the columns, never stored:
 *   unverified  isVerified is false: exists, and cannot sign in
 *   active      isVerified and disabledAt is null
 *   disabled    disabledAt is set: no session works, none can begin
 *   closing     erasedAfter is set: erased once that has passed; signing in takes it back
 */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    emailCanonical: text().notNull(),
    isVerified: boolean().notNull().default(false),
    displayName: text().notNull(),
    avatarUrl: text(),
    locale: text().notNull().default('en'),
    timezone: text().notNull().default('UTC'),
    platformRole: text().$type<'admin' | 'support'>(),
    disabledAt: instant(),
    /** When an account that its owner has closed is erased. */
    erasedAfter: instant(),
    createdAt: instant().notNull().default(databaseNow),
    updatedAt: instant().notNull().default(databaseNow),
    lastSignInAt: instant(),
  },
  (t) => [
    uniqueIndex('users_email_canonical_key').on(t.emailCanonical),
    // What administrators look people up by: each order of the list, and the beginnings of what can be searched for.
    index('users_created_idx').on(t.createdAt, t.id),
    index('users_last_sign_in_idx').on(t.lastSignInAt, t.id),
    index('users_email_prefix_idx').on(t.emailCanonical.op('text_pattern_ops')),
    index('users_email_domain_idx').on(sql`split_part(email_canonical, '@', 2)`),
    index('users_name_prefix_idx').on(sql`lower(display_name) text_pattern_ops`),
    index('users_disabled_idx').on(t.createdAt, t.id).where(sql`disabled_at is not null`),
    index('users_unverified_idx').on(t.createdAt, t.id).where(sql`not is_verified`),
    index('users_staff_idx').on(t.platformRole).where(sql`platform_role is not null`),
    index('users_erased_after_idx').on(t.erasedAfter).where(sql`erased_after is not null`),
  ],
)

/**
 * A device (browser or SDK) that has signed in to an account: strangers' failures do not pause it. Only the
 * SHA-256 of its `dev_` token is kept. A device that fails ten times in a row itself is known no longer.
 */
export const knownDevices = pgTable(
  'known_devices',
  {
    tokenHash: bytes().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant().notNull().default(databaseNow),
    lastSeenAt: instant().notNull().default(databaseNow),
    /** Wrong passwords from this device since it last signed in. */
    failedAttempts: integer().notNull().default(0),
  },
  (t) => [uniqueIndex('known_devices_pkey').on(t.tokenHash, t.userId), index().on(t.userId)],
)

/**
 * The way back to an address that an account had, mailed to that address when it was replaced (SECURITY T11). Apart
 * from other links: a person may have several, one per replaced address, and neither a new password nor another change
 * voids them, since whoever took an account over would do just that.
 *
 *   live      consumedAt is null and now < expiresAt
 *   consumed  consumedAt is set: it, or an older one, was used
 *
 * While one is live, its address is nobody else's to take.
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
