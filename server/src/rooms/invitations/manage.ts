import type { OrganizationContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { recordAudit } from '../audit/index.ts'
import { demandGrant, getRole, grantableBy, inOrganization, lockStanding } from '../memberships/index.ts'
import { demandReach } from './granter.ts'
import { INVITATION_TTL_MS, invitationLookupHash, newInvitationToken } from './rules.ts'
import type { Invitation, InvitationStatus, ListedInvitation } from './schemas.ts'
import { mailLink, takeShare, toInvitation } from './service.ts'
import {
  findShown,
  isMember,
  listShown,
  lockInvitation,
  renewInvitation,
  revokeOpen,
  type ShownRow,
} from './store.ts'

/** The invitations of the organization, newest first. */
export async function listInvitations(
  ctx: OrganizationContext,
  page: PageRequest & { status?: InvitationStatus | undefined },
): Promise<Page<ListedInvitation>> {
  const { organizationId } = ctx.standing
  const after = readMomentCursor(page.cursor)
  return inOrganization(ctx, organizationId, async ({ db }) => {
    const rows = await listShown(db, { organizationId, status: page.status, limit: page.limit + 1, after })
    const toItem = seesAddresses(ctx) ? toInvitation : withoutAddress
    return cutPage(rows, page.limit, { toItem, keyOf: momentKey })
  })
}

/** Whoever accepted is a member, and of those the same people see the address as in the list of members (SECURITY G6). */
function seesAddresses(ctx: OrganizationContext): boolean {
  const { permissions } = grantableBy(ctx)
  return permissions.has('invitations:manage') || permissions.has('members:manage')
}

const withoutAddress = (row: ShownRow): ListedInvitation => ({ ...toInvitation(row), email: null })

/**
 * Mails an open invitation again, with another link and seven more days; the link before is dead. Whoever sends it
 * again answers for it from then on.
 *
 * @throws {IdentityError} `not_found`; `invitation.declined`; `invitation.not_open`; `invitation.already_member`;
 *   `org.role_forbidden`.
 */
export async function resendInvitation(ctx: OrganizationContext, invitationId: string): Promise<Invitation> {
  const { organizationId } = ctx.standing
  const found = await inOrganization(ctx, organizationId, ({ db }) =>
    lockInvitation(db, organizationId, invitationId),
  )
  if (!found) throw new IdentityError('not_found')
  await takeShare(ctx, { canonical: found.emailCanonical })
  return inOrganization(ctx, organizationId, async (admitted) => {
    const inTx = await lockStanding(admitted, 'invitations:manage')
    const row = await lockOpen(inTx, invitationId)
    demandGrant(grantableBy(inTx), await getRole(inTx, organizationId, row.role))
    if (await isMember(inTx.db, organizationId, row.emailCanonical))
      throw new IdentityError('invitation.already_member')
    const token = newInvitationToken()
    await renewInvitation(inTx.db, invitationId, {
      tokenHash: invitationLookupHash(token)!,
      invitedBy: inTx.actor.userId,
      ttlMs: INVITATION_TTL_MS,
    })
    await mailLink(inTx, { address: row.email, canonical: row.emailCanonical }, token)
    const renewed = await findShown(inTx.db, organizationId, invitationId)
    await recordAudit(inTx, {
      action: 'invitation.resent',
      organizationId,
      target: { type: 'invitation', id: invitationId },
      details: { role: row.role },
      personal: { email: row.email },
    })
    return toInvitation(renewed!)
  })
}

/**
 * Takes an open invitation back: its link is dead.
 *
 * @throws {IdentityError} `not_found`; `invitation.declined`; `invitation.not_open`; `org.role_forbidden`.
 */
export async function revokeInvitation(ctx: OrganizationContext, invitationId: string): Promise<void> {
  const { organizationId } = ctx.standing
  await inOrganization(ctx, organizationId, async (admitted) => {
    const inTx = await lockStanding(admitted, 'invitations:manage')
    const row = await lockOpen(inTx, invitationId)
    await demandReach(inTx, grantableBy(inTx), row.role)
    await revokeOpen(inTx.db, invitationId)
    await recordAudit(inTx, {
      action: 'invitation.revoked',
      organizationId,
      target: { type: 'invitation', id: invitationId },
      details: { role: row.role, reason: 'revoked' },
      personal: { email: row.email },
    })
  })
}

/** Whoever declined has had the last word; what was accepted or revoked is over as well. */
async function lockOpen(inTx: OrganizationContext, invitationId: string) {
  const row = await lockInvitation(inTx.db, inTx.standing.organizationId, invitationId)
  if (!row) throw new IdentityError('not_found')
  if (row.declinedAt !== null) throw new IdentityError('invitation.declined')
  if (row.acceptedAt !== null || row.revokedAt !== null) throw new IdentityError('invitation.not_open')
  return row
}
