/** What the audit log can tell of. A name is a promise to those who search for it: never renamed. */
export const auditActions = [
  'account.closure_cancelled',
  'account.created',
  'account.updated',
  'email.verification_sent',
  'email.verified',
  'mfa.challenged',
  'password.changed',
  'password.reset',
  'password.reset_requested',
  'session.ended',
  'session.refresh_reused',
  'sessions.ended',
  'sign_in.failed',
  'sign_in.paused',
  'sign_in.succeeded',
  'sign_out',
  'sign_up.repeated',
  'signing_key.created',
  'signing_key.revoked',
  'signing_key.rotated',
  'step_up.failed',
  'step_up.succeeded',
] as const

export type AuditAction = (typeof auditActions)[number]
