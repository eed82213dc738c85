import type { Context } from '../../context.ts'
import { deleteFactor } from './store.ts'

/** Takes a person's authenticator app away, with what is pending. */
export async function removeTotp(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await deleteFactor(ctx.db, userId)
}
