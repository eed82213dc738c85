import type { NoticeKind, NoticeStrings } from './notice-strings.ts'
import { englishStaffNotices } from './staff-notices-en.ts'

const reason = (brand: string) => `You get this because it concerns the safety of your account at ${brand}.`

export const englishNotices: Record<NoticeKind, NoticeStrings> = {
  ...englishStaffNotices,
  new_device: {
    subject: (brand) => `New sign-in to your ${brand} account`,
    heading: 'Somebody signed in from a new device',
    what: 'Your account was signed in to from a device that we have not seen before.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou: 'If it was not you, choose a new password now. That also signs out every device.',
    action: 'This was not me, choose a new password',
    reason,
  },
  password_changed: {
    subject: (brand) => `Your ${brand} password was changed`,
    heading: 'Your password was changed',
    what: 'Your account has a new password. Earlier links that we sent you no longer work.',
    ifYou: 'If you changed it, there is nothing to do.',
    ifNotYou: 'If you did not, choose a new password now. That also signs out every device.',
    action: 'This was not me, choose a new password',
    reason,
  },
  refresh_reused: {
    subject: (brand) => `We ended a session of your ${brand} account`,
    heading: 'We ended one of your sessions',
    what: 'A key of your session was used twice, which can mean that somebody has a copy of it. So that a copy is worth nothing, the session is over.',
    ifYou: 'You can sign in again as usual. Faulty software can cause this, too.',
    ifNotYou:
      'If you do not recognise the device below, choose a new password. That also signs out every device.',
    action: 'Choose a new password',
    reason,
  },
  sign_in_paused: {
    subject: (brand) => `Sign-in to your ${brand} account is paused`,
    heading: 'Too many wrong passwords',
    what: 'A wrong password was entered for your account many times in a row. To keep guessers out, sign-in with a password is paused for a while. Devices that you have used before can still sign in.',
    ifYou: 'If this was you: wait a while, or choose a new password, which ends the pause.',
    ifNotYou:
      'If it was not you, nobody has got in. There is nothing to do as long as your password is one that you use nowhere else.',
    action: 'Choose a new password',
    reason,
  },
  totp_enabled: {
    subject: (brand) => `An authenticator app now protects your ${brand} account`,
    heading: 'An authenticator app was added',
    what: 'From now on a code of the app is asked for at every sign-in. Your other sessions were ended.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  totp_disabled: {
    subject: (brand) => `Two-step sign-in of your ${brand} account was switched off`,
    heading: 'The authenticator app was removed',
    what: 'No code is asked for at sign-in any more, and the recovery codes no longer work. Your other sessions were ended.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  recovery_codes_replaced: {
    subject: (brand) => `Your ${brand} account has new recovery codes`,
    heading: 'New recovery codes were made',
    what: 'The earlier recovery codes no longer work.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  recovery_code_used: {
    subject: (brand) => `A recovery code of your ${brand} account was used`,
    heading: 'Somebody signed in with a recovery code',
    what: 'The code is used up. You can see how many are left, and make new ones, in your security settings.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  mfa_paused: {
    subject: (brand) => `Somebody failed the second step of signing in to ${brand}`,
    heading: 'Too many wrong codes',
    what: 'Somebody who knows your password, or has another of your ways to sign in, entered wrong codes for the second step many times. No code is taken for a quarter of an hour.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  passkey_added: {
    subject: (brand) => `A passkey was added to your ${brand} account`,
    heading: 'A passkey was added',
    what: 'Your account can now be signed in to with the new passkey. Your other sessions were ended.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  passkey_removed: {
    subject: (brand) => `A passkey was removed from your ${brand} account`,
    heading: 'A passkey was removed',
    what: 'It opens your account no longer. Your other sessions were ended.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  passkey_copied: {
    subject: (brand) => `A passkey of your ${brand} account may have been copied`,
    heading: 'We refused a passkey',
    what: 'A passkey counted backwards, which can mean that somebody has a copy of it. It was refused.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  identity_linked: {
    subject: (brand) => `An account of another service was connected to ${brand}`,
    heading: 'An account was connected',
    what: 'Your account can now be signed in to with an account of another service.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  identity_unlinked: {
    subject: (brand) => `An account of another service was disconnected from ${brand}`,
    heading: 'An account was disconnected',
    what: 'The account of the other service opens yours no longer.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  impersonated: {
    subject: (brand) => `An administrator looks at your ${brand} account`,
    heading: 'An administrator acts as you',
    what: 'An administrator of this service sees your account as you see it, for an hour at the most. They cannot change your password, your second factor, your keys or your address.',
    ifYou: 'If you asked for help, there is nothing to do.',
    ifNotYou:
      'You can end it at any time: it stands among the devices of your account. Why it was begun, and what was done, stands in your security log. If you know of no reason, write to whoever runs this service.',
    action: 'Choose a new password, which ends it too',
    reason,
  },
  email_change_undone: {
    subject: (brand) => `The address of your ${brand} account was set back`,
    heading: 'Your address was set back',
    what: 'Your account has its earlier address again. Every device was signed out, and a new password is asked for.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  api_key_created: {
    subject: (brand) => `A new API key was made with your ${brand} account`,
    heading: 'A new API key was made',
    what: 'With an API key a program can act for you, or for your organization, as far as the key allows.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. An API key is not ended by that: revoke it in the list of API keys, where it stands first.',
    action: 'This was not me, choose a new password',
    reason,
  },
  api_key_rotated: {
    subject: (brand) => `An API key of your ${brand} account was replaced`,
    heading: 'An API key was replaced by a new one',
    what: 'A new API key takes the place of an older one, which works for a while longer.',
    ifYou: 'If this was you, put the new key where the older one is used.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. API keys are not ended by that: revoke both of them in the list of API keys.',
    action: 'This was not me, choose a new password',
    reason,
  },
  closure_cancelled: {
    subject: (brand) => `Your ${brand} account stays open`,
    heading: 'Your account stays open',
    what: 'Somebody signed in to the account, so it will not be erased.',
    ifYou: 'If this was you, there is nothing to do.',
    ifNotYou:
      'If it was not you, choose a new password now, which signs out every device. Then look at the security settings of your account, and write to whoever runs this service if something there is not yours.',
    action: 'This was not me, choose a new password',
    reason,
  },
  closure_requested: {
    subject: (brand) => `Your ${brand} account will be erased`,
    heading: 'Your account is closed',
    what: 'In seven days the account and everything it holds will be erased. Every device was signed out.',
    ifYou:
      'If you closed it, there is nothing to do. Should you change your mind, sign in within seven days.',
    ifNotYou: 'If it was not you, choose a new password now and sign in: that keeps the account.',
    action: 'This was not me, choose a new password',
    reason,
  },
}
