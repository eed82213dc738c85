import type { UserContext } from '../../context.ts'
import { toUser } from '../accounts/index.ts'
import { type AuditEvent, listEventsAbout, recordAudit } from '../audit/index.ts'
import type { PersonalData } from './schemas.ts'
import { readHoldings } from './store.ts'

/** Everything that is held about the caller, written down with the event that says so. */
export async function exportPersonalData(ctx: UserContext): Promise<PersonalData> {
  const { account, userId } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    const { password, totp, attempts, ...held } = await readHoldings(tx, userId)
    const securityLog = await wholeLog(inTx, userId)
    await recordAudit(inTx, { action: 'account.exported', target: { type: 'user', id: userId } })
    return {
      exportedAt: ctx.clock.now(),
      account: toUser(account, ctx.actor),
      erasedAfter: account.erasedAfter,
      password: {
        isSet: typeof password?.passwordHash === 'string',
        changedAt: password?.changedAt ?? null,
        changeRequired: password?.changeRequired ?? false,
        failedAttempts: password?.failedAttempts ?? 0,
        pausedUntil: password?.pausedUntil ?? null,
      },
      authenticatorApp: {
        confirmedAt: totp?.confirmedAt ?? null,
        failedAttempts: attempts?.failedAttempts ?? 0,
        pausedUntil: attempts?.pausedUntil ?? null,
      },
      ...held,
      securityLog,
    }
  })
}

/**
 * Every event the person acted in or that was about them. Where another person acted, the place they acted from is
 * theirs and is left out.
 */
async function wholeLog(ctx: UserContext, userId: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await listEventsAbout(ctx, userId, { limit: 100, cursor })
    for (const event of page.items) {
      const byAnother = event.actor.type === 'user' && event.actor.id !== userId
      events.push(byAnother ? { ...event, ip: null, userAgent: null } : event)
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return events
}
