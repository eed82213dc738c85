import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'org.role_in_use': {
    status: 'CONFLICT',
    title: 'Somebody has this role.',
    help: 'A role can be deleted once no member has it. Give those who have it another one first.',
  },
  'org.role_taken': {
    status: 'CONFLICT',
    title: 'There is a role of this name.',
    help: 'Names of roles, and the keys made of them, are unique within an organization, however they are capitalised; `owner`, `admin`, `member` and `viewer` are built in. Choose another name.',
  },
  'org.too_many_roles': {
    status: 'CONFLICT',
    title: 'The organization has as many roles as it may.',
    help: 'An organization may have 50 roles of its own. Delete one that is no longer used.',
  },
} as const satisfies Record<string, ErrorEntry>
