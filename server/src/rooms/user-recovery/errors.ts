import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'admin.user_disabled': {
    status: 'CONFLICT',
    title: 'This account is switched off.',
    help: 'A link to set a password opens nothing while the account is switched off. Enable the account first.',
  },
  'admin.no_second_factor': {
    status: 'CONFLICT',
    title: 'This account has no second factor.',
    help: 'It has neither an authenticator app nor a passkey nor recovery codes, so there is nothing to take away.',
  },
} as const satisfies Record<string, ErrorEntry>
