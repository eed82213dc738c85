import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { admit, lockAccount } from '../gate/index.ts'
import { addIdentity, claimIdentity, noteIdentityUse } from '../identities/index.ts'
import { type Outcome, type Proven, recordFailure, refuseWhileReadonly } from './outcome.ts'
import { tellOfLink } from './sign-in.ts'

/** The session that began to connect a provider, seen live a moment ago. */
export interface LinkingSession {
  sessionId: string
  userId: string
  amr: string[]
}

/**
 * Connects an account at a provider to the person who is signed in. The address does not matter: they have proven both
 * sides, here within five minutes of the start and there just now.
 *
 * It ends in the same sign-in, under a new session id: the methods of the old session and `fed`. One that ended
 * meanwhile connects nothing, since all is rolled back then.
 */
export async function link(inTx: Context, session: LinkingSession, proven: Proven): Promise<Outcome> {
  const { provider, identity, delivery } = proven
  const { userId, sessionId } = session
  refuseWhileReadonly(inTx)
  const known = await claimIdentity(inTx, identity)
  if (known && known.userId !== userId) {
    const reason = 'oauth.identity_in_use'
    await recordFailure(inTx, provider, { reason, mode: 'link', userId })
    return { kind: 'refused', code: reason }
  }
  const account = await lockAccount(inTx.db, userId)
  if (!account) throw new IdentityError('auth.unauthenticated')
  if (known) await noteIdentityUse(inTx, known.id, identity)
  else if (!(await addIdentity(inTx, userId, provider, identity))) throw new IdentityError('conflict')
  const admission = await admit(inTx, userId, {
    amr: [...new Set([...session.amr, 'fed'])],
    delivery,
    deviceToken: undefined,
    act: 'step_up.succeeded',
    replacesSessionId: sessionId,
  })
  if (admission.kind === 'refused') throw new IdentityError(admission.code)
  if (!known) await tellOfLink(inTx, account)
  await recordAudit(inTx, {
    action: 'identity.linked',
    actorId: userId,
    target: { type: 'user', id: userId },
    details: { provider: provider.id, by: 'owner', isNew: !known },
  })
  return { kind: 'admission', admission, isNewUser: false }
}
