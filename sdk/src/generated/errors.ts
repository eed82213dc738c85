// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

/** Every code the platform answers, with its English title. A code is a promise: it is never renamed. */
export const errorTitles = {
  'request.invalid': 'The request is not valid.',
  'request.host_unknown': 'This address is not served here.',
  'request.cross_site': 'The request came from another site.',
  'request.too_large': 'The request is too large.',
  'request.unsupported_media_type': 'The body must be JSON.',
  'auth.unauthenticated': 'Sign in first.',
  'auth.reauthentication_required': 'Confirm that it is you.',
  not_found: 'There is nothing here.',
  method_not_allowed: 'This address does not take that method.',
  conflict: 'This was changed by somebody else meanwhile.',
  rate_limited: 'Too many requests.',
  unavailable: 'The service is not available for a moment.',
  internal: 'Something went wrong on our side.',
  'api_key.scope_forbidden': 'You cannot give a key more than you may do yourself.',
  'api_key.too_many': 'There are too many API keys.',
  'api_key.already_rotated': 'This API key was rotated already.',
  'api_key.scope_missing': 'This API key does not have the scope for that.',
  'auth.email_not_verified': 'Verify your email address first.',
  'auth.account_disabled': 'This account is disabled.',
  'auth.password_change_required': 'Choose a new password first.',
  'account.last_sign_in_method': 'This is your last way to sign in.',
  'mfa.challenge_expired': 'This took too long. Sign in again.',
  'mfa.code_invalid': 'That code is not right.',
  'idempotency.key_reused': 'This Idempotency-Key was used for another request.',
  'idempotency.in_progress': 'The first request with this Idempotency-Key is still running.',
  'idempotency.already_completed': 'The first request with this Idempotency-Key was carried out.',
  'impersonation.rank_forbidden': 'Nobody may act as a member of the platform’s staff.',
  'impersonation.not_possible': 'Nobody can act as this person at present.',
  'invitation.email_mismatch': 'This invitation is for another address.',
  'invitation.sign_in_required': 'Sign in to accept this invitation.',
  'invitation.already_member': 'This person belongs to the organization already.',
  'invitation.declined': 'This invitation was declined.',
  'invitation.not_open': 'This invitation is not open any more.',
  'org.forbidden': 'Your role in this organization does not allow this.',
  'org.mfa_required': 'This organization asks for a second factor.',
  'org.last_owner': 'An organization needs an owner.',
  'org.role_forbidden': 'You cannot give or take this role.',
  'token.invalid': 'This link is no longer valid.',
  'org.role_in_use': 'Somebody has this role.',
  'org.role_taken': 'There is a role of this name.',
  'org.too_many_roles': 'The organization has as many roles as it may.',
  'org.slug_taken': 'Another organization has this short name.',
  'org.too_many': 'You own as many organizations as one person may.',
  'passkey.invalid': 'That passkey could not be added.',
  'passkey.too_many': 'There are too many passkeys on this account.',
  'password.too_short': 'This password is too short.',
  'password.too_long': 'This password is too long.',
  'password.too_common': 'This password is one that many people use.',
  'password.contains_context':
    'This password is too close to your name, your address or the name of this service.',
  'impersonation.not_allowed': 'You cannot do this while you act as another person.',
  'auth.refresh_invalid': 'This session has ended.',
  'auth.refresh_reused': 'This session was ended for safety.',
  'auth.invalid_credentials': 'The email address or the password is wrong.',
  'auth.too_many_attempts': 'Too many failed attempts. Sign-in is paused.',
  'signup.closed': 'Sign-up is not open.',
  'oauth.state_invalid': 'This sign-in was not begun here, or took too long.',
  'oauth.exchange_failed': 'The provider did not confirm the sign-in.',
  'oauth.provider_unavailable': 'Signing in with this provider is not possible at the moment.',
  'oauth.email_unverified': 'The provider does not vouch for your email address.',
  'oauth.link_required': 'There is an account with this address already.',
  'oauth.identity_in_use': 'That account at the provider belongs to somebody else here.',
  'admin.last_admin': 'The platform needs an administrator.',
  'admin.mfa_required': 'Sign in with a second factor first.',
  'admin.not_yourself': 'You cannot do this to your own account.',
  'admin.outranked': 'Only an administrator acts on the accounts of staff.',
  'admin.permission_missing': 'Your role on the platform does not allow this.',
  'user.email_taken': 'Another account has this address.',
  'admin.user_disabled': 'This account is switched off.',
  'admin.no_second_factor': 'This account has no second factor.',
} as const

/** Every code the platform answers. */
export type ErrorCode = keyof typeof errorTitles

/** Codes that every call can answer, whatever it does. */
export type GeneralErrorCode =
  | 'request.invalid'
  | 'request.host_unknown'
  | 'not_found'
  | 'method_not_allowed'
  | 'rate_limited'
  | 'internal'
  | 'unavailable'

/** The codes that each procedure can answer, by its path. */
export interface ErrorCodesOf {
  'system.config': GeneralErrorCode
  'system.version': GeneralErrorCode
  'auth.register':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'signup.closed'
    | 'password.too_short'
    | 'password.too_long'
    | 'password.too_common'
    | 'password.contains_context'
    | GeneralErrorCode
  'auth.verifyEmail':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'token.invalid'
    | GeneralErrorCode
  'auth.resendVerification':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'auth.login':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.too_many_attempts'
    | 'auth.invalid_credentials'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | 'auth.password_change_required'
    | GeneralErrorCode
  'auth.refresh':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.refresh_invalid'
    | 'auth.refresh_reused'
    | GeneralErrorCode
  'auth.logout':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | GeneralErrorCode
  'auth.reauthenticate':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'auth.invalid_credentials'
    | 'auth.too_many_attempts'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | 'auth.password_change_required'
    | GeneralErrorCode
  'auth.reauthenticateOptions':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'password.requestReset':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'password.confirmReset':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'token.invalid'
    | 'password.too_short'
    | 'password.too_long'
    | 'password.too_common'
    | 'password.contains_context'
    | GeneralErrorCode
  'password.change':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'auth.invalid_credentials'
    | 'auth.too_many_attempts'
    | 'password.too_short'
    | 'password.too_long'
    | 'password.too_common'
    | 'password.contains_context'
    | GeneralErrorCode
  'passwordless.start':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'passwordless.complete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'token.invalid'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | GeneralErrorCode
  'mfa.status': 'auth.unauthenticated' | GeneralErrorCode
  'mfa.enrollTotp':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'auth.email_not_verified'
    | GeneralErrorCode
  'mfa.confirmTotp':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'auth.email_not_verified'
    | 'mfa.code_invalid'
    | 'auth.too_many_attempts'
    | GeneralErrorCode
  'mfa.disableTotp':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'mfa.code_invalid'
    | 'auth.too_many_attempts'
    | GeneralErrorCode
  'mfa.regenerateRecoveryCodes':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'auth.email_not_verified'
    | 'conflict'
    | GeneralErrorCode
  'mfa.verify':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'mfa.challenge_expired'
    | 'mfa.code_invalid'
    | 'auth.too_many_attempts'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | 'auth.password_change_required'
    | GeneralErrorCode
  'passkeys.registrationOptions':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'passkeys.register':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'passkey.invalid'
    | 'passkey.too_many'
    | GeneralErrorCode
  'passkeys.list': 'auth.unauthenticated' | GeneralErrorCode
  'passkeys.rename':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'passkeys.delete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'account.last_sign_in_method'
    | GeneralErrorCode
  'passkeys.loginOptions':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'mfa.challenge_expired'
    | GeneralErrorCode
  'passkeys.login':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.invalid_credentials'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | GeneralErrorCode
  'account.get': 'auth.unauthenticated' | 'api_key.scope_missing' | GeneralErrorCode
  'account.update':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | GeneralErrorCode
  'account.securityLog': 'auth.unauthenticated' | GeneralErrorCode
  'account.requestEmailChange':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'account.confirmEmailChange':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'token.invalid'
    | GeneralErrorCode
  'account.undoEmailChange':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'token.invalid'
    | GeneralErrorCode
  'account.delete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'admin.last_admin'
    | 'org.last_owner'
    | GeneralErrorCode
  'account.export':
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'invitations.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'org.role_forbidden'
    | 'invitation.already_member'
    | 'invitation.declined'
    | GeneralErrorCode
  'invitations.createMany':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'invitations.list':
    | 'auth.unauthenticated'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'invitations.resend':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'org.role_forbidden'
    | 'invitation.already_member'
    | 'invitation.declined'
    | 'invitation.not_open'
    | GeneralErrorCode
  'invitations.revoke':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'invitation.declined'
    | 'invitation.not_open'
    | GeneralErrorCode
  'invitations.preview':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'token.invalid'
    | GeneralErrorCode
  'invitations.accept':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'token.invalid'
    | 'invitation.email_mismatch'
    | 'invitation.sign_in_required'
    | 'signup.closed'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'conflict'
    | 'password.too_short'
    | 'password.too_long'
    | 'password.too_common'
    | 'password.contains_context'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | GeneralErrorCode
  'invitations.decline':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'token.invalid'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'invitations.mine': 'auth.unauthenticated' | GeneralErrorCode
  'oauth.providers': GeneralErrorCode
  'oauth.authorize':
    | 'oauth.provider_unavailable'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'oauth.callback':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'oauth.state_invalid'
    | 'oauth.exchange_failed'
    | 'oauth.provider_unavailable'
    | 'oauth.email_unverified'
    | 'oauth.link_required'
    | 'oauth.identity_in_use'
    | 'signup.closed'
    | 'auth.email_not_verified'
    | 'auth.account_disabled'
    | GeneralErrorCode
  'identities.list': 'auth.unauthenticated' | GeneralErrorCode
  'identities.unlink':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'account.last_sign_in_method'
    | GeneralErrorCode
  'apiKeys.list': 'auth.unauthenticated' | GeneralErrorCode
  'apiKeys.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'api_key.too_many'
    | GeneralErrorCode
  'apiKeys.rotate':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'api_key.too_many'
    | 'api_key.already_rotated'
    | GeneralErrorCode
  'apiKeys.revoke':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'apiKeys.verify':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | GeneralErrorCode
  'admin.providers.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.providers.set':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | GeneralErrorCode
  'admin.impersonation.start':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'admin.mfa_required'
    | 'impersonation.rank_forbidden'
    | 'impersonation.not_possible'
    | GeneralErrorCode
  'admin.impersonation.stop':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | GeneralErrorCode
  'admin.audit.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.audit.export': 'auth.unauthenticated' | GeneralErrorCode
  'admin.audit.verify': 'auth.unauthenticated' | GeneralErrorCode
  'admin.diagnostics.signIn': 'auth.unauthenticated' | GeneralErrorCode
  'admin.keys.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.keys.rotate':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | GeneralErrorCode
  'admin.keys.revoke':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | GeneralErrorCode
  'admin.mail.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.mail.retry':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'conflict'
    | GeneralErrorCode
  'admin.organizations.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.organizations.get': 'auth.unauthenticated' | GeneralErrorCode
  'admin.stats': 'auth.unauthenticated' | GeneralErrorCode
  'admin.users.import':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | GeneralErrorCode
  'admin.users.list': 'auth.unauthenticated' | GeneralErrorCode
  'admin.users.get': 'auth.unauthenticated' | GeneralErrorCode
  'admin.users.sessions': 'auth.unauthenticated' | GeneralErrorCode
  'admin.users.auditEvents': 'auth.unauthenticated' | GeneralErrorCode
  'admin.users.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'user.email_taken'
    | GeneralErrorCode
  'admin.users.update':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'admin.outranked'
    | 'admin.permission_missing'
    | 'admin.not_yourself'
    | 'admin.last_admin'
    | 'auth.reauthentication_required'
    | 'user.email_taken'
    | GeneralErrorCode
  'admin.users.setPlatformRole':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.mfa_required'
    | 'admin.not_yourself'
    | 'admin.outranked'
    | 'admin.last_admin'
    | GeneralErrorCode
  'admin.users.bulk':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.permission_missing'
    | GeneralErrorCode
  'admin.users.unlock':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.outranked'
    | GeneralErrorCode
  'admin.users.verifyEmail':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.outranked'
    | GeneralErrorCode
  'admin.users.requirePasswordReset':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.outranked'
    | 'admin.user_disabled'
    | GeneralErrorCode
  'admin.users.resetMfa':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.mfa_required'
    | 'admin.outranked'
    | 'admin.not_yourself'
    | 'admin.no_second_factor'
    | GeneralErrorCode
  'admin.users.revokeSessions':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.outranked'
    | GeneralErrorCode
  'admin.users.disable':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.not_yourself'
    | 'admin.outranked'
    | 'admin.last_admin'
    | 'org.last_owner'
    | GeneralErrorCode
  'admin.users.enable':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.outranked'
    | GeneralErrorCode
  'admin.users.delete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'admin.not_yourself'
    | 'admin.outranked'
    | 'admin.last_admin'
    | 'org.last_owner'
    | GeneralErrorCode
  'admin.users.lockdown':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'admin.not_yourself'
    | 'admin.outranked'
    | 'admin.last_admin'
    | GeneralErrorCode
  'sessions.list': 'auth.unauthenticated' | GeneralErrorCode
  'sessions.revoke':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'sessions.revokeOthers':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | GeneralErrorCode
  'sessions.setOrganization':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'org.slug_taken'
    | 'org.too_many'
    | GeneralErrorCode
  'organizations.list': 'auth.unauthenticated' | 'api_key.scope_missing' | GeneralErrorCode
  'organizations.get':
    | 'auth.unauthenticated'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.update':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.slug_taken'
    | GeneralErrorCode
  'organizations.delete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.auditEvents':
    | 'auth.unauthenticated'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.checkPermissions':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.members':
    | 'auth.unauthenticated'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.setRole':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'org.last_owner'
    | GeneralErrorCode
  'organizations.removeMember':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'org.last_owner'
    | GeneralErrorCode
  'organizations.leave':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'org.last_owner'
    | GeneralErrorCode
  'organizations.transferOwnership':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'conflict'
    | GeneralErrorCode
  'organizations.roles.list':
    | 'auth.unauthenticated'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.roles.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'org.role_forbidden'
    | 'org.role_taken'
    | 'org.too_many_roles'
    | GeneralErrorCode
  'organizations.roles.update':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'org.role_taken'
    | GeneralErrorCode
  'organizations.roles.delete':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'api_key.scope_missing'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'org.role_forbidden'
    | 'org.role_in_use'
    | GeneralErrorCode
  'organizations.apiKeys.list':
    | 'auth.unauthenticated'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
  'organizations.apiKeys.create':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'api_key.scope_forbidden'
    | 'api_key.too_many'
    | GeneralErrorCode
  'organizations.apiKeys.rotate':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'auth.reauthentication_required'
    | 'impersonation.not_allowed'
    | 'org.forbidden'
    | 'org.mfa_required'
    | 'idempotency.key_reused'
    | 'idempotency.in_progress'
    | 'idempotency.already_completed'
    | 'api_key.scope_forbidden'
    | 'api_key.too_many'
    | 'api_key.already_rotated'
    | GeneralErrorCode
  'organizations.apiKeys.revoke':
    | 'request.cross_site'
    | 'request.too_large'
    | 'request.unsupported_media_type'
    | 'auth.unauthenticated'
    | 'impersonation.not_allowed'
    | 'org.forbidden'
    | 'org.mfa_required'
    | GeneralErrorCode
}

/** A procedure by its path: `'auth.login'`. */
export type ProcedurePath = keyof ErrorCodesOf
