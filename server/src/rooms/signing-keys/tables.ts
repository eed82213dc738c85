import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { JWK } from 'jose'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'

/**
 * The keys access tokens are signed with. The private half is sealed with SECRET_KEY.
 *
 * State is read from the columns, never stored:
 *   next      published, and not signing before activatesAt (two JWKS lifetimes after it was made)
 *   active    the newest key whose activatesAt has passed
 *   retiring  replaced; still published until retiresAt, when the last token it signed has expired
 *   retired   retiresAt has passed: no longer published
 *   revoked   revokedAt is set: not published, and no token of it is taken, from this moment on
 */
export const signingKeys = pgTable('signing_keys', {
  kid: text().primaryKey(),
  algorithm: text().$type<'ES256' | 'EdDSA' | 'RS256'>().notNull(),
  publicJwk: jsonb().$type<JWK>().notNull(),
  privateJwkSealed: bytes().notNull(),
  createdAt: instant().notNull().default(databaseNow),
  activatesAt: instant().notNull(),
  retiresAt: instant(),
  revokedAt: instant(),
})

export const sealedSigningKeys: readonly SealedColumn[] = [
  { table: signingKeys, key: signingKeys.kid, sealed: signingKeys.privateJwkSealed, purpose: 'signing-key' },
]
