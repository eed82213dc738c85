import type { UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { lockCaller } from './caller.ts'
import { countWaysIn } from './store.ts'

/**
 * Takes a way to sign in away from the caller, unless it is the last one (SECURITY O9). Under the account's row lock, and
 * checked after the removal in the same transaction, so that of two that race for the last two ways one is refused, and
 * whoever was put out meanwhile takes nothing away.
 *
 * @throws {IdentityError} `account.last_sign_in_method`; the removal is rolled back with the transaction then;
 *   `auth.unauthenticated` when the caller's session has ended meanwhile.
 */
export async function removeWayIn(inTx: UserContext, remove: () => Promise<void>): Promise<void> {
  await lockCaller(inTx)
  await remove()
  if ((await countWaysIn(inTx.db, inTx.actor.userId)) === 0)
    throw new IdentityError('account.last_sign_in_method')
}
