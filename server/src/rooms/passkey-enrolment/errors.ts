import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'passkey.invalid': {
    status: 'BAD_REQUEST',
    title: 'That passkey could not be added.',
    help: 'The answer of the authenticator was not right: too late, for another page, without the person’s verification, with an algorithm that is not taken, or for a passkey that is known already. Begin again with new options.',
  },
  'passkey.too_many': {
    status: 'CONFLICT',
    title: 'There are too many passkeys on this account.',
    help: 'An account may have 20. Remove one that is no longer used.',
  },
} as const satisfies Record<string, ErrorEntry>
