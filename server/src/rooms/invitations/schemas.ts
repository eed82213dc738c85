import { z } from 'zod'

export const InvitationStatus = z
  .enum(['pending', 'accepted', 'declined', 'revoked', 'expired'])
  .meta({ id: 'InvitationStatus' })
export type InvitationStatus = z.infer<typeof InvitationStatus>

/** A role to be given: whether there is one of that key, and who may give it, is looked up. */
export const InvitedRole = z
  .string()
  .min(1)
  .max(64)
  .describe('`owner`, `admin`, `member`, `viewer`, or the key of a role of the organization.')
  .meta({ example: 'member' })

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string().describe('As it was typed.'),
    role: z.string().describe('What the person will be.'),
    status: InvitationStatus,
    invitedBy: z
      .object({ id: z.uuid(), displayName: z.string() })
      .nullable()
      .describe('Whoever answers for it; null once their account is gone.'),
    createdAt: z.date(),
    expiresAt: z.date().describe('When the link dies, unless it is sent again.'),
  })
  .meta({ id: 'Invitation', description: 'An invitation into an organization, mailed to one address.' })
export type Invitation = z.infer<typeof Invitation>

export const ListedInvitation = Invitation.extend({
  email: z
    .string()
    .nullable()
    .describe(
      'As it was typed; null unless you may invite or manage members: those who accepted are members.',
    ),
}).meta({ id: 'ListedInvitation', description: 'An invitation, as a member of the organization sees it.' })
export type ListedInvitation = z.infer<typeof ListedInvitation>

/** What came of one row of many. */
export const InvitationResult = z
  .object({
    email: z.string().describe('As it was sent.'),
    status: z.enum(['invited', 'failed']),
    code: z.string().optional().describe('Why it failed: what `invitations.create` would have answered.'),
    invitation: Invitation.optional(),
  })
  .meta({ id: 'InvitationResult', description: 'What came of one invitation of many.' })
export type InvitationResult = z.infer<typeof InvitationResult>
