import { index, jsonb, pgTable } from 'drizzle-orm/pg-core'
import { bytes, databaseNow, instant } from '../../kit/columns.ts'

/** Withheld where it shows a secret: then a repeat is told that the first was carried out, and no more. */
export type StoredAnswer = { output: unknown } | { isWithheld: true }

/**
 * One row per Idempotency-Key in use (draft-ietf-httpapi-idempotency-key-header-07), for 24 hours.
 * `scopeHash` is HMAC(caller, procedure, key); `bodyMac` is an HMAC too, since a body may hold a password.
 *
 *   running    completedAt is null and now < leasedUntil: a second request gets 409
 *   abandoned  completedAt is null and the lease has passed: the next one may take it over
 *   completed  completedAt is set, in the transaction of the effect; `answer` follows right after
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    scopeHash: bytes().primaryKey(),
    bodyMac: bytes().notNull(),
    createdAt: instant().notNull().default(databaseNow),
    leasedUntil: instant().notNull(),
    completedAt: instant(),
    answer: jsonb().$type<StoredAnswer>(),
  },
  (t) => [index().on(t.createdAt)],
)
