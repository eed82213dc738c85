import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'auth.refresh_invalid': {
    status: 'UNAUTHORIZED',
    title: 'This session has ended.',
    help: 'The refresh token is unknown, or its session has expired or was ended. Sign in again.',
  },
  'auth.refresh_reused': {
    status: 'UNAUTHORIZED',
    title: 'This session was ended for safety.',
    help: 'A refresh token that had been replaced was used again, which means that two parties held it. The session is over for both. Sign in again.',
  },
} as const satisfies Record<string, ErrorEntry>
