import type { Context, Platform } from '../../context.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { KEPT_MS } from './rules.ts'
import { deleteExpiredBefore, deleteInvitationsOf, revokeOpenBy, revokeOpenOfRole } from './store.ts'

/**
 * Takes back every invitation that a person has open in an organization, and tells how many: for whoever is removed or
 * given a lesser role (SECURITY G5). In the transaction of that, in the organization's scope.
 */
export const voidInvitationsBy = (
  inTx: Pick<Context, 'db'>,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<number> => revokeOpenBy(inTx.db, userId, organizationId)

/**
 * Takes back every open invitation to a role that is about to go, and tells how many: another role of the same key would
 * give the invited what nobody has asked them for. In the organization's scope.
 */
export const voidInvitationsToRole = (
  inTx: Pick<Context, 'db'>,
  { organizationId, role }: { organizationId: string; role: string },
): Promise<number> => revokeOpenOfRole(inTx.db, organizationId, role)

/** As `voidInvitationsBy`, in every organization: for whoever is locked out, since their invitations may be a stranger's. */
export const voidEveryInvitationBy = (inTx: Pick<Context, 'db'>, userId: string): Promise<number> =>
  acrossOrganizations(inTx, ({ db }) => revokeOpenBy(db, userId))

/** Removes what was sent to a person who is being erased: their address goes with it. */
export const eraseInvitationsTo = (
  inTx: Pick<Context, 'db'>,
  person: { id: string; emailCanonical: string },
): Promise<void> => acrossOrganizations(inTx, ({ db }) => deleteInvitationsOf(db, person))

/** Removes invitations that ran out three months ago. For the housekeeping round. */
export const cleanUpInvitations = (ctx: Pick<Context, 'db'> & Pick<Platform, 'clock'>): Promise<void> =>
  acrossOrganizations(ctx, ({ db }) => deleteExpiredBefore(db, KEPT_MS))
