import type { Context, Platform, UserContext } from '../../context.ts'
import type { Database } from '../../platform/db.ts'
import { deleteAccount, forgetDevices, getAccount, setErasure } from '../accounts/index.ts'
import { revokeAllKeys } from '../api-keys/index.ts'
import { erasePersonalDetails, recordAudit, systemContext } from '../audit/index.ts'
import { lockCaller, voidChallenges } from '../gate/index.ts'
import { eraseInvitationsTo } from '../invitations/index.ts'
import { eraseMailTo, queueNotice } from '../mail/index.ts'
import { acrossOrganizations, demandOtherOwnersEverywhere } from '../memberships/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { demandAnotherAdmin } from '../staff/index.ts'
import { lockDueAccount } from './store.ts'

/** How long a closed account can be taken back by signing in. Seven days. */
export const GRACE_DAYS = 7

/**
 * Closes the caller's account: everybody is signed out and API keys end. After seven days it is erased, unless somebody
 * signs in.
 *
 * @throws {IdentityError} `admin.last_admin` for the last administrator of the platform (SECURITY A5); `org.last_owner` for
 *   somebody without whom an organization would have no owner (SECURITY G4).
 */
export async function closeAccount(ctx: UserContext): Promise<{ status: 'closing'; erasedAfter: Date }> {
  const { userId, account } = ctx.actor
  const erasedAfter = await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    await lockCaller(inTx)
    const { platformRole } = await getAccount(inTx, userId)
    if (platformRole === 'admin') await demandAnotherAdmin(inTx, userId)
    await acrossOrganizations(inTx, (wide) => demandOtherOwnersEverywhere(wide, userId))
    const moment = await setErasure(tx, userId, GRACE_DAYS)
    const sessionsEnded = await endAllSessions(inTx, userId, 'account_closed')
    const keysRevoked = await revokeAllKeys(inTx, userId)
    await forgetDevices(inTx, userId)
    await voidTokens(inTx, userId)
    await voidChallenges(inTx, userId)
    await queueNotice(inTx, account, 'closure_requested')
    await recordAudit(inTx, {
      action: 'account.closed',
      target: { type: 'user', id: userId },
      details: { sessionsEnded, keysRevoked },
    })
    return moment ?? ctx.clock.now()
  })
  ctx.cookies.clear('refresh')
  return { status: 'closing', erasedAfter }
}

/**
 * Erases the accounts whose time has come, and tells how many. What named the person goes: the account with all that
 * hangs on it, mails, and the personal part of the audit log. The log's chain stays whole, and knows an id only.
 * Under the account's row lock: whoever signs in at that moment either comes first and keeps it, or finds nothing.
 *
 * @throws {AggregateError} when some could not be erased: after all the others were, and to be tried again.
 */
export async function eraseDueAccounts(platform: ErasureNeeds): Promise<number> {
  const failures = new Map<string, unknown>()
  let erased = 0
  for (let goesOn = true; goesOn; ) {
    let userId = ''
    try {
      const passedOver = [...failures.keys()]
      goesOn = await eraseOne(platform, passedOver, (id) => {
        userId = id
      })
      if (goesOn) erased += 1
    } catch (error) {
      // The database itself is away, or this account cannot go: it holds nobody else up.
      if (userId === '') throw error
      failures.set(userId, error)
    }
  }
  if (failures.size > 0)
    throw new AggregateError(failures.values(), `${failures.size} closed accounts could not be erased`)
  return erased
}

type ErasureNeeds = Pick<Platform, 'clock'> & { database: Database }

async function eraseOne(
  platform: ErasureNeeds,
  passedOver: readonly string[],
  begins: (userId: string) => void,
): Promise<boolean> {
  const ctx = systemContext(platform)
  return ctx.db.transaction(async (tx: Context['db']) => {
    const inTx = { ...ctx, db: tx }
    const account = await lockDueAccount(tx, passedOver)
    if (!account) return false
    begins(account.id)
    await eraseMailTo(inTx, account)
    await eraseInvitationsTo(inTx, account)
    await erasePersonalDetails(inTx, account)
    await deleteAccount(tx, account.id)
    await recordAudit(inTx, { action: 'account.erased', target: { type: 'user', id: account.id } })
    return true
  })
}
