import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../platform/db.ts'
import { type Account, users } from '../accounts/index.ts'
import { memberships } from '../memberships/index.ts'
import type { Criteria, Sort } from './schemas.ts'
import type { Search } from './search.ts'

/** Where a row stands in an order. `key` is null among those who have no value to be ordered by. */
export interface Place {
  key: string | null
  id: string
}

export interface Order {
  sort: Sort
  after: Place | undefined
  limit: number
}

export type Filters = Omit<Criteria, 'search' | 'sort'> & { search?: Search }

export interface ListedRow {
  account: Account
  /** What it is ordered by, written so that nothing of it is lost. */
  place: string | null
}

/**
 * Has the database plan each statement of the transaction for the values at hand. Prepared for any value, it could not
 * know how many rows a prefix or a domain matches, and would not dare to use the index of one.
 */
export async function planForTheseValues(db: Db): Promise<void> {
  await db.execute(sql`SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`)
}

/** What can be ordered by: a list of columns, so that no text of a caller becomes one (SECURITY X4). */
const columns = { createdAt: users.createdAt, lastSignInAt: users.lastSignInAt, email: users.emailCanonical }

function readSort(sort: Sort) {
  const isDown = sort.startsWith('-')
  const name = (isDown ? sort.slice(1) : sort) as keyof typeof columns
  return { name, isDown }
}

/**
 * One page. By the last sign-in it is read in two stretches: those who have one, in order, and behind them those who
 * never signed in. An index has them all at one end, which is the wrong one for half of the orders.
 */
export async function findPage(db: Db, filters: Filters, order: Order): Promise<ListedRow[]> {
  const stretches = pageQueries(db, filters, order)
  const rows: ListedRow[] = []
  for (const stretch of stretches) {
    if (rows.length >= order.limit) break
    rows.push(...(await stretch))
  }
  return rows.slice(0, order.limit)
}

/** The statements of a page, in the order they are to be asked. Apart from `findPage` so that a test can look at their plans. */
export function pageQueries(db: Db, filters: Filters, order: Order) {
  const { name } = readSort(order.sort)
  if (name !== 'lastSignInAt') return [stretchOf(db, filters, order)]
  const those = (has: boolean) => (has ? isNotNull(users.lastSignInAt) : isNull(users.lastSignInAt))
  const never = stretchOf(
    db,
    filters,
    { ...order, after: order.after?.key === null ? order.after : undefined },
    those(false),
  )
  return order.after?.key === null ? [never] : [stretchOf(db, filters, order, those(true)), never]
}

function stretchOf(db: Db, filters: Filters, { sort, after, limit }: Order, within?: SQL) {
  const { name, isDown } = readSort(sort)
  const column = columns[name]
  const direction = isDown ? desc : asc
  const place =
    name === 'email'
      ? sql<string>`${column}`
      : sql<string | null>`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  return db
    .select({ account: users, place })
    .from(users)
    .where(and(within, after && behind(name, isDown, after), ...conditions(db, filters)))
    .orderBy(direction(column), direction(users.id))
    .limit(limit)
}

/** What lies behind a place. One comparison of rows, which an index of both columns answers from that place on. */
function behind(name: keyof typeof columns, isDown: boolean, { key, id }: Place): SQL | undefined {
  if (key === null) return isDown ? lt(users.id, id) : gt(users.id, id)
  if (name === 'email') return isDown ? lt(users.emailCanonical, key) : gt(users.emailCanonical, key)
  const at = sql`(${key}::timestamptz, ${id}::uuid)`
  return isDown ? sql`(${columns[name]}, ${users.id}) < ${at}` : sql`(${columns[name]}, ${users.id}) > ${at}`
}

function conditions(db: Db, filters: Filters): (SQL | undefined)[] {
  const { status, isVerified, platformRole, organizationId, createdAfter, createdBefore, search } = filters
  return [
    status && (status === 'active' ? isNull(users.disabledAt) : isNotNull(users.disabledAt)),
    // As the partial index has it.
    isVerified === undefined
      ? undefined
      : isVerified
        ? sql`${users.isVerified}`
        : sql`NOT ${users.isVerified}`,
    platformRole && eq(users.platformRole, platformRole),
    createdAfter && gt(users.createdAt, createdAfter),
    createdBefore && lt(users.createdAt, createdBefore),
    organizationId === undefined
      ? undefined
      : sql`${users.id} IN ${db
          .select({ userId: memberships.userId })
          .from(memberships)
          .where(eq(memberships.organizationId, organizationId))}`,
    search && matching(search),
  ]
}

function matching(search: Search): SQL | undefined {
  if ('id' in search) return eq(users.id, search.id)
  if ('domain' in search) return sql`split_part(${users.emailCanonical}, '@', 2) = ${search.domain}`
  return or(
    sql`${users.emailCanonical} LIKE ${beginningWith(search.emailPrefix)}`,
    sql`lower(${users.displayName}) LIKE ${beginningWith(search.namePrefix)}`,
  )
}

/** A pattern of LIKE in which nothing but the end is open. */
const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`
