import type { Context } from '../../context.ts'
import { deleteCodes } from './store.ts'

/** Takes every recovery code of a person away. */
export async function removeRecoveryCodes(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await deleteCodes(ctx.db, userId)
}
