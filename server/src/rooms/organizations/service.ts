import type { HolderContext, MemberContext, OrganizationContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { OrganizationPermission } from '../../kit/organization-permissions.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { type AuditAction, type AuditEvent, listEvents, recordAudit } from '../audit/index.ts'
import { lockCaller } from '../gate/index.ts'
import {
  acrossOrganizations,
  asPerson,
  inOrganization,
  lacksSecondFactor,
  lockStanding,
} from '../memberships/index.ts'
import type { Organization } from './schemas.ts'
import {
  countMembers,
  deleteOrganization,
  type OrganizationChange,
  type OrganizationRow,
  selectOrganization,
  selectOrganizationsOf,
  updateOrganization,
} from './store.ts'

/** An organization as one of its members sees it. */
export const toOrganization = (
  { id, name, slug, createdAt, requireMfa }: OrganizationRow,
  { memberCount, myRole }: { memberCount: number; myRole: string },
): Organization => ({ id, name, slug, createdAt, memberCount, myRole, requireMfa })

/** What the caller belongs to, the latest joined first; an organization's key belongs to that one alone. */
export async function listOrganizations(ctx: HolderContext, page: PageRequest): Promise<Page<Organization>> {
  const { actor } = ctx
  const after = readMomentCursor(page.cursor)
  const only = actor.kind === 'api_key' ? actor.organizationId : null
  return asPerson(ctx, actor.userId, async (inTx) => {
    const rows = await selectOrganizationsOf(inTx.db, actor.userId, { limit: page.limit + 1, after, only })
    // A person's scope shows nobody else's membership: counting them takes a wider one.
    const ids = rows.map(({ organization }) => organization.id)
    const counts = await acrossOrganizations(inTx, ({ db }) => countMembers(db, ids))
    return cutPage(rows, page.limit, {
      toItem: ({ organization, role }) =>
        toOrganization(organization, { memberCount: counts.get(organization.id) ?? 0, myRole: role }),
      keyOf: ({ organization, joinedAt }) => momentKey({ createdAt: joinedAt, id: organization.id }),
    })
  })
}

export function getOrganization(ctx: OrganizationContext): Promise<Organization> {
  const { organizationId, role } = ctx.standing
  return inOrganization(ctx, organizationId, (inTx) => readAs(inTx, organizationId, role))
}

async function readAs(
  inTx: Pick<OrganizationContext, 'db'>,
  organizationId: string,
  myRole: string,
): Promise<Organization> {
  const row = await selectOrganization(inTx.db, organizationId)
  if (!row) throw new IdentityError('not_found')
  const counts = await countMembers(inTx.db, [organizationId])
  return toOrganization(row, { memberCount: counts.get(organizationId) ?? 0, myRole })
}

/**
 * Changes what is given and leaves the rest. Whoever demands a second factor of everybody must have one, since they would
 * lock themselves out.
 *
 * @throws {IdentityError} `org.slug_taken`; `org.mfa_required`.
 */
export async function changeOrganization(
  ctx: OrganizationContext,
  change: OrganizationChange,
): Promise<Organization> {
  return inOrganization(ctx, ctx.standing.organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'org:update')
    const { organizationId, role } = inTx.standing
    const before = await selectOrganization(inTx.db, organizationId)
    if (!before) throw new IdentityError('not_found')
    const changed = changedFields(before, change)
    if (changed.length === 0) return readAs(inTx, organizationId, role)
    if (lacksSecondFactor({ requireMfa: change.requireMfa === true }, inTx.actor))
      throw new IdentityError('org.mfa_required')
    const after = await updateOrganization(inTx.db, organizationId, change)
    if (!after) throw new IdentityError('org.slug_taken')
    const organization = await readAs(inTx, organizationId, role)
    await recordAudit(inTx, {
      action: 'organization.updated',
      target: { type: 'organization', id: organizationId },
      organizationId,
      details: Object.fromEntries(
        changed.map((field) => [field, { before: before[field], after: after[field] }]),
      ),
    })
    return organization
  })
}

function changedFields(before: OrganizationRow, change: OrganizationChange) {
  const fields = ['name', 'slug', 'requireMfa'] as const
  return fields.filter((field) => change[field] !== undefined && change[field] !== before[field])
}

/** Deletes the organization with its memberships, roles, invitations and keys. Its audit log stays. */
export async function dissolveOrganization(ctx: MemberContext): Promise<void> {
  await inOrganization(ctx, ctx.standing.organizationId, async (unlocked) => {
    await lockCaller(unlocked)
    const inTx = await lockStanding(unlocked, 'org:delete')
    const { organizationId } = inTx.standing
    const { name, slug, memberCount } = await readAs(inTx, organizationId, inTx.standing.role)
    await deleteOrganization(inTx.db, organizationId)
    await recordAudit(inTx, {
      action: 'organization.deleted',
      target: { type: 'organization', id: organizationId },
      organizationId,
      details: { name, slug, memberCount },
    })
  })
}

/** Which of some permissions the caller's role holds at this moment. */
export const checkPermissions = (
  { standing }: MemberContext,
  permissions: readonly OrganizationPermission[],
): Record<string, boolean> =>
  Object.fromEntries(permissions.map((permission) => [permission, standing.permissions.has(permission)]))

interface EventSearch extends PageRequest {
  action?: AuditAction | undefined
  actorId?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
}

/**
 * What happened in the organization, newest first. Where staff of the platform acted as a member, the place they acted
 * from is theirs and is left out.
 */
export async function listOrganizationEvents(
  ctx: OrganizationContext,
  { limit, cursor, ...filters }: EventSearch,
): Promise<Page<AuditEvent>> {
  const { organizationId } = ctx.standing
  const { items, nextCursor } = await listEvents(ctx, { ...filters, organizationId }, { limit, cursor })
  return {
    items: items.map((event) => (event.realActor ? { ...event, ip: null, userAgent: null } : event)),
    nextCursor,
  }
}
