import { boolean, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * A person's account at a provider. Known by issuer and subject, which the provider never gives to another person;
 * never by address, which it may (SECURITY O4). The address is what the provider last said, for people to read.
 */
export const identities = pgTable(
  'identities',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    provider: text().notNull(),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text(),
    /** What the provider issued with the last sign-in, sealed; returned to nobody. */
    tokensSealed: bytes(),
    createdAt: instant().notNull().default(databaseNow),
    lastUsedAt: instant().notNull().default(databaseNow),
  },
  (t) => [uniqueIndex('identities_subject_key').on(t.issuer, t.subject), index().on(t.userId)],
)

/** A configured provider that an operator has switched. One without a row is on. */
export const providerSwitches = pgTable('provider_switches', {
  provider: text().primaryKey(),
  isEnabled: boolean().notNull(),
  changedAt: instant().notNull().default(databaseNow),
  /** Without a reference: the switch stays when the person is erased. */
  changedBy: uuid(),
})

export const sealedIdentities: readonly SealedColumn[] = [
  { table: identities, key: identities.id, sealed: identities.tokensSealed, purpose: 'provider-tokens' },
]
