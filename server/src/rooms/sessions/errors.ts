import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'impersonation.not_allowed': {
    status: 'FORBIDDEN',
    title: 'You cannot do this while you act as another person.',
    help: 'An administrator who acts as somebody sees what that person sees. Credentials, second factors, keys, addresses, ownership and everything that needs a fresh sign-in stay the person’s own. Stop acting as them, or ask them.',
  },
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
