import type { Context } from '../../context.ts'
import { type EnrolmentWords, enrolmentWords, newTotpSecret, stepOfCode } from './rules.ts'
import { confirmPending, deleteFactor, findFactor, findPending, putPending, takeStep } from './store.ts'

type Needs = Pick<Context, 'db' | 'vault' | 'clock'>

const PURPOSE = 'totp'

/**
 * Makes a new secret and shows it, this once. It counts for nothing until a code of it comes back, so an enrolment that
 * is given up neither asks for codes nor replaces the app in use (SECURITY M4).
 */
export async function beginTotp(
  ctx: Needs,
  userId: string,
  names: { issuer: string; label: string },
): Promise<EnrolmentWords> {
  const secret = newTotpSecret()
  await putPending(ctx.db, userId, ctx.vault.seal(PURPOSE, secret))
  return enrolmentWords(secret, names)
}

/** A pending secret whose code was right. */
export interface RightPending {
  sealed: Buffer
  step: number
}

/** Judges the first code of a pending secret; undefined when it is wrong, or nothing is pending. */
export async function judgePendingTotp(
  ctx: Needs,
  userId: string,
  code: string,
): Promise<RightPending | undefined> {
  const sealed = await findPending(ctx.db, userId)
  if (!sealed) return undefined
  const step = stepOfCode(ctx.vault.open(PURPOSE, sealed), code, ctx.clock.nowMs())
  return step === undefined ? undefined : { sealed, step }
}

/** Switches the app on, in the caller's transaction; false when another enrolment has taken its place. */
export function confirmTotp(
  ctx: Pick<Context, 'db'>,
  userId: string,
  pending: RightPending,
): Promise<boolean> {
  return confirmPending(ctx.db, userId, pending)
}

/** The time step of a right code of the app in use; undefined for any other. `acceptTotp` makes it count. */
export async function judgeTotp(ctx: Needs, userId: string, code: string): Promise<number | undefined> {
  const factor = await findFactor(ctx.db, userId)
  if (!factor?.secretSealed) return undefined
  return stepOfCode(ctx.vault.open(PURPOSE, factor.secretSealed), code, ctx.clock.nowMs())
}

/** Uses a right code up, in the caller's transaction; false when it was used before (SECURITY M3). */
export function acceptTotp(ctx: Pick<Context, 'db'>, userId: string, step: number): Promise<boolean> {
  return takeStep(ctx.db, userId, step)
}

/** When the app in use was switched on; null when none is. */
export async function totpConfirmedAt(ctx: Pick<Context, 'db'>, userId: string): Promise<Date | null> {
  return (await findFactor(ctx.db, userId))?.confirmedAt ?? null
}

/** Takes a person's authenticator app away, with what is pending. */
export async function removeTotp(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await deleteFactor(ctx.db, userId)
}
