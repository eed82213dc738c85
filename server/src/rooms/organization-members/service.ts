import type { MemberContext, OrganizationContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { recordAudit } from '../audit/index.ts'
import { lockAccount } from '../gate/index.ts'
import {
  demandGrant,
  findStanding,
  getRole,
  grantableBy,
  inOrganization,
  lockStanding,
  type Standing,
} from '../memberships/index.ts'
import type { Member } from './schemas.ts'
import { endMembership, giveRole } from './settle.ts'
import { type MemberRow, selectMember, selectMembers } from './store.ts'

/** Members, the latest joined first. */
export async function listMembers(ctx: OrganizationContext, page: PageRequest): Promise<Page<Member>> {
  const { organizationId } = ctx.standing
  const after = readMomentCursor(page.cursor)
  const rows = await inOrganization(ctx, organizationId, ({ db }) =>
    selectMembers(db, organizationId, { limit: page.limit + 1, after }),
  )
  return cutPage(rows, page.limit, {
    toItem: (row) => toMember(ctx, row),
    keyOf: ({ joinedAt, userId }) => momentKey({ createdAt: joinedAt, id: userId }),
  })
}

/** A member as the caller may see them: addresses are for whoever manages members, and one's own (SECURITY G6). */
function toMember(ctx: OrganizationContext, row: MemberRow): Member {
  const { userId, displayName, avatarUrl, role, joinedAt } = row
  const seesAddress = grantableBy(ctx).permissions.has('members:manage') || userId === ctx.actor.userId
  return {
    user: { id: userId, displayName, avatarUrl, email: seesAddress ? row.email : null },
    role,
    joinedAt,
  }
}

/** @throws {IdentityError} `not_found` for somebody who does not belong to the organization. */
async function getMember(inTx: OrganizationContext, userId: string): Promise<Standing> {
  const member = await findStanding(inTx, inTx.standing.organizationId, userId)
  if (!member) throw new IdentityError('not_found')
  return member
}

/**
 * Gives a member another role: one that allows nothing beyond the caller's own, in place of one that does not either
 * (SECURITY G3).
 *
 * @throws {IdentityError} `not_found`; `org.role_forbidden`; `org.last_owner`.
 */
export async function setRole(
  ctx: OrganizationContext,
  input: { userId: string; role: string },
): Promise<Member> {
  const { organizationId } = ctx.standing
  return inOrganization(ctx, organizationId, async (unlocked) => {
    // Whoever closes their account at this moment looks what they own: they wait, or are waited for.
    if (input.role === 'owner') await lockAccount(unlocked.db, input.userId)
    const inTx = await lockStanding(unlocked, 'members:manage')
    const member = await getMember(inTx, input.userId)
    const role = await getRole(inTx, organizationId, input.role)
    const granter = grantableBy(inTx)
    demandGrant(granter, member)
    demandGrant(granter, role)
    if (member.role === role.role) return readMember(inTx, input.userId)
    const details = await giveRole(inTx, member, role)
    const answer = await readMember(inTx, input.userId)
    await recordAudit(inTx, {
      action: 'member.role_changed',
      target: { type: 'user', id: input.userId },
      organizationId,
      details,
    })
    return answer
  })
}

async function readMember(inTx: OrganizationContext, userId: string): Promise<Member> {
  const row = await selectMember(inTx.db, inTx.standing.organizationId, userId)
  if (!row) throw new IdentityError('not_found')
  return toMember(inTx, row)
}

/** @throws {IdentityError} `not_found`; `org.role_forbidden` for somebody whose role allows more; `org.last_owner`. */
export async function removeMember(ctx: OrganizationContext, userId: string): Promise<void> {
  const { organizationId } = ctx.standing
  await inOrganization(ctx, organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'members:manage')
    const member = await getMember(inTx, userId)
    demandGrant(grantableBy(inTx), member)
    const ended = await endMembership(inTx, member)
    await recordAudit(inTx, {
      action: 'member.removed',
      target: { type: 'user', id: userId },
      organizationId,
      details: { role: member.role, ...ended },
    })
  })
}

/** @throws {IdentityError} `org.last_owner` */
export async function leave(ctx: MemberContext): Promise<void> {
  const { organizationId, userId } = ctx.standing
  await inOrganization(ctx, organizationId, async (unlocked) => {
    const inTx = await lockStanding(unlocked, 'member')
    const ended = await endMembership(inTx, inTx.standing)
    await recordAudit(inTx, {
      action: 'member.left',
      target: { type: 'user', id: userId },
      organizationId,
      details: { role: inTx.standing.role, ...ended },
    })
  })
}
