import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { mayOnPlatform, type PlatformPermission } from '../../kit/platform-permissions.ts'
import type { Account } from '../accounts/index.ts'
import type { AuditNeeds } from '../audit/index.ts'
import { authenticate } from '../sessions/index.ts'
import { demandSomebodyElse } from './demands.ts'
import { lockAccounts } from './store.ts'

/** What an act upon an account needs: a request's context has it, and so has the platform's own. */
export type ActNeeds = AuditNeeds & Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'>

/** Whom staff act on, and what it takes. */
interface ActOnPerson {
  userId: string
  permission: PlatformPermission
  /** Whether it is refused on one's own account. */
  notOneself?: boolean
}

/**
 * Runs what staff do with a person's account, in a transaction that holds both accounts. What was checked when the call
 * came in is checked once more under the locks: whoever is put out, or loses their role, at that moment brings nothing
 * about afterwards.
 *
 * @throws {IdentityError} `not_found` when there is no such person, or the caller's right is gone by now;
 *   `admin.not_yourself`; `admin.outranked` when support would act on staff; `auth.unauthenticated`.
 */
export async function actOn<Result>(
  ctx: UserContext,
  { userId, permission, notOneself = false }: ActOnPerson,
  act: (inTx: UserContext, person: Account) => Promise<Result>,
): Promise<Result> {
  if (notOneself) demandSomebodyElse(ctx, userId)
  return asStaff(ctx, { permission, userIds: [userId] }, async (inTx, { caller, people }) => {
    const [person] = people
    if (!person) throw new IdentityError('not_found')
    if (caller.platformRole !== 'admin' && person.platformRole !== null)
      throw new IdentityError('admin.outranked')
    return act(inTx, person)
  })
}

/**
 * Runs what staff do, in a transaction that holds the caller's account and those named.
 *
 * @throws {IdentityError} `not_found` when the caller's right is gone by now; `auth.unauthenticated`.
 */
export function asStaff<Result>(
  ctx: UserContext,
  { permission, userIds = [] }: { permission: PlatformPermission; userIds?: string[] },
  act: (inTx: UserContext, locked: { caller: Account; people: Account[] }) => Promise<Result>,
): Promise<Result> {
  return ctx.db.transaction(async (tx) => {
    const inTx: UserContext = { ...ctx, db: tx }
    const accounts = await lockAccounts(tx, [ctx.actor.userId, ...userIds])
    const { account: caller } = await authenticate(inTx, false)
    if (!mayOnPlatform(caller.platformRole, permission)) throw new IdentityError('not_found')
    return act(inTx, { caller, people: accounts.filter(({ id }) => userIds.includes(id)) })
  })
}
