import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { isId } from '../../kit/ids.ts'
import {
  cutPage,
  decodeCursor,
  encodeCursor,
  type Page,
  type PageRequest,
  refuseCursor,
} from '../../kit/page.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import {
  findLastLookedAt,
  findOrganization,
  findOrganizations,
  findOwners,
  type OrganizationRow,
} from './store.ts'

/**
 * Every organization, newest first, or those whose name or slug begins with a text. Among very many, a page of a search
 * may hold less than was asked for and still have a next one.
 *
 * @throws {IdentityError} `request.invalid` for a cursor that is not one of this list.
 */
export async function listOrganizations(
  ctx: Context,
  { search, limit, cursor }: PageRequest & { search?: string | undefined },
): Promise<Page<OrganizationRow>> {
  const before = readCursor(cursor)
  return acrossOrganizations(ctx, async ({ db }) => {
    const rows = await findOrganizations(db, { search, before, limit: limit + 1 })
    const found = cutPage(rows, limit, { toItem: (row) => row, keyOf: ({ id }) => [id] })
    if (found.nextCursor !== null || search === undefined) return found
    const last = await findLastLookedAt(db, before)
    return last === undefined ? found : { ...found, nextCursor: encodeCursor([last]) }
  })
}

/** @throws {IdentityError} `not_found` */
export async function getOrganization(ctx: Context, id: string) {
  const found = await acrossOrganizations(ctx, async ({ db }) => {
    const organization = await findOrganization(db, id)
    return organization && { ...organization, owners: await findOwners(db, id) }
  })
  if (!found) throw new IdentityError('not_found')
  return found
}

function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [id = ''] = decodeCursor(cursor, 1) ?? []
  if (!isId(id)) refuseCursor()
  return id
}
