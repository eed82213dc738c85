import { pgTable, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'

/**
 * What the keys of HMACs are derived from: of refresh tokens, recovery codes and counters of unknown addresses. Sealed with
 * SECRET_KEY and apart from it, so that a new SECRET_KEY signs nobody out: the root is sealed anew and stays what it is.
 *
 *   live      revokedAt is null: the newest makes HMACs, all of them are believed
 *   revoked   revokedAt is set: believed in recovery codes only, which cannot be derived anew without their text
 */
export const vaultRoots = pgTable('vault_roots', {
  id: uuid().primaryKey(),
  rootSealed: bytes().notNull(),
  createdAt: instant().notNull().default(databaseNow),
  revokedAt: instant(),
})

export const sealedRoots: readonly SealedColumn[] = [
  { table: vaultRoots, key: vaultRoots.id, sealed: vaultRoots.rootSealed, purpose: 'vault-root' },
]
