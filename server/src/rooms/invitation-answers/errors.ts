import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'invitation.email_mismatch': {
    status: 'FORBIDDEN',
    title: 'This invitation is for another address.',
    help: 'An invitation is for whoever owns the address it was mailed to. Sign in with the account of that address, or sign out and follow the link again. The invitation stays good.',
  },
  'invitation.sign_in_required': {
    status: 'FORBIDDEN',
    title: 'Sign in to accept this invitation.',
    help: 'There is an account with the invited address. The link alone does not sign in to it: sign in, then accept again with that session. The invitation stays good.',
  },
} as const satisfies Record<string, ErrorEntry>
