import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { mayOnPlatform, type PlatformPermission } from '../../kit/platform-permissions.ts'
import { hasOtherAdmin, lockAdministration } from './store.ts'

/**
 * Looks whether somebody else who can sign in administers the platform (SECURITY A5). Whoever takes an administrator away
 * comes through here after the accounts are locked, one at a time: of two who race for the last ones, one is refused.
 *
 * @throws {IdentityError} `admin.last_admin`
 */
export async function demandAnotherAdmin(inTx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await lockAdministration(inTx.db)
  if (!(await hasOtherAdmin(inTx.db, userId))) throw new IdentityError('admin.last_admin')
}

/**
 * For procedures of which a part needs a permission of its own (SECURITY A3).
 *
 * @throws {IdentityError} `admin.permission_missing`
 */
export function demandPermission(ctx: Pick<UserContext, 'actor'>, permission: PlatformPermission): void {
  if (!mayOnPlatform(ctx.actor.account.platformRole, permission))
    throw new IdentityError('admin.permission_missing')
}

/** @throws {IdentityError} `admin.mfa_required` for a session that was begun with one factor (SECURITY A1). */
export function demandSecondFactor(ctx: Pick<UserContext, 'actor'>): void {
  if (!ctx.actor.amr.includes('mfa')) throw new IdentityError('admin.mfa_required')
}

/** @throws {IdentityError} `admin.not_yourself` */
export function demandSomebodyElse(ctx: Pick<UserContext, 'actor'>, userId: string): void {
  if (ctx.actor.userId === userId) throw new IdentityError('admin.not_yourself')
}
