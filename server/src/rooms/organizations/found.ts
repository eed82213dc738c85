import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import { slugOf, suffixed } from '../../kit/team-name.ts'
import { recordAudit } from '../audit/index.ts'
import { lockCaller } from '../gate/index.ts'
import { asPerson, inOrganization } from '../memberships/index.ts'
import type { Organization } from './schemas.ts'
import { toOrganization } from './service.ts'
import { countOwned, insertOrganization, insertOwner, type OrganizationRow } from './store.ts'

const MAX_OWNED = 50
/** Of six random characters each: that all of them are taken does not happen. */
const SLUG_TRIES = 5

/**
 * Founds an organization, which its founder owns. Whoever founds several at once does so one after the other, so that no
 * race leaves more than the allowed number.
 *
 * @throws {IdentityError} `org.slug_taken` for a short name that was asked for and is another's; `org.too_many`.
 */
export async function createOrganization(
  ctx: UserContext,
  input: { name: string; slug?: string | undefined },
): Promise<Organization> {
  const { userId } = ctx.actor
  const id = newId(ctx.clock.nowMs())
  return inOrganization(ctx, id, async (inTx) => {
    await lockCaller(inTx)
    const owned = await asPerson(inTx, userId, ({ db }) => countOwned(db, userId))
    if (owned >= MAX_OWNED) throw new IdentityError('org.too_many')
    const row = await insertWithSlug(inTx, { id, ...input })
    if (!row) throw new IdentityError('org.slug_taken')
    await insertOwner(inTx.db, id, userId)
    await recordAudit(inTx, {
      action: 'organization.created',
      target: { type: 'organization', id },
      organizationId: id,
      details: { name: row.name, slug: row.slug },
    })
    return toOrganization(row, { memberCount: 1, myRole: 'owner' })
  })
}

async function insertWithSlug(
  inTx: UserContext,
  { id, name, slug: wanted }: { id: string; name: string; slug?: string | undefined },
): Promise<OrganizationRow | undefined> {
  if (wanted !== undefined) return insertOrganization(inTx.db, { id, name, slug: wanted })
  const plain = slugOf(name)
  const candidates = Array.from({ length: SLUG_TRIES }, () => suffixed(plain, 'organization'))
  // A single character is too little to tell one by.
  if (plain.length > 1) candidates.unshift(plain)
  for (const slug of candidates) {
    const row = await insertOrganization(inTx.db, { id, name, slug })
    if (row) return row
  }
  return undefined
}
