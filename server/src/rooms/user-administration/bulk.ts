import type { UserContext } from '../../context.ts'
import { type ErrorCode, IdentityError } from '../../kit/identity-error.ts'
import type { PlatformPermission } from '../../kit/platform-permissions.ts'
import type { Account } from '../accounts/index.ts'
import { actOn, demandPermission } from '../staff/index.ts'
import { requirePasswordReset, revokeSessions, unlock, verifyAddress } from '../user-recovery/index.ts'
import { disable, enable, lockDown } from '../user-suspension/index.ts'

interface BulkAct {
  permission: PlatformPermission
  notOneself?: boolean
  act(inTx: UserContext, person: Account): Promise<void>
}

const acts = {
  disable: { permission: 'users:disable', notOneself: true, act: disable },
  enable: { permission: 'users:disable', act: enable },
  unlock: { permission: 'users:unlock', act: unlock },
  verify_email: { permission: 'users:verify', act: verifyAddress },
  revoke_sessions: { permission: 'users:revoke-sessions', act: revokeSessions },
  require_password_reset: { permission: 'users:reset-password', act: requirePasswordReset },
  lockdown: { permission: 'users:lockdown', notOneself: true, act: lockDown },
} as const satisfies Record<string, BulkAct>

export type BulkAction = keyof typeof acts
export const bulkActions = Object.keys(acts) as [BulkAction, ...BulkAction[]]

export interface BulkResult {
  userId: string
  status: 'done' | 'failed'
  code?: ErrorCode
}

/**
 * Does one thing to many people, one after the other, each in a transaction of its own: what fails for one, done by
 * itself, fails for that one, and the others go on.
 *
 * @throws {IdentityError} `admin.permission_missing` when the caller may do it to nobody.
 */
export async function actOnMany(
  ctx: UserContext,
  { action, userIds }: { action: BulkAction; userIds: string[] },
): Promise<{ items: BulkResult[] }> {
  const { act, ...demands }: BulkAct = acts[action]
  demandPermission(ctx, demands.permission)
  const items: BulkResult[] = []
  for (const userId of userIds) {
    try {
      await actOn(ctx, { userId, ...demands }, act)
      items.push({ userId, status: 'done' })
    } catch (error) {
      items.push({ userId, status: 'failed', code: codeOf(ctx, error) })
    }
  }
  return { items }
}

function codeOf(ctx: UserContext, error: unknown): ErrorCode {
  if (error instanceof IdentityError) return error.code
  ctx.log.error({ err: error }, 'one of many failed')
  return 'internal'
}
