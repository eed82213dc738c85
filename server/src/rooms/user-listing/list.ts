import type { Context, UserContext } from '../../context.ts'
import { isId } from '../../kit/ids.ts'
import { cutPage, decodeCursor, type Page, type PageRequest, refuseCursor } from '../../kit/page.ts'
import { toUser } from '../accounts/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { findPage, type ListedRow, type Place, planAlongIndexes } from './list-store.ts'
import type { AdminUser, Criteria, Sort } from './schemas.ts'
import { readSearch } from './search.ts'
import { readFacts, type UserFacts } from './store.ts'

/**
 * People by criteria, in a chosen order. However many there are, a page is read along an index: that of a filter which
 * leaves few, else that of the order. The cursor holds where the last row stands in the order, to the microsecond.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of a list in this order.
 */
export async function listUsers(ctx: UserContext, query: Criteria & PageRequest): Promise<Page<AdminUser>> {
  const { limit, cursor, search, ...criteria } = query
  const after = readCursor(cursor, query.sort)
  const order = { sort: query.sort, after, limit: limit + 1 }
  return acrossOrganizations(ctx, async (inTx) => {
    await planAlongIndexes(inTx.db)
    const filters = { ...criteria, ...(search !== undefined && { search: readSearch(search) }) }
    const rows = await findPage(inTx.db, filters, order)
    const facts = await factsOf(inTx, rows.slice(0, limit))
    return cutPage(rows, limit, {
      toItem: ({ account }) => toAdminUser(account, facts.get(account.id)),
      keyOf: ({ account, place }) => [query.sort, place ?? '', account.id],
    })
  })
}

async function factsOf(inTx: Pick<Context, 'db'>, rows: ListedRow[]): Promise<Map<string, UserFacts>> {
  const facts = await readFacts(
    inTx.db,
    rows.map(({ account }) => account.id),
  )
  return new Map(facts.map((of) => [of.userId, of]))
}

export function toAdminUser(account: ListedRow['account'], facts: UserFacts | undefined): AdminUser {
  return {
    ...toUser(account, { hasPassword: facts?.hasPassword ?? false, mfaEnabled: facts?.mfaEnabled ?? false }),
    erasedAfter: account.erasedAfter,
    failedSignIns: facts?.failedSignIns ?? 0,
    pausedUntil: facts?.pausedUntil ?? null,
    passwordChangeRequired: facts?.passwordChangeRequired ?? false,
  }
}

const MICROSECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/
const isMicrosecond = (text: string): boolean => MICROSECOND.test(text) && !Number.isNaN(Date.parse(text))

function readCursor(cursor: string | undefined, sort: Sort): Place | undefined {
  if (cursor === undefined) return undefined
  const [ofSort, key = '', id = ''] = decodeCursor(cursor, 3) ?? []
  if (ofSort !== sort || !isId(id)) refuseCursor()
  if (sort.endsWith('email')) {
    if (key === '' || key.includes('\u0000')) refuseCursor()
    return { key, id }
  }
  const isAmongThoseWhoNever = key === '' && sort.endsWith('lastSignInAt')
  if (!isAmongThoseWhoNever && !isMicrosecond(key)) refuseCursor()
  return { key: isAmongThoseWhoNever ? null : key, id }
}
