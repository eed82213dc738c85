import type { Platform } from '../../context.ts'
import type { Db } from '../../platform/db.ts'
import type { Anchor } from './verify.ts'
import { readHeads } from './verify-store.ts'

/** The head of every chain, as it may be noted outside the database. */
export async function auditHeads(db: Db): Promise<Anchor[]> {
  const heads = await readHeads(db)
  return heads.map(({ chain, position, hash }) => ({ chain, position, hash: hash.toString('hex') }))
}

/**
 * Writes the head of every chain into the process log, which leaves this machine: what was logged an hour ago cannot be
 * rewritten by whoever owns the database today (SECURITY D2). `verifyAuditChain` takes these lines back as anchors.
 */
export async function anchorAuditChains(platform: Pick<Platform, 'database' | 'log'>): Promise<void> {
  for (const anchor of await auditHeads(platform.database.db))
    platform.log.info({ event: 'audit.anchor', anchor }, 'audit anchor')
}
