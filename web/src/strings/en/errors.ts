import type { ErrorCode } from '@gatehouse/sdk/errors'

/** What a person reads when the server refuses, by its code: what anybody may come upon. The rest comes with the areas. */
export const errors = {
  'impersonation.not_allowed': 'You cannot do this while you act as another person.',
  'auth.account_disabled': 'This account is switched off. Only an administrator can switch it on again.',
  'auth.email_not_verified': 'Confirm your email address first. We sent you a link when you signed up.',
  'auth.invalid_credentials': 'The email address or the password is wrong.',
  'auth.password_change_required': 'You need a new password before you can go on. Reset it to choose one.',
  'auth.reauthentication_required': 'Confirm that it is you before making this change.',
  'auth.refresh_invalid': 'You have been signed out. Sign in again.',
  'auth.refresh_reused': 'You were signed out for your safety. Sign in again.',
  'auth.too_many_attempts': 'Too many failed attempts. Signing in is paused for a while.',
  'auth.unauthenticated': 'You have been signed out. Sign in again.',
  conflict: 'This was changed somewhere else meanwhile. Reload the page and try again.',
  'idempotency.already_completed': 'This was done already.',
  'idempotency.in_progress': 'This is being done already. Wait a moment.',
  'idempotency.key_reused': 'This could not be repeated. Reload the page and try again.',
  internal: 'Something went wrong on our side. Try again in a moment.',
  'invitation.email_mismatch':
    'This invitation was sent to another address. Sign in with the account of that address.',
  'invitation.sign_in_required':
    'There is an account with this address. Sign in, then accept the invitation.',
  method_not_allowed: 'This page cannot do that here. Reload it and try again.',
  'mfa.challenge_expired': 'This took too long, or too many codes were wrong. Sign in again.',
  'mfa.code_invalid': 'That code is not right. Each code works once.',
  not_found: 'This is no longer here.',
  'oauth.email_unverified':
    'The other service does not vouch for your email address. Confirm it there, or create an account here first.',
  'oauth.exchange_failed': 'The other service did not confirm who you are. Begin again.',
  'oauth.identity_in_use': 'That account at the other service already opens another account here.',
  'oauth.link_required':
    'There is an account with your address already. Sign in as before, then connect the other service in your account.',
  'oauth.provider_unavailable':
    'The other service cannot be used at the moment. Sign in another way, or try again later.',
  'oauth.state_invalid': 'This took too long, or was not begun in this browser. Begin again.',
  'password.contains_context':
    'This password is too close to your name, your address or the name of this service.',
  'password.too_common': 'Many people use this password, so it would be guessed first. Choose another.',
  'password.too_long': 'This password is too long. It can have up to 256 characters.',
  'password.too_short': 'This password is too short.',
  rate_limited: 'Too many requests. Wait a little.',
  'request.cross_site':
    'This came from another site, so we did nothing. Open this page directly and try again.',
  'request.host_unknown': 'This page was opened under an address that we do not serve.',
  'request.invalid': 'Something you entered is not right. Check it and try again.',
  'request.too_large': 'This is too much at once. Shorten what you entered.',
  'request.unsupported_media_type':
    'This page sent something the server does not read. Reload it and try again.',
  'signup.closed': 'New accounts cannot be created here.',
  'token.invalid':
    'This link is no longer valid. It may have expired, been used, or been replaced by a newer one.',
  unavailable: 'The service does not answer at the moment. Try again shortly.',
} satisfies Partial<Record<ErrorCode, string>>
