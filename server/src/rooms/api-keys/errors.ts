import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'api_key.scope_missing': {
    status: 'FORBIDDEN',
    title: 'This API key does not have the scope for that.',
    help: 'The procedure names the scope it needs. A key has only the scopes it was made with, and only as long as whoever made it may do that themselves.',
  },
} as const satisfies Record<string, ErrorEntry>
