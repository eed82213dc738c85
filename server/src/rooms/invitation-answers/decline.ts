import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { recordAudit } from '../audit/index.ts'
import { declineLive } from '../invitations/index.ts'
import { acrossOrganizations } from '../memberships/index.ts'
import { findPerson, getNamed } from './reading.ts'
import type { Refusal } from './schemas.ts'

/**
 * Turns an invitation down, for good (SECURITY I4): it cannot be sent again, and the organization can invite the address
 * anew after 30 days. Whoever holds the link may, and whoever is signed in with the invited address.
 *
 * @throws {IdentityError} `token.invalid`; `not_found` for an id that is not theirs, or over.
 */
export async function declineInvitation(ctx: Context, input: Refusal): Promise<void> {
  const person = 'token' in input ? undefined : await findPerson(ctx)
  await acrossOrganizations(ctx, async (inTx) => {
    const { id, organizationId, role, tokenHash } = await getNamed(inTx, input, person)
    // Answered, taken back or sent again since it was looked at.
    if (!(await declineLive(inTx.db, tokenHash))) throw new IdentityError('token.invalid')
    await recordAudit(inTx, {
      action: 'invitation.declined',
      ...(person && { actorId: person.actor.userId }),
      organizationId,
      target: { type: 'invitation', id },
      details: { role, by: person ? 'session' : 'link' },
    })
  })
}
