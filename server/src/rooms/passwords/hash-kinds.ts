import type { Context, Platform } from '../../context.ts'
import { seconds } from '../../kit/duration.ts'
import { watch } from '../../kit/watching.ts'
import { findHashKinds } from './store.ts'

/** How soon a node learns of hashes that another one, or the command line, has brought along. */
const WATCH_INTERVAL_MS = seconds(10)

/**
 * Tells the hashing which kinds of hashes are stored, so that a wrong password takes the same time whatever kind an
 * account has, and where there is no account (SECURITY N3; docs/decisions/0018).
 */
export async function refreshHashKinds(ctx: Pick<Context, 'db' | 'passwords'>): Promise<void> {
  await ctx.passwords.expect(await findHashKinds(ctx.db))
}

/** Does so again and again, until the returned function is called. */
export function watchHashKinds(
  platform: Pick<Platform, 'database' | 'passwords' | 'log'>,
): () => Promise<void> {
  const ctx = { ...platform, db: platform.database.db }
  return watch(WATCH_INTERVAL_MS, () => refreshHashKinds(ctx), {
    failed: (error) =>
      platform.log.warn({ err: error }, 'kinds of password hashes not read; those known stay'),
  })
}
