import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { forgetMfaFailures, judgeFactor, lockCaller, voidChallenges } from '../gate/index.ts'
import { queueNotice } from '../mail/index.ts'
import { countPasskeys } from '../passkeys/index.ts'
import { recoveryCodesLeft, removeRecoveryCodes, replaceRecoveryCodes } from '../recovery-codes/index.ts'
import { endAllSessions } from '../sessions/index.ts'
import {
  acceptTotp,
  beginTotp,
  confirmTotp,
  judgePendingTotp,
  judgeTotp,
  removeTotp,
  totpConfirmedAt,
} from '../totp/index.ts'
import { recordWrongFactor } from './failures.ts'

/** What the person has to prove themselves with besides the first factor. */
export async function mfaStatus(ctx: UserContext) {
  const { userId } = ctx.actor
  const [confirmedAt, passkeys, left] = await Promise.all([
    totpConfirmedAt(ctx, userId),
    countPasskeys(ctx.db, userId),
    recoveryCodesLeft(ctx, userId),
  ])
  return {
    totp: { enabled: confirmedAt !== null, confirmedAt },
    passkeys,
    recoveryCodesLeft: left,
  }
}

/**
 * Shows a new secret for an authenticator app. An app in use stays in use until the new one is confirmed.
 *
 * @throws {IdentityError} `auth.reauthentication_required` when an app is in use and this session has not shown it.
 */
export async function enrolTotp(ctx: UserContext) {
  const { userId, account } = ctx.actor
  refuseUnfit(ctx)
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const words = await beginTotp(inTx, userId, { issuer: ctx.config.brand.name, label: account.email })
    await recordAudit(inTx, { action: 'mfa.totp_enrolment_begun', target: { type: 'user', id: userId } })
    return words
  })
}

/**
 * Whoever has a second factor changes it with that factor: a password alone does not do (SECURITY M4). And nobody adds
 * one to an address that is not proven (M7).
 */
function refuseUnfit({ actor }: UserContext): void {
  if (!actor.account.isVerified) throw new IdentityError('auth.email_not_verified')
  if (actor.mfaEnabled && !actor.amr.includes('mfa'))
    throw new IdentityError('auth.reauthentication_required')
}

/**
 * Switches the second factor on with the first code of the new app, and gives ten recovery codes. Every other session
 * ends, since it has not shown the factor (SECURITY M5).
 *
 * @throws {IdentityError} `mfa.code_invalid` when the code is wrong or nothing is pending; `auth.too_many_attempts`.
 */
export async function confirmEnrolment(ctx: UserContext, code: string): Promise<{ recoveryCodes: string[] }> {
  const { userId } = ctx.actor
  refuseUnfit(ctx)
  const judged = await judgeFactor(ctx, { userId }, () => judgePendingTotp(ctx, userId, code))
  if (judged.verdict === 'wrong') throw await recordWrongFactor(ctx, userId, 'totp', judged.beganPause)
  const recoveryCodes = await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    // The lock first: a sign-in under way is then ended below, or asked for the code.
    await lockCaller(inTx)
    if (!(await confirmTotp(inTx, userId, judged.value))) throw new IdentityError('mfa.code_invalid')
    const codes = await replaceRecoveryCodes(inTx, userId)
    await settleChange(inTx, 'totp_enabled', 'mfa.totp_enabled')
    return codes
  })
  return { recoveryCodes }
}

/** What follows every change of factors: others out, what was begun void, the owner told, the log written. */
async function settleChange(
  inTx: UserContext,
  notice: 'totp_enabled' | 'totp_disabled',
  action: 'mfa.totp_enabled' | 'mfa.totp_disabled',
): Promise<void> {
  const { userId, sessionId, account } = inTx.actor
  const sessionsEnded = await endAllSessions(inTx, userId, 'factors_changed', { except: sessionId })
  await voidChallenges(inTx, userId)
  await forgetMfaFailures(inTx.db, userId)
  await queueNotice(inTx, account, notice)
  await recordAudit(inTx, { action, target: { type: 'user', id: userId }, details: { sessionsEnded } })
}

/**
 * Switches the second factor off, with a code of it. The recovery codes go with it.
 *
 * @throws {IdentityError} `mfa.code_invalid`, also when no app is in use; `auth.too_many_attempts`.
 */
export async function disableTotp(ctx: UserContext, code: string): Promise<void> {
  const { userId } = ctx.actor
  const judged = await judgeFactor(ctx, { userId }, () => judgeTotp(ctx, userId, code))
  if (judged.verdict === 'wrong') throw await recordWrongFactor(ctx, userId, 'totp', judged.beganPause)
  await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    await lockCaller(inTx)
    if (!(await acceptTotp(inTx, userId, judged.value))) throw new IdentityError('mfa.code_invalid')
    await removeTotp(inTx, userId)
    await removeRecoveryCodes(inTx, userId)
    await settleChange(inTx, 'totp_disabled', 'mfa.totp_disabled')
  })
}

/**
 * Ten new recovery codes; the old ones are worth nothing from then on.
 *
 * @throws {IdentityError} `conflict` when no second factor is on; `auth.reauthentication_required` when this session has
 *   not shown it.
 */
export async function regenerateRecoveryCodes(ctx: UserContext): Promise<{ recoveryCodes: string[] }> {
  const { userId, account } = ctx.actor
  refuseUnfit(ctx)
  const recoveryCodes = await ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    await lockCaller(inTx)
    if ((await totpConfirmedAt(inTx, userId)) === null) {
      throw new IdentityError('conflict', { detail: 'Recovery codes belong to an authenticator app.' })
    }
    const codes = await replaceRecoveryCodes(inTx, userId)
    await queueNotice(inTx, account, 'recovery_codes_replaced')
    await recordAudit(inTx, {
      action: 'mfa.recovery_codes_replaced',
      target: { type: 'user', id: userId },
    })
    return codes
  })
  return { recoveryCodes }
}
