import type { UserContext } from '../../context.ts'
import { toUser } from '../accounts/index.ts'
import { type AuditEvent, listOwnEvents, recordAudit } from '../audit/index.ts'
import { asPerson } from '../memberships/index.ts'
import type { PersonalData } from './schemas.ts'
import { readHoldings, readMemberships } from './store.ts'

/** Everything that is held about the caller, written down with the event that says so. */
export async function exportPersonalData(ctx: UserContext): Promise<PersonalData> {
  const { account, userId } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    const { password, totp, attempts, ...held } = await readHoldings(tx, userId)
    const memberships = await asPerson(inTx, userId, ({ db }) => readMemberships(db, userId))
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
      memberships,
      securityLog,
    }
  })
}

/** Every event the person acted in or that was about them. */
async function wholeLog(ctx: UserContext, userId: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await listOwnEvents(ctx, userId, { limit: 100, cursor })
    events.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return events
}
