import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'signup.closed': {
    status: 'FORBIDDEN',
    title: 'Sign-up is not open.',
    help: 'This server takes new people by invitation only, only from certain domains, or not at all. `GET /config` tells which.',
  },
} as const satisfies Record<string, ErrorEntry>
