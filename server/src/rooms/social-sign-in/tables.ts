import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant, type SealedColumn } from '../../kit/columns.ts'
import { users } from '../accounts/tables.ts'

/**
 * A person on the way to a provider and back (SECURITY O1). Bound to the browser that began it, to the provider, to
 * the mode, and for linking to the person and the session. Known by the SHA-256 of its `state`.
 *
 *   live      consumedAt is null and now < expiresAt
 *   consumed  consumedAt is set: one answer of the provider was taken, whatever came of it
 */
export const oauthFlows = pgTable(
  'oauth_flows',
  {
    stateHash: bytes().primaryKey(),
    provider: text().notNull(),
    mode: text().$type<'login' | 'link'>().notNull(),
    /** Who links, and in which session. Null for a sign-in. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    sessionId: uuid(),
    /** SHA-256 of the cookie of the browser that began it. */
    browserHash: bytes().notNull(),
    /** PKCE verifier and nonce, sealed: a leaked backup finishes nobody's sign-in. */
    secretsSealed: bytes().notNull(),
    redirectTo: text(),
    createdAt: instant().notNull().default(databaseNow),
    expiresAt: instant().notNull(),
    consumedAt: instant(),
  },
  (t) => [index().on(t.expiresAt)],
)

export const sealedFlows: readonly SealedColumn[] = [
  { table: oauthFlows, key: oauthFlows.stateHash, sealed: oauthFlows.secretsSealed, purpose: 'oauth-flow' },
]
