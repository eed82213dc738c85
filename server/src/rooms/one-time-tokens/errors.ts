import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'token.invalid': {
    status: 'BAD_REQUEST',
    title: 'This link is no longer valid.',
    help: 'The link is unknown, expired, already used, or a newer one has replaced it. Ask for a new one.',
  },
} as const satisfies Record<string, ErrorEntry>
