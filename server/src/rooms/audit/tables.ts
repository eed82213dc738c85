import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from '../../kit/columns.ts'
import type { AuditAction } from './actions.ts'

/**
 * What happened, in the order it was committed. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE, and the
 * runtime role is granted neither.
 *
 * Rows form chains (one per organization, and sixteen for people, so that sign-ins need not queue behind one lock).
 * A trigger takes the chain's next position under a row lock and sets `hash` = SHA-256(previousHash || contentHash),
 * where `contentHash` covers the row's own fields. An edited, deleted, inserted or reordered row breaks the chain.
 *
 * What names a person (addresses, IP, user agent, names) is in `audit_personal`, and enters the content only by its
 * salted hash: erasing a person removes it and leaves the chain whole.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: uuid().primaryKey(),
    chain: text().notNull(),
    position: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
    action: text().$type<AuditAction>().notNull(),
    outcome: text().$type<'success' | 'failure'>().notNull(),
    actorType: text().$type<'anonymous' | 'user' | 'api_key' | 'system'>().notNull(),
    actorId: uuid(),
    realActorId: uuid(),
    targetType: text(),
    targetId: text(),
    organizationId: uuid(),
    requestId: text().notNull(),
    /** Facts without personal data: reasons, methods, counts. */
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    personalHash: bytes().notNull(),
    contentHash: bytes().notNull(),
    previousHash: bytes().notNull(),
    hash: bytes().notNull(),
  },
  (t) => [
    uniqueIndex('audit_events_chain_position').on(t.chain, t.position),
    index().on(t.actorId, t.at),
    index().on(t.targetId, t.at),
    // What administrators search by.
    index('audit_events_at_idx').on(t.at, t.position, t.id),
    index('audit_events_action_idx').on(t.action, t.at),
    index('audit_events_organization_idx')
      .on(t.organizationId, t.at)
      .where(sql`${t.organizationId} is not null`),
    index('audit_events_request_idx').on(t.requestId),
    index('audit_events_real_actor_idx').on(t.realActorId).where(sql`${t.realActorId} is not null`),
  ],
)

/** The head of each chain. Only the trigger writes here. */
export const auditChains = pgTable('audit_chains', {
  chain: text().primaryKey(),
  position: bigint({ mode: 'number' }).notNull(),
  hash: bytes().notNull(),
})

/** What an event says of a person, apart, so that it can be erased. `salt` keeps the hash from being guessed. */
export const auditPersonal = pgTable(
  'audit_personal',
  {
    eventId: uuid()
      .primaryKey()
      .references(() => auditEvents.id),
    salt: bytes().notNull(),
    personal: jsonb().$type<PersonalDetails>().notNull(),
  },
  (t) => [
    // Sign-ins to addresses that nobody has, and whom to forget at an erasure, are found by the address; the newest of
    // them by the id, which begins with the time.
    index('audit_personal_address_idx')
      .on(sql`lower(${t.personal}->>'email')`, t.eventId)
      .where(sql`${t.personal}->>'email' is not null`),
  ],
)

export interface PersonalDetails {
  ip: string
  userAgent: string
  /** Addresses and names, by what they are. */
  [field: string]: unknown
}
