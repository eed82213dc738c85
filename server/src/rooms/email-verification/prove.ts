import type { Context } from '../../context.ts'
import { type Account, forgetDevices, markVerified } from '../accounts/index.ts'
import { revokeAllKeys } from '../api-keys/index.ts'
import { recordAudit } from '../audit/index.ts'
import { lockAccount } from '../gate/index.ts'
import { removeIdentities } from '../identities/index.ts'
import { removeMemberships } from '../memberships/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import { removePasskeys } from '../passkeys/index.ts'
import { dropPassword } from '../passwords/index.ts'
import { removeRecoveryCodes } from '../recovery-codes/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { removeTotp } from '../totp/index.ts'

type Needs = Pick<Context, 'db' | 'clock' | 'actor' | 'request' | 'effects'>

/**
 * Notes that somebody has just proven to own the mailbox of an account, by another way than the link of its sign-up.
 *
 * Whoever signed up may not be the one who reads the mail. So the first proof takes away everything that was put on the
 * account before it: password, second factors, passkeys, providers, keys, memberships, sessions, devices and links
 * (SECURITY T10, O6).
 * False for an account whose address was proven already: nothing happens then.
 *
 * An account that was signed in to before had a proven address, in whose place an administrator has put this one. Its
 * authenticator app stays: else a new address and its mailbox would be a way around the second factor (M8), and to a
 * mailbox's owner who is not the account's the app keeps the account shut rather than shared. And what nobody else owns
 * stays theirs: an organization that no one owns is out of everybody's reach (G4).
 *
 * @param method how, for the log: `password_reset`, `passwordless`, a provider's id.
 */
export async function proveMailbox(inTx: Needs, account: Account, method: string): Promise<boolean> {
  await lockAccount(inTx.db, account.id)
  if (!(await markVerified(inTx, account.id))) return false
  await dropPassword(inTx, account.id)
  if (account.lastSignInAt === null) {
    await removeTotp(inTx, account.id)
    await removeRecoveryCodes(inTx, account.id)
  }
  await removePasskeys(inTx, account.id)
  await removeIdentities(inTx, account.id)
  // Organizations are locked before the keys are, as by whoever removes a member.
  const left = await removeMemberships(inTx, account.id)
  await revokeAllKeys(inTx, account.id)
  await endAllSessions(inTx, account.id, 'address_proven')
  await forgetDevices(inTx, account.id)
  await voidTokens(inTx, account.id)
  for (const organizationId of left) {
    await recordAudit(inTx, {
      action: 'member.removed',
      actorId: account.id,
      target: { type: 'user', id: account.id },
      organizationId,
      details: { reason: 'address_proven' },
    })
  }
  await recordAudit(inTx, {
    action: 'email.verified',
    actorId: account.id,
    target: { type: 'user', id: account.id },
    details: { method },
  })
  return true
}
