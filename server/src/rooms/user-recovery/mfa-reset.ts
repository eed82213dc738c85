import type { Platform, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { mayOnPlatform } from '../../kit/platform-permissions.ts'
import type { Account } from '../accounts/index.ts'
import { recordAudit, systemContext } from '../audit/index.ts'
import { forgetMfaFailures, lockAccount, voidChallenges } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { countPasskeys, removePasskeys } from '../passkeys/index.ts'
import { recoveryCodesLeft, removeRecoveryCodes } from '../recovery-codes/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import type { ActNeeds } from '../staff/index.ts'
import { removeTotp, totpConfirmedAt } from '../totp/index.ts'
import type { MfaReset } from './schemas.ts'
import { deleteReset, findDuePerson, findReset, insertReset } from './store.ts'

/** How long a person has to object (SECURITY M8), in hours. */
const DELAY_HOURS = 24

/**
 * Takes somebody's second factors away, when two administrators want it; on the word of one it happens a day later, and
 * the person is told at once. Whoever signs in with a second factor meanwhile has it still, and the request is over.
 *
 * @throws {IdentityError} `admin.no_second_factor`
 */
export async function resetMfa(inTx: UserContext, person: Account, reason: string): Promise<MfaReset> {
  if (!(await hasSecondFactor(inTx, person.id))) throw new IdentityError('admin.no_second_factor')
  const standing = await standingReset(inTx, person.id)
  if (standing && standing.requestedBy !== inTx.actor.userId) {
    await deleteReset(inTx.db, person.id)
    await removeSecondFactors(inTx, person, { requestedBy: standing.requestedBy })
    return { status: 'done' }
  }
  const effectiveAt =
    standing?.dueAt ??
    (await insertReset(inTx.db, { userId: person.id, requestedBy: inTx.actor.userId, reason }, DELAY_HOURS))
  if (!standing) await queueNotice(inTx, person, 'mfa_reset_scheduled')
  await recordAudit(inTx, {
    action: 'admin.mfa_reset_requested',
    target: { type: 'user', id: person.id },
    details: { effectiveAt, repeated: standing !== undefined },
    personal: { reason },
  })
  return { status: 'scheduled', effectiveAt }
}

async function hasSecondFactor(inTx: ActNeeds, userId: string): Promise<boolean> {
  if ((await totpConfirmedAt(inTx, userId)) !== null) return true
  return (await countPasskeys(inTx.db, userId)) > 0 || (await recoveryCodesLeft(inTx, userId)) > 0
}

/** The request that stands; one that was overtaken is taken away, and that is recorded. */
async function standingReset(inTx: ActNeeds, userId: string) {
  const found = await findReset(inTx.db, userId)
  if (!found) return undefined
  const { reset, isDue, requesterRole, hasUsedFactor } = found
  const mayStill = mayOnPlatform(requesterRole, 'users:reset-mfa')
  if (mayStill && !hasUsedFactor) return { ...reset, isDue }
  await deleteReset(inTx.db, userId)
  await recordAudit(inTx, {
    action: 'admin.mfa_reset_dropped',
    target: { type: 'user', id: userId },
    details: {
      requestedBy: reset.requestedBy,
      reason: hasUsedFactor ? 'second_factor_used' : 'requester_lost_right',
    },
  })
  return undefined
}

/** Takes away what proves a second factor, and signs every device out. The account's row is locked. */
export async function removeSecondFactors(
  inTx: ActNeeds,
  person: Account,
  { requestedBy }: { requestedBy: string | null },
): Promise<void> {
  const before = {
    totp: (await totpConfirmedAt(inTx, person.id)) !== null,
    passkeys: await countPasskeys(inTx.db, person.id),
    recoveryCodes: await recoveryCodesLeft(inTx, person.id),
  }
  await removeTotp(inTx, person.id)
  await removePasskeys(inTx, person.id)
  await removeRecoveryCodes(inTx, person.id)
  await voidChallenges(inTx, person.id)
  await forgetMfaFailures(inTx.db, person.id)
  const sessionsEnded = await endAllSessions(inTx, person.id, 'factors_changed')
  await queueNotice(inTx, person, 'mfa_reset_done')
  await recordAudit(inTx, {
    action: 'admin.mfa_reset_done',
    target: { type: 'user', id: person.id },
    details: { requestedBy, before, sessionsEnded },
  })
}

type DueNeeds = Pick<Platform, 'clock' | 'config' | 'vault' | 'database'>

/**
 * Carries out what nobody objected to within a day. For the housekeeping round.
 *
 * @throws {AggregateError} when some could not be: after all the others were, and to be tried again.
 */
export async function carryOutDueMfaResets(platform: DueNeeds): Promise<void> {
  const { database, clock, config, vault } = platform
  const ctx = systemContext({ database, clock, config, vault })
  const seen: string[] = []
  const failures: unknown[] = []
  for (;;) {
    const userId = await findDuePerson(ctx.db, seen)
    if (userId === undefined) break
    seen.push(userId)
    try {
      await ctx.db.transaction((tx) => carryOut({ ...ctx, db: tx }, userId))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} resets of second factors failed`)
}

async function carryOut(inTx: ActNeeds, userId: string): Promise<void> {
  const person = await lockAccount(inTx.db, userId)
  const standing = person && (await standingReset(inTx, userId))
  if (!person || !standing?.isDue || !(await deleteReset(inTx.db, userId))) return
  await removeSecondFactors(inTx, person, { requestedBy: standing.requestedBy })
}
