import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'impersonation.rank_forbidden': {
    status: 'FORBIDDEN',
    title: 'Nobody may act as a member of the platform’s staff.',
    help: 'Acting as somebody must not give rights that one does not have, nor be a way to hide behind a colleague. This includes yourself.',
  },
  'impersonation.not_possible': {
    status: 'CONFLICT',
    title: 'Nobody can act as this person at present.',
    help: 'The account is disabled, being closed, or its address is not proven yet: whoever cannot sign in cannot be acted as. `detail` says which.',
  },
} as const satisfies Record<string, ErrorEntry>
