import type { Context } from '../../context.ts'
import { deleteIdentitiesOf } from './store.ts'

/** Disconnects every provider's account of a person. */
export async function removeIdentities(ctx: Pick<Context, 'db'>, userId: string): Promise<void> {
  await deleteIdentitiesOf(ctx.db, userId)
}
