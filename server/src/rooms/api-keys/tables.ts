import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ApiKeyScope } from '../../kit/api-key-scopes.ts'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'
import { organizations } from '../memberships/tables.ts'

/**
 * A key for programs, of a person or of an organization. Shown once; only its SHA-256 is kept. What it may do is read
 * anew at each use: its scopes, as far as whoever made it may still do that. Behind the row-level security of
 * organizations.
 *
 *   live     revokedAt is null and (expiresAt is null or now < expiresAt)
 *   expired  revokedAt is null and now >= expiresAt; also what a rotated key becomes after the overlap
 *   revoked  revokedAt is set
 */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid().primaryKey(),
    keyHash: bytes().notNull(),
    /** The first characters, by which people tell their keys apart. */
    prefix: text().notNull(),
    name: text().notNull(),
    /** Whoever made it: its owner, or who answers for the organization's. */
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    organizationId: uuid().references(() => organizations.id, { onDelete: 'cascade' }),
    scopes: text().array().$type<ApiKeyScope[]>().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant(),
    lastUsedAt: instant(),
    revokedAt: instant(),
    /** The key that this one takes the place of. No other does: of two rotations at once, one wins. */
    replacesId: uuid(),
  },
  (t) => [
    uniqueIndex('api_keys_hash_key').on(t.keyHash),
    uniqueIndex('api_keys_replaces_key').on(t.replacesId),
    index('api_keys_of_user_idx').on(t.userId, t.createdAt),
    index('api_keys_of_organization_idx').on(t.organizationId, t.createdAt),
  ],
)
