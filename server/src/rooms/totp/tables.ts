import { bigint, pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * A person's authenticator app (RFC 6238). One row per person who ever began to set one up.
 *
 *   on       confirmedAt is set: a second factor is asked for at every sign-in
 *   pending  pendingSealed is set and younger than its life: shown once, counts for nothing until a code confirms it;
 *            an abandoned one neither asks nor replaces (SECURITY M4)
 *
 * `lastStep` is the time step of the last accepted code; that step and older ones are refused (section 5.2).
 */
export const totpFactors = pgTable('totp_factors', {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  secretSealed: bytes(),
  confirmedAt: instant(),
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
  pendingSealed: bytes(),
  pendingSince: instant(),
  createdAt: instant().notNull().default(databaseNow),
})

export const sealedTotp: readonly SealedColumn[] = [
  { table: totpFactors, key: totpFactors.userId, sealed: totpFactors.secretSealed, purpose: 'totp' },
  { table: totpFactors, key: totpFactors.userId, sealed: totpFactors.pendingSealed, purpose: 'totp' },
]
