import type { AuditEvent } from '@gatehouse/sdk'

/** What has happened with an account, by the name of its audit event. */
export const actions = {
  'account.closure_cancelled': 'You signed in again, so your account stays.',
  'account.created': 'You created the account.',
  'account.updated': 'Your profile was changed.',
  'email.verification_sent': 'We sent you a link to confirm your address.',
  'email.verified': 'You confirmed your email address.',
  'identity.linked': 'An account at another service was connected.',
  'identity.unlinked': 'An account at another service was disconnected.',
  'mfa.challenged': 'Your password or another first step was right; a code was asked for.',
  'mfa.failed': 'Somebody entered a wrong code for the second step.',
  'mfa.recovery_codes_replaced': 'New recovery codes were made; the old ones are void.',
  'mfa.totp_disabled': 'Two-step sign-in was turned off.',
  'mfa.totp_enabled': 'Two-step sign-in was turned on.',
  'mfa.totp_enrolment_begun': 'Setting up an authenticator app was begun.',
  'passkey.added': 'A passkey was added.',
  'passkey.copied': 'A passkey was refused because it seems to have been copied.',
  'passkey.enrolment_begun': 'Adding a passkey was begun.',
  'passkey.removed': 'A passkey was removed.',
  'passkey.renamed': 'A passkey was renamed.',
  'password.changed': 'Your password was changed.',
  'password.reset': 'Your password was reset with a link from your mail.',
  'password.reset_requested': 'Somebody asked for a link to reset your password.',
  'provider.switched': 'Signing in with another service was switched off or on.',
  'session.ended': 'A device was signed out.',
  'session.refresh_reused': 'A session was ended because its key was used twice.',
  'sessions.ended': 'Your other devices were signed out.',
  'sign_in.failed': 'Somebody tried to sign in and failed.',
  'sign_in.paused': 'Signing in was paused after too many failed attempts.',
  'sign_in.succeeded': 'You signed in.',
  sign_out: 'You signed out.',
  'sign_up.repeated': 'Somebody tried to create another account with your address.',
  'signing_key.created': 'A signing key was made.',
  'signing_key.revoked': 'A signing key was revoked.',
  'signing_key.rotated': 'The signing key was replaced.',
  'step_up.failed': 'Somebody could not prove to be you when making a change.',
  'step_up.succeeded': 'You proved once more that it was you.',
} satisfies Record<AuditEvent['action'], string>

/** The same where it did not come to that. */
export const failures: Partial<Record<AuditEvent['action'], string>> = {
  'identity.linked': 'Somebody tried to connect an account at another service, and failed.',
}
