import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'auth.invalid_credentials': {
    status: 'UNAUTHORIZED',
    title: 'The email address or the password is wrong.',
    help: 'Check both. The answer is the same whether or not there is an account with that address.',
  },
  'auth.too_many_attempts': {
    status: 'TOO_MANY_REQUESTS',
    title: 'Too many failed attempts. Sign-in is paused.',
    help: 'Sign-in with a password is paused for this address as long as `Retry-After` says. Resetting the password ends the pause.',
  },
} as const satisfies Record<string, ErrorEntry>
