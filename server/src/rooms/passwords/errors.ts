import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'password.too_short': {
    status: 'UNPROCESSABLE_CONTENT',
    title: 'This password is too short.',
    help: 'Choose a longer one. `GET /config` tells the least length.',
  },
  'password.too_long': {
    status: 'UNPROCESSABLE_CONTENT',
    title: 'This password is too long.',
    help: 'A password may have up to 256 characters. It is refused rather than cut.',
  },
  'password.too_common': {
    status: 'UNPROCESSABLE_CONTENT',
    title: 'This password is one that many people use.',
    help: 'It is on a list of common or leaked passwords, which attackers try first. Choose another.',
  },
  'password.contains_context': {
    status: 'UNPROCESSABLE_CONTENT',
    title: 'This password is too close to your name, your address or the name of this service.',
    help: 'Choose one that cannot be guessed from what others know about you.',
  },
} as const satisfies Record<string, ErrorEntry>
