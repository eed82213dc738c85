import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { useWorld } from '../../../../test/harness/index.ts'
import type { Db } from '../../platform/db.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { type Filters, findPage, type Order, pageQueries, planAlongIndexes } from './list-store.ts'
import type { Sort } from './schemas.ts'
import { readSearch } from './search.ts'

const PEOPLE = 50_000
/** Rows that one page may look at: those that a filter leaves, found and read. A scan would look at all, or more. */
const MOST_ROWS = PEOPLE / 2
const ACME = '0195a2c4-7b1e-7c3a-9f4d-2a6b8c0d1e2f'

/** A node of a plan, as EXPLAIN tells of it. */
interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: PlanNode[]
}

const everyNode = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(everyNode)]

const sorts: Sort[] = ['createdAt', '-createdAt', 'lastSignInAt', '-lastSignInAt', 'email', '-email']
const filters: [string, Filters][] = [
  ['nothing', {}],
  ['active ones', { status: 'active' }],
  ['disabled ones', { status: 'disabled' }],
  ['proven addresses', { isVerified: true }],
  ['unproven addresses', { isVerified: false }],
  ['administrators', { platformRole: 'admin' }],
  ['support', { platformRole: 'support' }],
  ['an organization', { organizationId: ACME }],
  ['an organization that is not there', { organizationId: crypto.randomUUID() }],
  ['a common beginning', { search: readSearch('person') }],
  ['a rare beginning', { search: readSearch('person4999') }],
  ['a beginning nobody has', { search: readSearch('zzz') }],
  ['a common domain', { search: readSearch('@big.example') }],
  ['a rare domain', { search: readSearch('@d77.example') }],
  ['a whole id', { search: readSearch(crypto.randomUUID()) }],
  ['the last month', { createdAfter: new Date('2026-10-01T00:00:00Z') }],
  ['the first month', { createdBefore: new Date('2026-02-01T00:00:00Z') }],
  ['several at once', { status: 'disabled', isVerified: true, search: readSearch('@big.example') }],
]

describe.skipIf(inject('databaseSource').kind !== 'postgres')('a page of people among fifty thousand', () => {
  const world = useWorld()

  beforeAll(async () => {
    await world.sql`INSERT INTO users (id, email, email_canonical, is_verified, display_name, platform_role,
        disabled_at, created_at, last_sign_in_at)
      SELECT gen_random_uuid(), a, a, n % 50 <> 0, 'Person ' || n, CASE WHEN n % 20000 = 0 THEN 'admin' WHEN n % 5000 = 0 THEN 'support' END,
        CASE WHEN n % 100 = 0 THEN now() END, timestamptz '2026-01-01' + n * interval '8 minutes',
        CASE WHEN n % 3 <> 0 THEN timestamptz '2026-01-02' + (n::bigint * 7919 % ${PEOPLE}) * interval '8 minutes' END
      FROM generate_series(1, ${PEOPLE}) AS n,
        LATERAL (SELECT 'person' || (n::bigint * 7919 % ${PEOPLE}) || CASE WHEN n % 2 = 0 THEN '@big.example' ELSE '@d' || n % 500 || '.example' END AS a) AS address`
    await world.sql`INSERT INTO organizations (id, name, slug) VALUES (${ACME}, 'Acme', 'acme')`
    await world.sql`INSERT INTO memberships (organization_id, user_id, role) SELECT ${ACME}, id, 'member' FROM users ORDER BY id LIMIT 500`
    await world.sql.unsafe('ANALYZE users, memberships, organizations')
  }, 60_000)

  const inList = <Result>(work: (db: Db) => Promise<Result>) =>
    acrossOrganizations({ db: world.platform.database.db }, async ({ db }) => {
      await planAlongIndexes(db)
      return work(db)
    })

  /** What the statements of a page read, table by table, and whether one scanned the people. */
  async function look(filter: Filters, order: Order) {
    const plans = await inList(async (db) => {
      const roots: PlanNode[] = []
      for (const query of await pageQueries(db, filter, order)) {
        const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: PlanNode }] | string }>(
          sql`EXPLAIN (ANALYZE, FORMAT JSON) ${query.getSQL()}`,
        )
        const told = row!['QUERY PLAN']
        const [plan] = (typeof told === 'string' ? JSON.parse(told) : told) as [{ Plan: PlanNode }]
        roots.push(plan.Plan)
      }
      return roots
    })
    const nodes = plans.flatMap(everyNode)
    const read = nodes
      .filter((node) => node['Relation Name'] === 'users')
      .map((node) => {
        const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
        return (node['Actual Rows'] + removed) * node['Actual Loops']
      })
    return {
      scans: nodes.filter((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'users')
        .length,
      rows: read.reduce((sum, rows) => sum + rows, 0),
    }
  }

  describe.each(filters)('%s', (_, filter) => {
    test.each(sorts)(
      'F13 in the order %s is found along an index, from the first page to one in the middle',
      async (sort) => {
        const order = { sort, after: undefined, limit: 26 }
        const first = await look(filter, order)
        expect(first).toMatchObject({ scans: 0 })
        expect(first.rows).toBeLessThan(MOST_ROWS)
        const rows = await inList((db) => findPage(db, filter, { ...order, limit: 100 }))
        const last = rows.at(-1)
        if (!last) return
        const after = { key: last.place, id: last.account.id }
        const later = await look(filter, { ...order, after })
        expect(later).toMatchObject({ scans: 0 })
        expect(later.rows).toBeLessThan(MOST_ROWS)
      },
    )
  })

  test('and a page deep in the list costs no more than the first', async () => {
    const [middle] =
      await world.sql`SELECT id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
      FROM users ORDER BY created_at, id OFFSET ${PEOPLE / 2} LIMIT 1`
    const after = { key: String(middle!.key), id: String(middle!.id) }
    const { rows, scans } = await look({}, { sort: 'createdAt', after, limit: 26 })
    expect({ rows, scans }).toEqual({ rows: 26, scans: 0 })
  })
})
