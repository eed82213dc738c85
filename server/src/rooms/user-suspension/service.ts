import { IdentityError } from '../../kit/identity-error.ts'
import { GRACE_DAYS } from '../account-closure/index.ts'
import {
  type Account,
  clearDisabled,
  forgetDevices,
  setDisabled,
  setDisabledAndErasure,
} from '../accounts/index.ts'
import { revokeAllKeys } from '../api-keys/index.ts'
import { recordAudit } from '../audit/index.ts'
import { voidChallenges } from '../gate/index.ts'
import { voidEveryInvitationBy } from '../invitations/index.ts'
import { queueNotice } from '../mail/index.ts'
import { acrossOrganizations, demandOtherOwnersEverywhere } from '../memberships/index.ts'
import { voidTokens } from '../one-time-tokens/index.ts'
import { demandNewPassword } from '../passwords/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import { type ActNeeds, demandAnotherAdmin } from '../staff/index.ts'

const statusOf = ({ disabledAt }: Account) => (disabledAt === null ? 'active' : 'disabled')

/**
 * Switches an account off: nobody is signed in to it from then on, and nobody can sign in. Sessions, links and sign-ins
 * under way are over for good; API keys rest, and work again once the account is on.
 *
 * @throws {IdentityError} `admin.last_admin`, `org.last_owner`.
 */
export async function disable(inTx: ActNeeds, person: Account): Promise<void> {
  const wasOn = person.disabledAt === null
  let sessionsEnded = 0
  if (wasOn) {
    await demandToBeSpared(inTx, person)
    await setDisabled(inTx.db, person.id)
    sessionsEnded = await shutOut(inTx, person.id)
    await queueNotice(inTx, person, 'account_disabled')
  }
  await recordAudit(inTx, {
    action: 'admin.user_disabled',
    target: { type: 'user', id: person.id },
    details: { before: { status: statusOf(person) }, after: { status: 'disabled' }, sessionsEnded },
  })
}

/** An account that can go without harm to others (SECURITY A5, G4). */
async function demandToBeSpared(inTx: ActNeeds, person: Account): Promise<void> {
  if (person.platformRole === 'admin') await demandAnotherAdmin(inTx, person.id)
  await acrossOrganizations(inTx, (scoped) => demandOtherOwnersEverywhere(scoped, person.id))
}

/** Ends what a person has open or begun, and what they do as others, and tells how many sessions that were. */
async function shutOut(inTx: ActNeeds, userId: string): Promise<number> {
  const sessionsEnded = await endAllSessions(inTx, userId, 'account_disabled')
  await voidTokens(inTx, userId)
  await voidChallenges(inTx, userId)
  return sessionsEnded
}

/** Switches an account on. What was over stays over; an erasure that staff had decided on is taken back. */
export async function enable(inTx: ActNeeds, person: Account): Promise<void> {
  const enabled = await clearDisabled(inTx.db, person.id, GRACE_DAYS)
  if (enabled) await queueNotice(inTx, person, 'account_enabled')
  await recordAudit(inTx, {
    action: 'admin.user_enabled',
    target: { type: 'user', id: person.id },
    details: {
      before: { status: statusOf(person) },
      after: { status: 'active' },
      erasureCancelled: enabled?.isKept ?? false,
    },
  })
}

/**
 * Closes an account as its owner could: it is erased after a week. It is off until then, so that no sign-in takes that
 * back; enabling it does.
 *
 * @throws {IdentityError} `admin.last_admin`, `org.last_owner`.
 */
export async function closeByStaff(inTx: ActNeeds, person: Account): Promise<Date> {
  await demandToBeSpared(inTx, person)
  const erasedAfter = await setDisabledAndErasure(inTx.db, person.id, GRACE_DAYS)
  const sessionsEnded = await shutOut(inTx, person.id)
  const keysRevoked = await revokeAllKeys(inTx, person.id)
  await forgetDevices(inTx, person.id)
  await queueNotice(inTx, person, 'account_deletion_scheduled')
  await recordAudit(inTx, {
    action: 'admin.user_deleted',
    target: { type: 'user', id: person.id },
    details: { before: { status: statusOf(person) }, erasedAfter, sessionsEnded, keysRevoked },
  })
  return erasedAfter
}

/**
 * Shuts somebody out of everything in one act, for an account that somebody else may be in: besides what disabling
 * does, devices are forgotten, keys and invitations of theirs revoked, and the password opens nothing even once the
 * account is on again. An organization may be left without an owner who can sign in: the log says so.
 *
 * @throws {IdentityError} `admin.last_admin`
 */
export async function lockDown(inTx: ActNeeds, person: Account): Promise<void> {
  if (person.platformRole === 'admin') await demandAnotherAdmin(inTx, person.id)
  await demandNewPassword(inTx, person.id)
  await setDisabled(inTx.db, person.id)
  const sessionsEnded = await shutOut(inTx, person.id)
  await forgetDevices(inTx, person.id)
  const wasLastOwner = await isLastOwnerSomewhere(inTx, person.id)
  const invitationsRevoked = await voidEveryInvitationBy(inTx, person.id)
  const keysRevoked = await revokeAllKeys(inTx, person.id)
  await queueNotice(inTx, person, 'account_locked_down')
  await recordAudit(inTx, {
    action: 'admin.user_locked_down',
    target: { type: 'user', id: person.id },
    details: {
      before: { status: statusOf(person) },
      sessionsEnded,
      keysRevoked,
      invitationsRevoked,
      wasLastOwner,
    },
  })
}

async function isLastOwnerSomewhere(inTx: ActNeeds, userId: string): Promise<boolean> {
  try {
    await acrossOrganizations(inTx, (scoped) => demandOtherOwnersEverywhere(scoped, userId))
    return false
  } catch (error) {
    if (error instanceof IdentityError && error.code === 'org.last_owner') return true
    throw error
  }
}
