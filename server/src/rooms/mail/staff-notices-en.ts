import type { NoticeStrings, StaffNoticeKind } from './notice-strings.ts'

const reason = (brand: string) => `You get this because it concerns the safety of your account at ${brand}.`
const unexpected = 'If you did not expect it, write to whoever runs this service.'

/** What an administrator did with the reader's account. */
export const englishStaffNotices: Record<StaffNoticeKind, NoticeStrings> = {
  account_disabled: {
    subject: (brand) => `Your ${brand} account was switched off`,
    heading: 'Your account was switched off',
    what: 'An administrator switched your account off. Every device was signed out, and nobody can sign in.',
    ifYou: 'If you asked for it, there is nothing to do.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
  account_enabled: {
    subject: (brand) => `Your ${brand} account is open again`,
    heading: 'Your account is open again',
    what: 'An administrator switched your account on again. You can sign in as before.',
    ifYou: 'If you asked for it, there is nothing to do.',
    ifNotYou: 'If you did not expect it, choose a new password, and write to whoever runs this service.',
    action: 'Choose a new password',
    reason,
  },
  account_locked_down: {
    subject: (brand) => `Your ${brand} account was locked`,
    heading: 'Your account was locked',
    what: 'An administrator locked your account, probably because somebody else may have got in. Every device was signed out, and API keys, open links and invitations of yours no longer work.',
    ifYou: 'Nobody can sign in until an administrator opens the account. A new password is asked for then.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
  account_deletion_scheduled: {
    subject: (brand) => `Your ${brand} account will be erased`,
    heading: 'Your account will be erased',
    what: 'An administrator closed your account. In seven days it and everything it holds will be erased. Nobody can sign in until then.',
    ifYou: 'If you asked for it, there is nothing to do.',
    ifNotYou: 'If you did not, write to whoever runs this service: until then the account can be kept.',
    action: null,
    reason,
  },
  address_verified: {
    subject: (brand) => `Your address was confirmed at ${brand}`,
    heading: 'Your address was confirmed for you',
    what: 'An administrator confirmed that this address belongs to the account. From now on the account can be signed in to.',
    ifYou: 'If you asked for it, there is nothing to do.',
    ifNotYou: 'If you have no account here, choose a password: that shuts out whoever made it in your name.',
    action: 'Choose a new password',
    reason,
  },
  mfa_reset_scheduled: {
    subject: (brand) => `The second factor of your ${brand} account is about to be removed`,
    heading: 'Your second factor is about to be removed',
    what: 'An administrator was asked to remove the authenticator app, the passkeys and the recovery codes from your account. That happens a day from now, or as soon as a second administrator agrees.',
    ifYou: 'If you asked for it, there is nothing to do.',
    ifNotYou:
      'If you did not, sign in with your second factor now: that stops it. Then choose a new password, and write to whoever runs this service.',
    action: 'This was not me, choose a new password',
    reason,
  },
  mfa_reset_done: {
    subject: (brand) => `The second factor of your ${brand} account was removed`,
    heading: 'Your second factor was removed',
    what: 'The authenticator app, the passkeys and the recovery codes were removed from your account at the request of an administrator. Every device was signed out.',
    ifYou: 'If you asked for it: sign in, and set up a new second factor in your security settings.',
    ifNotYou: 'If you did not, choose a new password now, and write to whoever runs this service.',
    action: 'This was not me, choose a new password',
    reason,
  },
  platform_role_changed: {
    subject: (brand) => `What you may do at ${brand} has changed`,
    heading: 'Your role on the platform was changed',
    what: 'An administrator gave you another role on the platform, or took one from you.',
    ifYou: 'If you know of it, there is nothing to do.',
    ifNotYou: unexpected,
    action: null,
    reason,
  },
}
