import { and, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { auditEvents } from './tables.ts'

/** One span of time, counted. */
export interface AuditSummary {
  signIns: { succeeded: number; failed: number; paused: number; failedFor: number }
  /** Why sign-ins failed, the most frequent first. */
  failures: { reason: string; count: number }[]
  /** Calls refused by a limit, by its name. */
  limited: { limiter: string; count: number }[]
  /** What staff and operators did, by name. */
  adminActs: { action: string; count: number; byHowMany: number }[]
  refreshesReused: number
}

interface Span {
  from: Date
  to: Date
}

const count = sql<number>`count(*)::int`

/** What an operator looks at each day, counted: no person, no address. */
export async function summarizeEvents({ db }: { db: Db }, { from, to }: Span): Promise<AuditSummary> {
  const during = (condition: SQL) => and(gte(auditEvents.at, from), lt(auditEvents.at, to), condition)
  const byAction = await db
    .select({
      action: auditEvents.action,
      count,
      targets: sql<number>`count(distinct ${auditEvents.targetId})::int`,
    })
    .from(auditEvents)
    .where(
      during(
        inArray(auditEvents.action, [
          'sign_in.succeeded',
          'sign_in.failed',
          'sign_in.paused',
          'session.refresh_reused',
        ]),
      ),
    )
    .groupBy(auditEvents.action)
  const grouped = (key: string, condition: SQL) => {
    const value = sql<string>`coalesce(${auditEvents.details}->>${sql.raw(`'${key}'`)}, 'none')`
    return db
      .select({ value, count })
      .from(auditEvents)
      .where(during(condition))
      .groupBy(value)
      .orderBy(sql`count(*) desc`)
      .limit(20)
  }
  const failures = await grouped('reason', inArray(auditEvents.action, ['sign_in.failed']))
  const limited = await grouped('limiter', inArray(auditEvents.action, ['limit.reached']))
  const isAdmin = or(
    ...['admin.', 'platform.', 'provider.', 'signing_key.'].map(
      (prefix) => sql`starts_with(${auditEvents.action}, ${prefix})`,
    ),
  )
  const adminActs = await db
    .select({
      action: auditEvents.action,
      count,
      byHowMany: sql<number>`count(distinct ${auditEvents.actorId})::int`,
    })
    .from(auditEvents)
    .where(during(isAdmin ?? sql`false`))
    .groupBy(auditEvents.action)
    .orderBy(sql`count(*) desc`)
  const of = (action: string) => byAction.find((row) => row.action === action)
  return {
    signIns: {
      succeeded: of('sign_in.succeeded')?.count ?? 0,
      failed: of('sign_in.failed')?.count ?? 0,
      paused: of('sign_in.paused')?.count ?? 0,
      failedFor: of('sign_in.failed')?.targets ?? 0,
    },
    failures: failures.map(({ value, count: times }) => ({ reason: value, count: times })),
    limited: limited.map(({ value, count: times }) => ({ limiter: value, count: times })),
    adminActs,
    refreshesReused: of('session.refresh_reused')?.count ?? 0,
  }
}
