import type { Context, LimitClaim, OrganizationContext } from '../../context.ts'
import { type EmailAddress, parseEmailAddress } from '../../kit/email-address.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import { preferredLanguage } from '../../kit/language.ts'
import { hashToken } from '../../kit/tokens.ts'
import { findAccountByEmail } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import { linkTo, queueMail } from '../mail/index.ts'
import { demandGrant, getRole, grantableBy, inOrganization, lockStanding } from '../memberships/index.ts'
import { invitationMail } from './emails.tsx'
import { demandReach } from './granter.ts'
import {
  DECLINED_FOR_MS,
  INVITATION_TTL_MS,
  invitationLookupHash,
  newInvitationToken,
  PER_MAILBOX,
  PER_ORGANIZATION,
} from './rules.ts'
import type { Invitation, InvitationResult } from './schemas.ts'
import {
  findOpenFor,
  findOrganizationName,
  findShown,
  hasDeclined,
  isMember,
  putInvitation,
  type ShownRow,
} from './store.ts'

export interface Asked {
  email: string
  role: string
}

/**
 * Invites an address into the organization: the mail's link is good once, for seven days. An open invitation of the
 * address is taken over, and its link is dead from then on. Tells nobody whether the address has an account.
 *
 * @throws {IdentityError} `org.role_forbidden`; `invitation.already_member`; `invitation.declined` within 30 days.
 */
export async function createInvitation(ctx: OrganizationContext, asked: Asked): Promise<Invitation> {
  await takeShare(ctx, parseEmailAddress(asked.email)!)
  return inOrganization(ctx, ctx.standing.organizationId, async (admitted) => {
    const inTx = await lockStanding(admitted, 'invitations:manage')
    const invited = await invite(inTx, asked)
    await recordCreated(inTx, invited)
    return invited.invitation
  })
}

/**
 * Invites many, each as `createInvitation` would, and tells what came of each. Every row counts against the limits of
 * single ones. In one transaction, so that a repeat by Idempotency-Key finds all of them or none.
 */
export async function createInvitations(
  ctx: OrganizationContext,
  rows: readonly Asked[],
): Promise<InvitationResult[]> {
  const beyondLimit = new Map<Asked, IdentityError>()
  for (const row of rows) {
    const refusal = await refusalOf(takeShare(ctx, parseEmailAddress(row.email)!))
    if (refusal instanceof IdentityError) beyondLimit.set(row, refusal)
  }
  return inOrganization(ctx, ctx.standing.organizationId, async (admitted) => {
    const inTx = await lockStanding(admitted, 'invitations:manage')
    const made: Invited[] = []
    const results: InvitationResult[] = []
    for (const row of rows) {
      const outcome = beyondLimit.get(row) ?? (await refusalOf(invite(inTx, row)))
      if (!(outcome instanceof IdentityError)) made.push(outcome)
      results.push(
        outcome instanceof IdentityError
          ? { email: row.email, status: 'failed', code: outcome.code }
          : { email: row.email, status: 'invited', invitation: outcome.invitation },
      )
    }
    for (const invited of made) await recordCreated(inTx, invited)
    return results
  })
}

/** What an attempt gave, or the refusal it met. What it throws besides is no refusal, and ends everything. */
async function refusalOf<Result>(attempt: Promise<Result>): Promise<Result | IdentityError> {
  try {
    return await attempt
  } catch (error) {
    if (error instanceof IdentityError) return error
    throw error
  }
}

/**
 * Counts one mail against what the organization, and the mailbox, may be sent in an hour. Asked after the caller was
 * let in, so that strangers use up nothing; and by one name, so that no way to invite has a count of its own.
 *
 * @throws {IdentityError} `rate_limited`
 */
export async function takeShare(
  ctx: Pick<OrganizationContext, 'limiter' | 'standing'>,
  email: Pick<EmailAddress, 'canonical'>,
): Promise<void> {
  const claims: LimitClaim[] = [
    { limiter: 'invitations:organization', key: ctx.standing.organizationId, ...PER_ORGANIZATION },
    {
      limiter: 'invitations:mailbox',
      key: hashToken(email.canonical).toString('base64url'),
      ...PER_MAILBOX,
    },
  ]
  await ctx.limiter.take(claims)
}

interface Invited {
  invitation: Invitation
  /** Whether an open one was taken over. */
  replaced: boolean
}

/** Checks everything before it writes anything: a refusal leaves the transaction as it was. */
async function invite(inTx: OrganizationContext, asked: Asked): Promise<Invited> {
  const email = parseEmailAddress(asked.email)!
  const { organizationId } = inTx.standing
  const granter = grantableBy(inTx)
  demandGrant(granter, await getRole(inTx, organizationId, asked.role))
  const address = { organizationId, emailCanonical: email.canonical }
  if (await isMember(inTx.db, organizationId, email.canonical))
    throw new IdentityError('invitation.already_member')
  if (await hasDeclined(inTx.db, address, DECLINED_FOR_MS)) throw new IdentityError('invitation.declined')
  const open = await findOpenFor(inTx.db, organizationId, email.canonical)
  if (open) await demandReach(inTx, granter, open.role)
  const token = newInvitationToken()
  const id = await putInvitation(inTx.db, {
    ...address,
    id: newId(inTx.clock.nowMs()),
    email: email.address,
    role: asked.role,
    tokenHash: invitationLookupHash(token)!,
    invitedBy: inTx.actor.userId,
    ttlMs: INVITATION_TTL_MS,
  })
  await mailLink(inTx, email, token)
  const row = await findShown(inTx.db, organizationId, id)
  return { invitation: toInvitation(row!), replaced: open !== undefined }
}

async function recordCreated(inTx: OrganizationContext, { invitation, replaced }: Invited): Promise<void> {
  await recordAudit(inTx, {
    action: 'invitation.created',
    organizationId: inTx.standing.organizationId,
    target: { type: 'invitation', id: invitation.id },
    details: { role: invitation.role, replaced },
    personal: { email: invitation.email },
  })
}

type MailNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'effects'> &
  Pick<OrganizationContext, 'actor' | 'standing'>

/** Mails the link: in the reader's language where they have an account, else in the inviter's. */
export async function mailLink(
  inTx: MailNeeds,
  email: Pick<EmailAddress, 'address' | 'canonical'>,
  token: string,
): Promise<void> {
  const { actor, standing, config } = inTx
  const found = await findAccountByEmail(inTx, email.canonical)
  // What stands on an account that nobody has proven was written by we do not know whom.
  const reader = found?.isVerified ? found : undefined
  const organization = (await findOrganizationName(inTx.db, standing.organizationId)) ?? ''
  await queueMail(inTx, {
    to: reader?.email ?? email.address,
    ...(reader && { userId: reader.id }),
    template: 'invitation',
    content: invitationMail({
      brand: config.brand,
      language: preferredLanguage([(reader ?? actor.account).locale]),
      displayName: reader?.displayName,
      href: linkTo(config, '/accept-invite', { token }),
      names: { inviter: actor.account.displayName, organization },
    }),
    usefulUntilMs: INVITATION_TTL_MS,
  })
}

export function toInvitation({ inviterId, inviterName, ...row }: ShownRow): Invitation {
  const invitedBy = inviterId === null ? null : { id: inviterId, displayName: inviterName ?? '' }
  return { ...row, invitedBy }
}
