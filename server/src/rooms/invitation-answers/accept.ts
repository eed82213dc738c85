import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { getAccount } from '../accounts/index.ts'
import { lockCaller } from '../gate/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { demandBacked, join, recordJoined } from './join.ts'
import { findPerson, getNamed } from './reading.ts'
import type { Acceptance, AcceptanceResult } from './schemas.ts'
import { acceptAsNew } from './sign-up.ts'

/**
 * Accepts an invitation: whoever is signed in joins; whoever is new gets an account with the invited address, and a
 * session. docs/decisions/0017 says why it is so.
 *
 * @throws {IdentityError} `token.invalid`; `not_found` for an id that is not theirs; `invitation.email_mismatch`;
 *   `invitation.sign_in_required`; `signup.closed`; the codes of the password policy.
 */
export async function acceptInvitation(ctx: Context, input: Acceptance): Promise<AcceptanceResult> {
  const person = await findPerson(ctx)
  if (person) return joinAs(person, input)
  if (!('token' in input)) throw new IdentityError('auth.unauthenticated')
  return acceptAsNew(ctx, input)
}

async function joinAs(ctx: UserContext, input: Acceptance): Promise<AcceptanceResult> {
  const seen = await acrossOrganizations(ctx, (inTx) => getNamed(inTx, input, ctx))
  demandAddress(seen, ctx.actor.account)
  await demandBacked(ctx, seen)
  return acrossOrganizations(ctx, async (inTx) => {
    await lockCaller(inTx)
    const account = await getAccount(inTx, ctx.actor.userId)
    const invitation = await getNamed(inTx, input, inTx)
    demandAddress(invitation, account)
    await join(inTx, invitation, account.id)
    await recordJoined(inTx, invitation, { userId: account.id, isNewUser: false })
    return { status: 'joined' as const, organizationId: invitation.organizationId }
  })
}

/** The address that was invited, and proven by whoever accepts, is one (SECURITY I1). The invitation stays good else. */
function demandAddress(
  invitation: { emailCanonical: string },
  account: { emailCanonical: string; isVerified: boolean },
): void {
  if (!account.isVerified || account.emailCanonical !== invitation.emailCanonical)
    throw new IdentityError('invitation.email_mismatch')
}
