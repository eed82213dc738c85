import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'admin.last_admin': {
    status: 'CONFLICT',
    title: 'The platform needs an administrator.',
    help: 'Nobody else who can sign in administers the platform. Give somebody else the role `admin` first.',
  },
  'admin.mfa_required': {
    status: 'FORBIDDEN',
    title: 'Sign in with a second factor first.',
    help: 'What changes the rights of people, or opens their accounts, is for staff who have signed in with a second factor or a passkey. Switch one on, and sign in with it.',
  },
  'admin.not_yourself': {
    status: 'CONFLICT',
    title: 'You cannot do this to your own account.',
    help: 'Ask another administrator. What everybody may do with their own account is in its settings.',
  },
  'admin.outranked': {
    status: 'FORBIDDEN',
    title: 'Only an administrator acts on the accounts of staff.',
    help: 'The account has a role on the platform. Support acts on the accounts of people who have none.',
  },
  'admin.permission_missing': {
    status: 'FORBIDDEN',
    title: 'Your role on the platform does not allow this.',
    help: 'You may call this procedure, and what you asked of it needs a permission that your role lacks. Ask an administrator.',
  },
} as const satisfies Record<string, ErrorEntry>
