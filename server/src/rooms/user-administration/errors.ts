import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'user.email_taken': {
    status: 'CONFLICT',
    title: 'Another account has this address.',
    help: 'An address belongs to one account. It may also be one that an account had until lately and may go back to, for three days.',
  },
} as const satisfies Record<string, ErrorEntry>
