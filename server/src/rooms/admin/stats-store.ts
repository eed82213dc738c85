import { and, gte, sql } from 'drizzle-orm'
import { databaseNow } from '../../kit/columns.ts'
import type { Db } from '../../platform/db.ts'
import { users } from '../accounts/index.ts'
import { type AuditAction, auditEvents } from '../audit/index.ts'
import { organizations } from '../memberships/index.ts'
import { sessions } from '../sessions/index.ts'
import { dailyCounts } from './tables.ts'

/** Midnight UTC of the first of that many days, today included, and today. */
export async function readDays(db: Db, days: number): Promise<{ first: string; today: string }> {
  const [row] = await db.execute<{ first: string; today: string }>(sql`
    SELECT (day - ${days - 1}::int)::text AS first, day::text AS today
    FROM (SELECT (${databaseNow} AT TIME ZONE 'UTC')::date AS day) d`)
  return row!
}

const startOf = (day: string) => sql`(${day}::date::timestamp AT TIME ZONE 'UTC')`

/**
 * Events of some actions, by UTC day: for each of both, a count of a stretch of the index of action and time. That takes
 * half as long as grouping the events would: 0.4 s for a million.
 */
export async function countEvents(
  db: Db,
  actions: readonly AuditAction[],
  days: { first: string; today: string },
) {
  const rows = await db.execute<{ day: string; action: AuditAction; count: number }>(sql`
    SELECT day::text AS day, action, (
      SELECT count(*)::int FROM ${auditEvents} e
      WHERE e.action = wanted.action AND e.at >= day::timestamp AT TIME ZONE 'UTC'
        AND e.at < (day + 1)::timestamp AT TIME ZONE 'UTC'
    ) AS count
    FROM (SELECT ${days.first}::date + n AS day
      FROM generate_series(0, ${days.today}::date - ${days.first}::date) n) every_day,
      unnest(${sql.param(`{${actions.join(',')}}`)}::text[]) wanted(action)`)
  return [...rows]
}

/** Accounts that were made and are still there, by UTC day. */
export async function countNewUsers(db: Db, first: string) {
  const day = sql<string>`(${users.createdAt} AT TIME ZONE 'UTC')::date::text`
  return db
    .select({ day, count: sql<number>`count(*)::int` })
    .from(users)
    .where(gte(users.createdAt, startOf(first)))
    .groupBy(sql`1`)
}

export async function readDailyCounts(db: Db, name: string, first: string) {
  return db
    .select({ day: dailyCounts.day, count: dailyCounts.count })
    .from(dailyCounts)
    .where(and(sql`${dailyCounts.name} = ${name}`, gte(dailyCounts.day, first)))
}

/** Adds to a day's count. Each node adds what it has counted, so that none overwrites another's. */
export async function addToDay(db: Db, day: string, name: string, count: number): Promise<void> {
  await db
    .insert(dailyCounts)
    .values({ day, name, count })
    .onConflictDoUpdate({
      target: [dailyCounts.day, dailyCounts.name],
      set: { count: sql`${dailyCounts.count} + ${count}` },
    })
}

/** How many there are now. Across organizations. */
export async function countTotals(db: Db) {
  const [row] = await db
    .select({
      users: sql<number>`(SELECT count(*)::int FROM ${users})`,
      // By what is rare: of that there is an index.
      unverified: sql<number>`(SELECT count(*)::int FROM ${users} WHERE NOT is_verified)`,
      disabled: sql<number>`(SELECT count(*)::int FROM ${users} WHERE disabled_at IS NOT NULL)`,
      organizations: sql<number>`(SELECT count(*)::int FROM ${organizations})`,
      sessions: sql<number>`(SELECT count(*)::int FROM ${sessions} WHERE ended_at IS NULL
        AND expires_at > ${databaseNow} AND idle_expires_at > ${databaseNow})`,
    })
    .from(sql`(SELECT 1) one`)
  return row!
}
