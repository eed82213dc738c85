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
  'account.last_sign_in_method': {
    status: 'CONFLICT',
    title: 'This is your last way to sign in.',
    help: 'Without it nobody could sign in to the account. Set a password, add a passkey or connect another provider first.',
  },
  'mfa.challenge_expired': {
    status: 'UNAUTHORIZED',
    title: 'This took too long. Sign in again.',
    help: 'The challenge is unknown, expired, used up, or was begun in another browser. A challenge lives five minutes and bears five wrong codes. Begin with the first factor again.',
  },
  'mfa.code_invalid': {
    status: 'UNAUTHORIZED',
    title: 'That code is not right.',
    help: 'The second factor was wrong or has been used before. A code of an authenticator app is good once, for about a minute.',
  },
} as const satisfies Record<string, ErrorEntry>
