import type { UserContext } from '../../context.ts'
import { type EmailAddress, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import {
  type Account,
  changeProfile,
  getAccount,
  type ProfileChange,
  replaceAddress,
} from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { mailUndo } from '../email-change/index.ts'
import { mailVerificationLink } from '../email-verification/index.ts'
import { voidChallenges } from '../gate/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { actOn, demandAnotherAdmin, demandPermission, demandSomebodyElse } from '../staff/index.ts'
import { type AdminUserDetails, getAdminUser } from '../user-listing/index.ts'

type Change = ProfileChange & { email?: string | undefined }

/**
 * Changes what is given and leaves the rest. Another address needs a permission of its own (SECURITY A3) and a sign-in of
 * the last five minutes: with the mailbox goes the account.
 *
 * @throws {IdentityError} `admin.permission_missing`, `auth.reauthentication_required`, `admin.not_yourself`,
 *   `admin.last_admin` and `user.email_taken`, all for an address; `admin.outranked`.
 */
export async function updateUser(
  ctx: UserContext,
  userId: string,
  { email, ...change }: Change,
): Promise<AdminUserDetails> {
  if (email !== undefined) demandRightToAddresses(ctx, userId)
  await actOn(ctx, { userId, permission: 'users:update' }, async (inTx, person) => {
    if (email !== undefined) await changeAddress(inTx, person, parseEmailAddress(email)!)
    const fields = (Object.keys(change) as (keyof ProfileChange)[]).filter(
      (field) => change[field] !== undefined,
    )
    if (fields.length > 0) {
      await changeProfile(inTx.db, userId, change)
      await recordAudit(inTx, {
        action: 'admin.user_updated',
        target: { type: 'user', id: userId },
        details: { fields },
        personal: {
          before: Object.fromEntries(fields.map((field) => [field, person[field]])),
          after: Object.fromEntries(fields.map((field) => [field, change[field]])),
        },
      })
    }
  })
  return getAdminUser(ctx, userId)
}

function demandRightToAddresses(ctx: UserContext, userId: string): void {
  demandPermission(ctx, 'users:email')
  if (!ctx.actor.isFresh) throw new IdentityError('auth.reauthentication_required')
  // One's own is changed with a proof of the new one, as everybody's is.
  demandSomebodyElse(ctx, userId)
}

/**
 * Gives an account another address, which is yet to be proven: a link goes there. Who could sign in before is signed out.
 * The old one, where it was proven, gets the way back.
 */
async function changeAddress(inTx: UserContext, before: Account, to: EmailAddress): Promise<void> {
  if (before.email === to.address) return
  const isSameMailbox = before.emailCanonical === to.canonical
  const isVerified = isSameMailbox && before.isVerified
  if (before.platformRole === 'admin' && before.isVerified && !isVerified)
    await demandAnotherAdmin(inTx, before.id)
  if (!(await replaceAddress(inTx.db, before.id, { ...to, isVerified })))
    throw new IdentityError('user.email_taken')
  const sessionsEnded = isSameMailbox ? 0 : await moveMailbox(inTx, before)
  await recordAudit(inTx, {
    action: 'admin.user_email_changed',
    target: { type: 'user', id: before.id },
    details: { before: { isVerified: before.isVerified }, after: { isVerified }, sessionsEnded },
    personal: { from: before.email, to: to.address },
  })
}

async function moveMailbox(inTx: UserContext, before: Account): Promise<number> {
  const sessionsEnded = await endAllSessions(inTx, before.id, 'email_changed')
  await voidTokens(inTx, before.id)
  await voidChallenges(inTx, before.id)
  await mailVerificationLink(inTx, await getAccount(inTx, before.id))
  // Of an address that nobody has proven, the mailbox may be a stranger's: no way back goes there.
  if (before.isVerified) await mailUndo(inTx, before)
  return sessionsEnded
}
