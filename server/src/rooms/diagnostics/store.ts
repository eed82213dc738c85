import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { union } from 'drizzle-orm/pg-core'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { type AuditAction, auditEvents, auditPersonal } from '../audit/index.ts'
import { identities } from '../identities/index.ts'
import { memberships, organizations } from '../memberships/index.ts'

/** How many events of each kind are looked at for the last attempts: a person's, and those that only name their address. */
const LOOKED_AT = 100

export type FoundEvent = Awaited<ReturnType<typeof findEventsOfRequest>>[number]

const columns = { event: auditEvents, personal: auditPersonal.personal }

const withPersonal = (db: Db) =>
  db.select(columns).from(auditEvents).leftJoin(auditPersonal, eq(auditPersonal.eventId, auditEvents.id))

const inOrder = [desc(auditEvents.at), desc(auditEvents.position), desc(auditEvents.id)] as const

/** What happened in one request, newest first. */
export function findEventsOfRequest(db: Db, actions: readonly AuditAction[], requestId: string) {
  return withPersonal(db)
    .where(and(eq(auditEvents.requestId, requestId), inArray(auditEvents.action, [...actions])))
    .orderBy(...inOrder)
    .limit(LOOKED_AT)
}

/**
 * The newest events about a person, by them, or about nobody we know with their address. Each side walks along an index of
 * its own and stops.
 */
export function findEventsAbout(
  db: Db,
  actions: readonly AuditAction[],
  who: { userId: string | undefined; emailCanonical: string },
) {
  const { userId, emailCanonical } = who
  const side = (isSide: SQL | undefined) =>
    db
      .select({ id: auditEvents.id })
      .from(auditEvents)
      .where(isSide)
      .orderBy(desc(auditEvents.at))
      .limit(LOOKED_AT)
  const named = db
    .select({ id: auditPersonal.eventId })
    .from(auditPersonal)
    .where(
      and(
        sql`lower(${auditPersonal.personal}->>'email') = ${emailCanonical}`,
        sql`${auditPersonal.personal}->>'email' IS NOT NULL`,
      ),
    )
    .orderBy(desc(auditPersonal.eventId))
    .limit(LOOKED_AT)
  const did = side(eq(auditEvents.actorId, userId ?? NOBODY))
  const met = side(and(eq(auditEvents.targetId, userId ?? NOBODY), eq(auditEvents.targetType, 'user')))
  return withPersonal(db)
    .where(and(inArray(auditEvents.id, union(did, met, named)), inArray(auditEvents.action, [...actions])))
    .orderBy(...inOrder)
    .limit(LOOKED_AT)
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

export async function findPerson(db: Db, userId: string) {
  const [row] = await db.select().from(users).where(eq(users.id, userId))
  return row
}

/** The providers an account opens by. */
export async function findProvidersOf(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ provider: identities.provider })
    .from(identities)
    .where(eq(identities.userId, userId))
  return rows.map(({ provider }) => provider)
}

/** The organizations of a person that demand a second factor. Across organizations. */
export async function findDemandingOrganizations(db: Db, userId: string): Promise<string[]> {
  const rows = await db
    .select({ id: organizations.id })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.userId, userId), eq(organizations.requireMfa, true)))
    .orderBy(organizations.id)
    .limit(100)
  return rows.map(({ id }) => id)
}
