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
 * Has the database plan each statement of the transaction for the values at hand, and along indexes. Prepared for any
 * value, it could not know how many rows a prefix or a domain matches; and a scan of the table, where it takes one for
 * cheap, is dear when what it looks for lies at the end.
 */
export async function planAlongIndexes(db: Db): Promise<void> {
  await db.execute(
    sql`SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)`,
  )
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
  const stretches = await pageQueries(db, filters, order)
  const rows: ListedRow[] = []
  for (const stretch of stretches) {
    if (rows.length >= order.limit) break
    rows.push(...(await stretch))
  }
  return rows.slice(0, order.limit)
}

/** The statements of a page, in the order they are to be asked. Apart from `findPage` so that a test can look at their plans. */
export async function pageQueries(db: Db, filters: Filters, order: Order) {
  const { name } = readSort(order.sort)
  const few = await fewOf(db, filters, name)
  const stretch = (after: Place | undefined, within?: SQL) =>
    stretchOf(db, { ...order, after }, and(few, within, ...Object.values(conditions(db, filters))))
  if (name !== 'lastSignInAt') return [stretch(order.after)]
  const isAmongThoseWhoNever = order.after?.key === null
  const never = stretch(isAmongThoseWhoNever ? order.after : undefined, isNull(users.lastSignInAt))
  return isAmongThoseWhoNever ? [never] : [stretch(order.after, isNotNull(users.lastSignInAt)), never]
}

/** So many people are read and sorted, rather than looked for along the order. */
const FEW = 20_000

/**
 * Where one of the filters leaves few people: those, by their ids. Looked for along an order, few may all lie at its end,
 * or not be there at all. Of many, a page is filled soon.
 */
async function fewOf(db: Db, filters: Filters, sortedBy: keyof typeof columns): Promise<SQL | undefined> {
  const { platformRole, organizationId, search, disabled, unverified, created } = conditions(db, filters)
  // Along its own order, a stretch of time is read from its beginning.
  const byIndex = [platformRole, organizationId, search, disabled, unverified]
  for (const condition of sortedBy === 'createdAt' ? byIndex : [...byIndex, created]) {
    if (!condition) continue
    // Either side of a search by itself: together, they would be read to their ends before the first row is counted.
    const sides = condition === search && filters.search ? sidesOf(filters.search) : [condition]
    if (!(await areFew(db, sides))) continue
    return sql`${users.id} = ANY(ARRAY(${db.select({ id: users.id }).from(users).where(condition)}))`
  }
  return undefined
}

/** Whether so few people meet each of the conditions. No more are counted than that takes. */
async function areFew(db: Db, conditions: SQL[]): Promise<boolean> {
  for (const condition of conditions) {
    const matching = db
      .select({ one: sql`1` })
      .from(users)
      .where(condition)
      .limit(FEW + 1)
    const [row] = await db.execute<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM (${matching}) AS few`,
    )
    if (!row || row.count > FEW) return false
  }
  return true
}

function stretchOf(db: Db, { sort, after, limit }: Order, where: SQL | undefined) {
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
    .where(and(where, after && behind(name, isDown, after)))
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

/** Each filter by itself; those that leave few have an index of their own. */
function conditions(db: Db, filters: Filters) {
  const { status, isVerified, platformRole, organizationId, createdAfter, createdBefore, search } = filters
  return {
    active: status === 'active' ? isNull(users.disabledAt) : undefined,
    disabled: status === 'disabled' ? isNotNull(users.disabledAt) : undefined,
    verified: isVerified === true ? sql`${users.isVerified}` : undefined,
    // As the partial index has it.
    unverified: isVerified === false ? sql`NOT ${users.isVerified}` : undefined,
    platformRole: platformRole && eq(users.platformRole, platformRole),
    organizationId: organizationId === undefined ? undefined : membersOf(db, organizationId),
    created: and(
      createdAfter && gt(users.createdAt, createdAfter),
      createdBefore && lt(users.createdAt, createdBefore),
    ),
    search: search && matching(search),
  }
}

const membersOf = (db: Db, organizationId: string): SQL =>
  sql`${users.id} IN ${db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(eq(memberships.organizationId, organizationId))}`

const matching = (search: Search): SQL | undefined => or(...sidesOf(search))

/** What a search may mean, each with an index of its own. */
function sidesOf(search: Search): SQL[] {
  if ('id' in search) return [eq(users.id, search.id)]
  if ('domain' in search) return [sql`split_part(${users.emailCanonical}, '@', 2) = ${search.domain}`]
  return [
    sql`${users.emailCanonical} LIKE ${beginningWith(search.emailPrefix)}`,
    sql`lower(${users.displayName}) LIKE ${beginningWith(search.namePrefix)}`,
  ]
}

/** A pattern of LIKE in which nothing but the end is open. */
const beginningWith = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`
