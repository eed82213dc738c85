import type { Context, UserContext } from '../../context.ts'
import type { Page, PageRequest } from '../../kit/page.ts'
import { getAccount } from '../accounts/index.ts'
import { type AuditEvent, listEventsAbout } from '../audit/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { listSessionsOf, type Session } from '../sessions/index.ts'
import { toAdminUser } from './list.ts'
import type { AdminUserDetails } from './schemas.ts'
import { countHoldings, readFacts, readMfaReset, readOrganizations } from './store.ts'

/** @throws {IdentityError} `not_found` when there is no such person. */
export function getAdminUser(ctx: Pick<Context, 'db'>, userId: string): Promise<AdminUserDetails> {
  return acrossOrganizations(ctx, async (inTx) => {
    const account = await getAccount(inTx, userId)
    const [facts] = await readFacts(inTx.db, [userId])
    return {
      ...toAdminUser(account, facts),
      ...(await countHoldings(inTx.db, userId)),
      organizations: await readOrganizations(inTx.db, userId),
      mfaReset: await readMfaReset(inTx.db, userId),
    }
  })
}

type Of = PageRequest & { userId: string }

/** @throws {IdentityError} `not_found` when there is no such person; `request.invalid` for a foreign cursor. */
export async function listSessionsOfUser(ctx: UserContext, { userId, ...page }: Of): Promise<Page<Session>> {
  await getAccount(ctx, userId)
  return listSessionsOf(ctx, userId, page)
}

/** @throws {IdentityError} `not_found` when there is no such person; `request.invalid` for a foreign cursor. */
export async function listEventsOfUser(ctx: UserContext, { userId, ...page }: Of): Promise<Page<AuditEvent>> {
  await getAccount(ctx, userId)
  return listEventsAbout(ctx, userId, page)
}
