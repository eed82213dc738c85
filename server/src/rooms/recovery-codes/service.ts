import type { Context } from '../../context.ts'
import { canonicalCode, newRecoveryCode } from './rules.ts'
import { countOpenCodes, deleteCodes, findOpenCode, insertCodes, useCode } from './store.ts'

const CODES = 10

const content = (userId: string, code: string): string => `${userId} ${canonicalCode(code)}`

/** Ten new codes in the place of the old ones, in the caller's transaction. Shown this once: only HMACs are kept. */
export async function replaceRecoveryCodes(
  ctx: Pick<Context, 'db' | 'vault'>,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newRecoveryCode)
  await deleteCodes(ctx.db, userId)
  await insertCodes(
    ctx.db,
    userId,
    codes.map((code) => ctx.vault.mac('recovery-code', content(userId, code))),
  )
  return codes
}

/** What to use a right code up by; undefined when it is none of the person's, or was used. */
export function judgeRecoveryCode(
  ctx: Pick<Context, 'db' | 'vault'>,
  userId: string,
  code: string,
): Promise<Buffer | undefined> {
  return findOpenCode(ctx.db, userId, ctx.vault.everyMac('recovery-code', content(userId, code)))
}

/** Uses a right code up, in the caller's transaction; false when another call has (SECURITY M6). */
export function acceptRecoveryCode(
  ctx: Pick<Context, 'db'>,
  userId: string,
  judged: Buffer,
): Promise<boolean> {
  return useCode(ctx.db, userId, judged)
}

export function recoveryCodesLeft(ctx: Pick<Context, 'db'>, userId: string): Promise<number> {
  return countOpenCodes(ctx.db, userId)
}

/** Takes every recovery code of a person away. With `since`, only what came after that. */
export async function removeRecoveryCodes(
  ctx: Pick<Context, 'db'>,
  userId: string,
  since?: Date,
): Promise<void> {
  await deleteCodes(ctx.db, userId, since)
}
