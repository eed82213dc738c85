import type { Context } from '../../context.ts'
import { days } from '../../kit/duration.ts'
import type { AuditAction } from '../audit/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { RATE_LIMITED } from './daily-counts.ts'
import { countEvents, countNewUsers, countTotals, readDailyCounts, readDays } from './stats-store.ts'

type Counted = 'signIns' | 'failures' | 'lockouts'

/** What each event of the audit log counts as. */
const COUNTS: Partial<Record<AuditAction, Counted>> = {
  'sign_in.succeeded': 'signIns',
  'sign_in.failed': 'failures',
  'mfa.failed': 'failures',
  'sign_in.paused': 'lockouts',
}

type Day = Record<'users' | 'rateLimited' | Counted, number> & { day: string }

/** The platform in numbers: each of the last days, oldest first and by UTC, and how many there are in all. */
export async function readStats(ctx: Context, dayCount: number) {
  return acrossOrganizations(ctx, async ({ db }) => {
    const { first, today } = await readDays(db, dayCount)
    const byDay = new Map(daysBetween(first, today).map((day) => [day, emptyDay(day)]))
    const add = (day: string, what: keyof Omit<Day, 'day'>, count: number) => {
      const row = byDay.get(day)
      if (row) row[what] += count
    }
    for (const { day, action, count } of await countEvents(db, Object.keys(COUNTS) as AuditAction[], {
      first,
      today,
    }))
      add(day, COUNTS[action]!, count)
    for (const { day, count } of await countNewUsers(db, first)) add(day, 'users', count)
    for (const { day, count } of await readDailyCounts(db, RATE_LIMITED, first))
      add(day, 'rateLimited', count)
    const { unverified, ...totals } = await countTotals(db)
    return { days: [...byDay.values()], totals: { ...totals, verified: totals.users - unverified } }
  })
}

const emptyDay = (day: string): Day => ({
  day,
  users: 0,
  signIns: 0,
  failures: 0,
  lockouts: 0,
  rateLimited: 0,
})

function daysBetween(first: string, last: string): string[] {
  const all: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += days(1))
    all.push(new Date(at).toISOString().slice(0, 10))
  return all
}
