import { randomBytes } from 'node:crypto'
import type { Context, Platform } from '../../context.ts'
import { seconds } from '../../kit/duration.ts'
import { newId } from '../../kit/ids.ts'
import { watch } from '../../kit/watching.ts'
import { insertRoot, lockRoots, type RootRow, readRoots, revokeLiveRoots } from './store.ts'

type Ports = Pick<Platform, 'database' | 'vault' | 'clock' | 'log'>
type Needs = Pick<Context, 'db' | 'vault' | 'clock'>

/** What roots are sealed for; see `Vault`. */
const ROOT_PURPOSE = 'vault-root'

/** How often a node looks whether there is a new root: a revocation must act within seconds everywhere. */
const WATCH_INTERVAL_MS = seconds(1)

/**
 * Sees to it that there is a root, and hands the roots to the vault. The first ones are the secret keys themselves: what was
 * derived from them before there were roots stays good, for the version before this one too.
 *
 * @throws {Error} when neither SECRET_KEY nor SECRET_KEY_PREVIOUS opens one.
 */
export async function ensureVaultRoots(platform: Ports): Promise<void> {
  const ctx = { ...platform, db: platform.database.db }
  if ((await readRoots(ctx.db)).length === 0) {
    await ctx.db.transaction(async (tx) => {
      await lockRoots(tx)
      if ((await readRoots(tx)).length > 0) return
      for (const [age, key] of platform.vault.secretKeys().entries())
        await addRoot({ ...ctx, db: tx }, key, age)
    })
  }
  await loadVaultRoots(ctx)
}

/** @param ageSeconds puts it behind the present one, where several are made at once. */
async function addRoot(inTx: Needs, root: Buffer, ageSeconds = 0): Promise<void> {
  const rootSealed = inTx.vault.seal(ROOT_PURPOSE, root)
  await insertRoot(inTx.db, { id: newId(inTx.clock.nowMs()), rootSealed }, ageSeconds)
}

/** Hands the roots, as the database has them, to the vault. Returns what tells whether they have changed. */
export async function loadVaultRoots(ctx: Pick<Needs, 'db' | 'vault'>, loaded?: string): Promise<string> {
  const rows = await readRoots(ctx.db)
  const present = rows.map(({ id, revokedAt }) => `${id} ${revokedAt === null}`).join()
  if (present === loaded || rows.length === 0) return present
  const opened = (row: RootRow) => ctx.vault.open(ROOT_PURPOSE, row.rootSealed)
  ctx.vault.useRoots({
    live: rows.filter(({ revokedAt }) => revokedAt === null).map(opened),
    revoked: rows.filter(({ revokedAt }) => revokedAt !== null).map(opened),
  })
  return present
}

/** Makes a new root and revokes the others: no refresh token that was made before is believed from then on. */
export async function replaceVaultRoot(inTx: Needs): Promise<void> {
  await lockRoots(inTx.db)
  await revokeLiveRoots(inTx.db)
  await addRoot(inTx, randomBytes(32))
}

/** Follows revocations by other nodes, until the returned function is called. While the database is away nothing changes. */
export function watchVaultRoots(platform: Ports): () => Promise<void> {
  const ctx = { ...platform, db: platform.database.db }
  let loaded: string | undefined
  const look = async () => {
    loaded = await loadVaultRoots(ctx, loaded)
  }
  return watch(WATCH_INTERVAL_MS, look, {
    failed: (error) => platform.log.warn({ err: error }, 'vault roots cannot be read; those in memory stay'),
  })
}
