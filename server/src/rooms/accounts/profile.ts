import type { HolderContext, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import type { Page, PageRequest } from '../../kit/page.ts'
import { type AuditEvent, listOwnEvents, recordAudit } from '../audit/index.ts'
import type { User } from './schemas.ts'
import { toUser } from './service.ts'
import { changeProfile, type ProfileChange } from './store.ts'

/** The account of whoever asks: read with their session or their key, so this costs no query of its own. */
export function getProfile(ctx: HolderContext): User {
  return toUser(ctx.actor.account, ctx.actor)
}

/** Changes what is given and leaves the rest. The log names the fields, not what stood or stands in them. */
export async function updateProfile(ctx: UserContext, change: ProfileChange): Promise<User> {
  const fields = Object.entries(change).flatMap(([field, value]) => (value === undefined ? [] : [field]))
  if (fields.length === 0) return getProfile(ctx)
  const account = await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const changed = await changeProfile(tx, ctx.actor.userId, change)
    if (!changed) throw new IdentityError('auth.unauthenticated') // deleted since the token was checked
    await recordAudit(inTx, {
      action: 'account.updated',
      target: { type: 'user', id: changed.id },
      details: { fields },
    })
    return changed
  })
  return toUser(account, ctx.actor)
}

/** What the account's owner did and what was done to the account. */
export function readSecurityLog(ctx: UserContext, page: PageRequest): Promise<Page<AuditEvent>> {
  return listOwnEvents(ctx, ctx.actor.userId, page)
}
