import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'auth.email_not_verified': {
    status: 'FORBIDDEN',
    title: 'Verify your email address first.',
    help: 'We have sent a link to the address. `POST /verify-email/resend` sends another.',
  },
  'auth.account_disabled': {
    status: 'FORBIDDEN',
    title: 'This account is disabled.',
    help: 'An administrator has switched the account off. Only an administrator can switch it on again.',
  },
  'auth.password_change_required': {
    status: 'FORBIDDEN',
    title: 'Choose a new password first.',
    help: 'An administrator asked for a new password. Use the password reset to set one.',
  },
} as const satisfies Record<string, ErrorEntry>
