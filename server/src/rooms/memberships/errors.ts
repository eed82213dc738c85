import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'org.forbidden': {
    status: 'FORBIDDEN',
    title: 'Your role in this organization does not allow this.',
    help: 'You belong to the organization, and your role lacks the permission that the procedure names as its access. Ask an administrator of the organization.',
  },
  'org.mfa_required': {
    status: 'FORBIDDEN',
    title: 'This organization asks for a second factor.',
    help: 'Switch on an authenticator app for your account, or sign in with a passkey; then ask again. An API key works once whoever made it has done so.',
  },
  'org.last_owner': {
    status: 'CONFLICT',
    title: 'An organization needs an owner.',
    help: 'Nobody else who can sign in owns the organization. Make somebody else an owner first, or delete the organization.',
  },
  'org.role_forbidden': {
    status: 'FORBIDDEN',
    title: 'You cannot give or take this role.',
    help: 'Nobody grants more than their own role allows, and only owners make or touch owners.',
  },
} as const satisfies Record<string, ErrorEntry>
