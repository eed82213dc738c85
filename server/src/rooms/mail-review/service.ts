import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { findMailSummary, requeueMail } from '../mail/index.ts'

/**
 * Sends a mail that was given up once more: it is queued again with all its tries.
 *
 * @throws {IdentityError} `not_found`; `conflict` when it has not failed, or can no longer be sent, since its content or
 *   the link in it has run out.
 */
export async function retryMail(ctx: UserContext, id: string) {
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const isQueued = await requeueMail(inTx, id)
    const mail = await findMailSummary(inTx, id)
    if (!mail) throw new IdentityError('not_found')
    if (!isQueued)
      throw new IdentityError('conflict', { detail: 'This mail has not failed, or its content is gone.' })
    await recordAudit(inTx, {
      action: 'admin.mail_retried',
      target: { type: 'mail', id },
      details: { template: mail.template },
      personal: { email: mail.recipient },
    })
    return mail
  })
}
