import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'idempotency.key_reused': {
    status: 'UNPROCESSABLE_CONTENT',
    title: 'This Idempotency-Key was used for another request.',
    help: 'A key stands for one request. Make a new key for each new request; repeat a request with the same key and the same body.',
  },
  'idempotency.in_progress': {
    status: 'CONFLICT',
    title: 'The first request with this Idempotency-Key is still running.',
    help: 'Wait a moment and repeat the request with the same key: it then gets the answer of the first.',
  },
  'idempotency.already_completed': {
    status: 'CONFLICT',
    title: 'The first request with this Idempotency-Key was carried out.',
    help: 'Its answer is no longer available, but its effect is: read the present state instead of repeating it.',
  },
} as const satisfies Record<string, ErrorEntry>
