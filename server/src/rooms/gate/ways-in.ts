import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { countWaysIn, lockAccount } from './store.ts'

/**
 * Takes a way to sign in away, unless it is the last one (SECURITY O9). Under the account's row lock, and checked after
 * the removal in the same transaction, so that of two that race for the last two ways one is refused.
 *
 * @throws {IdentityError} `account.last_sign_in_method`; the removal is rolled back with the transaction then.
 */
export async function removeWayIn(
  inTx: Pick<Context, 'db'>,
  userId: string,
  remove: () => Promise<void>,
): Promise<void> {
  await lockAccount(inTx.db, userId)
  await remove()
  if ((await countWaysIn(inTx.db, userId)) === 0) throw new IdentityError('account.last_sign_in_method')
}
