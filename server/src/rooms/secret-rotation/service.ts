import type { Platform } from '../../context.ts'
import type { SealedColumn } from '../../kit/columns.ts'
import { type AuditNeeds, recordAudit } from '../audit/index.ts'
import { sealedChallenges } from '../gate/index.ts'
import { sealedIdentities } from '../identities/index.ts'
import { sealedMail } from '../mail/index.ts'
import { listSigningKeys, revokeSigningKey, sealedSigningKeys } from '../signing-keys/index.ts'
import { sealedFlows } from '../social-sign-in/index.ts'
import { sealedTotp } from '../totp/index.ts'
import { loadVaultRoots, replaceVaultRoot, sealedRoots } from '../vault-roots/index.ts'
import { countOutdated, endEverySession, readOutdated, replaceSealed } from './store.ts'

type Needs = AuditNeeds & Pick<Platform, 'config' | 'vault' | 'keyRing'>

/** Everything that SECRET_KEY has sealed. What is missing here is found by a test. */
export const sealedColumns: readonly SealedColumn[] = [
  ...sealedRoots,
  ...sealedSigningKeys,
  ...sealedTotp,
  ...sealedIdentities,
  ...sealedMail,
  ...sealedChallenges,
  ...sealedFlows,
]

/** What came of sealing anew. `failed`: rows no known key opens, which are left as they are. */
export interface Resealing {
  resealed: number
  failed: number
}

const BATCH = 500

/**
 * Seals with SECRET_KEY what SECRET_KEY_PREVIOUS has sealed, so that the previous key is needed no more. Nobody is signed
 * out. Serving goes on, and it may be run again at any time: what is done stays done.
 *
 * @param onProgress is told after every batch how many of how many rows are done.
 */
export async function resealEverything(
  ctx: Needs,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Resealing> {
  const presentKeyId = ctx.vault.presentKeyId()
  let total = 0
  for (const column of sealedColumns) total += await countOutdated(ctx.db, column, presentKeyId)
  const result: Resealing = { resealed: 0, failed: 0 }
  onProgress(0, total)
  for (const column of sealedColumns) {
    await resealColumn(ctx, column, result, () => onProgress(result.resealed + result.failed, total))
  }
  await ctx.db.transaction(async (tx) => {
    await recordAudit({ ...ctx, db: tx }, { action: 'platform.secrets_rotated', details: { ...result } })
  })
  return result
}

/** How many rows a previous key has sealed, and how many of these no known key opens. */
export async function outdatedSeals(
  ctx: Pick<Needs, 'db' | 'vault'>,
): Promise<{ outdated: number; unopenable: number }> {
  const presentKeyId = ctx.vault.presentKeyId()
  const counts = { outdated: 0, unopenable: 0 }
  for (const column of sealedColumns) {
    let after: unknown
    for (let rows = BATCH; rows === BATCH; ) {
      const found = await readOutdated(ctx.db, column, { presentKeyId, after, limit: BATCH })
      counts.outdated += found.length
      counts.unopenable += found.filter(({ sealed }) => !openIfKnown(ctx, column, sealed)).length
      after = found.at(-1)?.key
      rows = found.length
    }
  }
  return counts
}

async function resealColumn(
  ctx: Needs,
  column: SealedColumn,
  result: Resealing,
  onBatch: () => void,
): Promise<void> {
  let after: unknown
  for (;;) {
    const page = { presentKeyId: ctx.vault.presentKeyId(), after, limit: BATCH }
    const rows = await readOutdated(ctx.db, column, page)
    for (const row of rows) {
      const plain = openIfKnown(ctx, column, row.sealed)
      if (plain) await replaceSealed(ctx.db, column, row, ctx.vault.seal(column.purpose, plain))
      if (plain) result.resealed += 1
      else result.failed += 1
    }
    onBatch()
    if (rows.length < BATCH) return
    after = rows.at(-1)?.key
  }
}

function openIfKnown(
  { vault }: Pick<Needs, 'vault'>,
  { purpose }: SealedColumn,
  sealed: Buffer,
): Buffer | undefined {
  try {
    return vault.open(purpose, sealed)
  } catch {
    return undefined
  }
}

/**
 * After SECRET_KEY became known to somebody: signs everybody out and makes worthless what could have been derived from it.
 * New roots for refresh tokens, new signing keys, no session left. Seals anew before, so that the former key opens nothing.
 */
export async function revokeSecrets(
  ctx: Needs,
  onProgress?: (done: number, total: number) => void,
): Promise<Resealing & { sessionsEnded: number }> {
  const result = await resealEverything(ctx, onProgress)
  const sessionsEnded = await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    await replaceVaultRoot(inTx)
    const count = await endEverySession(tx)
    await recordAudit(inTx, { action: 'platform.secrets_revoked', details: { sessionsEnded: count } })
    return count
  })
  await loadVaultRoots(ctx)
  for (const { kid, state } of await listSigningKeys(ctx)) {
    if (state !== 'revoked' && state !== 'retired') await revokeSigningKey(ctx, kid)
  }
  return { ...result, sessionsEnded }
}
