import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'org.slug_taken': {
    status: 'CONFLICT',
    title: 'Another organization has this short name.',
    help: 'The `slug` of an organization is unique here. Choose another one, or leave it out: then one is made of the name.',
  },
  'org.too_many': {
    status: 'CONFLICT',
    title: 'You own as many organizations as one person may.',
    help: 'A person may own 50 organizations. Delete one that is no longer used, or hand one over.',
  },
} as const satisfies Record<string, ErrorEntry>
