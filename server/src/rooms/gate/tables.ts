import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * A first factor that was right, waiting for the second (SECURITY M1). Opens nothing but `mfa.verify`.
 *
 *   live      consumedAt is null, wrongCodes < 5 and now < expiresAt
 *   consumed  consumedAt is set: a session came of it
 */
export const mfaChallenges = pgTable(
  'mfa_challenges',
  {
    tokenHash: bytes().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** How the first factor was proven (RFC 8176). */
    amr: text().array().notNull(),
    /** SHA-256 of the browser's cookie; null where the answer went to a program, which the token alone binds. */
    browserHash: bytes(),
    /** The device token that came with the first factor, sealed. */
    deviceSealed: bytes(),
    /** The session that a step up takes the place of. */
    replacesSessionId: uuid(),
    wrongCodes: integer().notNull().default(0),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (t) => [index().on(t.userId), index().on(t.expiresAt)],
)

/**
 * Wrong second factors of a person over all factors and challenges (SECURITY L4), apart from the password's count.
 *
 *   paused  pausedUntil > now: no second factor is judged
 */
export const mfaAttempts = pgTable('mfa_attempts', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  failedAttempts: integer().notNull().default(0),
  windowStartedAt: instant().notNull().default(databaseNow),
  pausedUntil: instant(),
})

export const sealedChallenges: readonly SealedColumn[] = [
  {
    table: mfaChallenges,
    key: mfaChallenges.tokenHash,
    sealed: mfaChallenges.deviceSealed,
    purpose: 'mfa-device',
  },
]
