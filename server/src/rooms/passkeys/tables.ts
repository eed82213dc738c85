import { bigint, boolean, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/** A WebAuthn credential of a person (Level 3 section 4, credential record). Its id is unique over all people (K4). */
export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    credentialId: bytes().notNull(),
    /** COSE key. */
    publicKey: bytes().notNull(),
    /** COSE algorithm: -7, -8 or -257. */
    algorithm: integer().notNull(),
    signCount: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull(),
    aaguid: text().notNull(),
    /** Whether it may be synced (BE), and whether it was when last used (BS). */
    isBackupEligible: boolean().notNull(),
    isBackedUp: boolean().notNull(),
    name: text().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    lastUsedAt: instant(),
  },
  (t) => [uniqueIndex('passkeys_credential_key').on(t.credentialId), index().on(t.userId)],
)

/** What a challenge was given out for; it answers for nothing else. */
export type CeremonyPurpose = 'register' | 'sign_in' | 'second_factor' | 'step_up'

/**
 * A WebAuthn challenge that was given out (SECURITY K1): 32 random bytes, known by their SHA-256, good once, for five
 * minutes, for one purpose; and for the person, session or MFA challenge it was given to.
 */
export const passkeyCeremonies = pgTable(
  'passkey_ceremonies',
  {
    challengeHash: bytes().primaryKey(),
    purpose: text().$type<CeremonyPurpose>().notNull(),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of what it is bound to besides the person: a session's id, an MFA challenge, a browser's cookie. */
    boundTo: bytes(),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (t) => [index().on(t.expiresAt)],
)
