import type { Context } from '../../context.ts'
import { deletePasskeysOf } from './store.ts'

/** Takes every passkey of a person away. */
export async function removePasskeys(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await deletePasskeysOf(ctx.db, userId)
}
