import type { Platform } from '../../context.ts'
import { readHeads } from './verify-store.ts'

/**
 * Writes the head of every chain into the process log, which leaves this machine: what was logged an hour ago cannot be
 * rewritten by whoever owns the database today (SECURITY D2). `verifyAuditChain` takes these lines back as anchors.
 */
export async function anchorAuditChains(platform: Pick<Platform, 'database' | 'log'>): Promise<void> {
  for (const { chain, position, hash } of await readHeads(platform.database.db)) {
    platform.log.info(
      { event: 'audit.anchor', anchor: { chain, position, hash: hash.toString('hex') } },
      'audit anchor',
    )
  }
}
