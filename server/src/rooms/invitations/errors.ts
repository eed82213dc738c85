import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'invitation.already_member': {
    status: 'CONFLICT',
    title: 'This person belongs to the organization already.',
    help: 'Somebody with this address is a member. To change what they may do, set their role.',
  },
  'invitation.declined': {
    status: 'CONFLICT',
    title: 'This invitation was declined.',
    help: 'Whoever reads this mailbox does not want to join. A declined invitation cannot be sent again, and the address can be invited anew after 30 days.',
  },
  'invitation.not_open': {
    status: 'CONFLICT',
    title: 'This invitation is not open any more.',
    help: 'It was accepted, declined or revoked. Make a new invitation.',
  },
} as const satisfies Record<string, ErrorEntry>
