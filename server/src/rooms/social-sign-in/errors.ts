import type { ErrorEntry } from '../../kit/identity-error.ts'

export const errors = {
  'oauth.state_invalid': {
    status: 'BAD_REQUEST',
    title: 'This sign-in was not begun here, or took too long.',
    help: 'The `state` is unknown, expired, used up, or belongs to another browser, provider or session. A sign-in at a provider lives ten minutes and works once. Begin again.',
  },
  'oauth.exchange_failed': {
    status: 'BAD_GATEWAY',
    title: 'The provider did not confirm the sign-in.',
    help: 'The provider refused the code, or what it answered does not hold: a signature, an issuer, an audience, a nonce. Nobody was signed in. Begin again; the server’s log has the reason.',
  },
  'oauth.provider_unavailable': {
    status: 'SERVICE_UNAVAILABLE',
    title: 'Signing in with this provider is not possible at the moment.',
    help: 'The provider is switched off, does not answer, or is not configured as it must be. Every other way to sign in works.',
  },
  'oauth.email_unverified': {
    status: 'FORBIDDEN',
    title: 'The provider does not vouch for your email address.',
    help: 'A new account needs an address that the provider says it has verified. Verify it there, or sign up here with the address and connect the provider afterwards.',
  },
  'oauth.link_required': {
    status: 'CONFLICT',
    title: 'There is an account with this address already.',
    help: 'Sign in to it as before, then connect the provider in the account’s settings (`mode=link`). It is not connected by itself, since whoever runs a mailbox at a provider need not be the one who has the account here.',
  },
  'oauth.identity_in_use': {
    status: 'CONFLICT',
    title: 'That account at the provider belongs to somebody else here.',
    help: 'An account at a provider opens one account here. Disconnect it there first, or choose another one at the provider.',
  },
} as const satisfies Record<string, ErrorEntry>
