import type { UserContext } from '../../context.ts'
import type { PlatformRole } from '../../kit/platform-permissions.ts'
import { type Account, setPlatformRole } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { queueNotice } from '../mail/index.ts'
import { endImpersonationsBy } from '../sessions/index.ts'
import { type ActNeeds, actOn, demandAnotherAdmin, demandSecondFactor } from '../staff/index.ts'

/**
 * Gives somebody a role on the platform, or takes theirs away, in a fresh session that was begun with two factors
 * (SECURITY A1).
 *
 * @throws {IdentityError} `admin.mfa_required`, `admin.not_yourself`, `admin.last_admin`.
 */
export async function changePlatformRole(
  ctx: UserContext,
  { userId, role }: { userId: string; role: PlatformRole | null },
): Promise<void> {
  demandSecondFactor(ctx)
  await actOn(ctx, { userId, permission: 'users:role', notOneself: true }, async (inTx, person) => {
    if (person.platformRole === 'admin' && role !== 'admin') await demandAnotherAdmin(inTx, userId)
    await giveRole(inTx, person, role)
  })
}

/** Rights are read anew with each request, so a session needs no end; what they do as other people does. */
export async function giveRole(inTx: ActNeeds, person: Account, role: PlatformRole | null): Promise<void> {
  await setPlatformRole(inTx.db, person.id, role)
  if (role !== 'admin') await endImpersonationsBy(inTx, person.id)
  if (role !== person.platformRole) await queueNotice(inTx, person, 'platform_role_changed')
  await recordAudit(inTx, {
    action: 'admin.user_role_changed',
    target: { type: 'user', id: person.id },
    details: { before: { platformRole: person.platformRole }, after: { platformRole: role } },
  })
}
