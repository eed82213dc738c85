import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'api_key.scope_forbidden': {
    status: 'FORBIDDEN',
    title: 'You cannot give a key more than you may do yourself.',
    help: 'Each scope of an organization’s key must be a permission of your own role there, when the key is made and when it is rotated. Leave out what your role does not hold.',
  },
  'api_key.too_many': {
    status: 'CONFLICT',
    title: 'There are too many API keys.',
    help: 'A person may have 50 live keys, and an organization too; with those that run out after a rotation, 100. Revoke one that is no longer used.',
  },
  'api_key.already_rotated': {
    status: 'CONFLICT',
    title: 'This API key was rotated already.',
    help: 'Another key has taken its place, and this one runs out. Rotate the newer one, or revoke either.',
  },
} as const satisfies Record<string, ErrorEntry>
