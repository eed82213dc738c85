import type { UserContext } from '../../context.ts'
import { authenticate } from '../sessions/index.ts'
import { lockAccount } from './store.ts'

/**
 * Locks the caller's account and checks once more that they are signed in, in the transaction of what they do: whoever
 * is put out at that moment, by a reset or by going back to an earlier address, cannot bring it about afterwards.
 *
 * @throws {IdentityError} `auth.unauthenticated` when their session has ended meanwhile.
 */
export async function lockCaller(inTx: UserContext): Promise<void> {
  await lockAccount(inTx.db, inTx.actor.userId)
  await authenticate(inTx, false)
}
