import type { Platform } from '../context.ts'
import { hours } from '../kit/duration.ts'
import { recordAudit, systemContext } from '../rooms/audit/index.ts'
import { dropOldMail } from '../rooms/mail/index.ts'

/**
 * What has to be done to a restored database before a server works on it: mail that was queued an hour ago or longer is
 * dropped, since it most likely went out already (SECURITY F15). That it was restored is recorded.
 *
 * @returns how many mails were dropped.
 */
export async function settleRestored(
  platform: Pick<Platform, 'database' | 'clock'>,
  facts: Record<string, unknown>,
): Promise<number> {
  const ctx = systemContext(platform)
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const mailDropped = await dropOldMail(inTx, hours(1))
    await recordAudit(inTx, { action: 'platform.restored', details: { ...facts, mailDropped } })
    return mailDropped
  })
}
