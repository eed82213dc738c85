const staffNoticeKinds = [
  'account_deletion_scheduled',
  'account_disabled',
  'account_enabled',
  'account_locked_down',
  'address_verified',
  'mfa_reset_done',
  'mfa_reset_scheduled',
  'platform_role_changed',
] as const

export type StaffNoticeKind = (typeof staffNoticeKinds)[number]

/** Everything an owner is told of. */
export type NoticeKind =
  | StaffNoticeKind
  | 'api_key_created'
  | 'api_key_rotated'
  | 'closure_cancelled'
  | 'closure_requested'
  | 'email_change_undone'
  | 'identity_linked'
  | 'identity_unlinked'
  | 'impersonated'
  | 'mfa_paused'
  | 'new_device'
  | 'passkey_added'
  | 'passkey_copied'
  | 'passkey_removed'
  | 'password_changed'
  | 'recovery_code_used'
  | 'recovery_codes_replaced'
  | 'refresh_reused'
  | 'sign_in_paused'
  | 'totp_disabled'
  | 'totp_enabled'

/** What the platform's staff did: where they sit is nothing for the owner. */
export const noticesOfStaff: ReadonlySet<NoticeKind> = new Set<NoticeKind>([
  ...staffNoticeKinds,
  'impersonated',
])

export interface NoticeStrings {
  subject: (brand: string) => string
  heading: string
  what: string
  /** What to do, by whose act it was. */
  ifYou: string
  ifNotYou: string
  /** The button that leads to a new password; null where a new password is no help. */
  action: string | null
  reason: (brand: string) => string
}
