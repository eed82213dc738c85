import { actions } from './actions.ts'

/** The area behind the sign-in. */
export const accountArea = {
  account: {
    title: 'Your account',
    navigation: 'Account',
    signOut: 'Sign out',
    signOutFailed: 'You are not signed out yet.',
  },

  profile: {
    title: 'Profile',
    lead: 'How you appear, and how we speak to you.',
    displayName: 'Name',
    email: 'Email address',
    verified: 'Confirmed',
    unverified: 'Not confirmed',
    locale: 'Language',
    localeHint: 'For mails and these pages.',
    timezone: 'Time zone',
    memberSince: 'Member since',
    submit: 'Save changes',
    saved: 'Saved.',
  },

  passwordPage: {
    title: 'Password',
    lead: 'Use one that you use nowhere else.',
    current: 'Current password',
    next: 'New password',
    signOutOthers: 'Sign out my other devices',
    signOutOthersHint: 'Recommended, in case somebody else knows the old one.',
    submit: 'Change password',
    done: 'Your password is changed.',
  },

  sessions: {
    title: 'Devices',
    lead: 'Where you are signed in. Sign out whatever you do not recognise.',
    current: 'This device',
    lastSeen: (when: string) => `Active ${when}`,
    since: (when: string) => `Signed in ${when}`,
    from: (address: string) => `from ${address}`,
    revoke: 'Sign out',
    revokeOf: (device: string) => `Sign out ${device}`,
    revoked: (device: string) => `${device} is signed out.`,
    revokeOthers: 'Sign out all other devices',
    revokedOthers: 'All other devices are signed out.',
    onlyThis: 'You are signed in on this device only.',
    more: 'Show more',
    deviceOn: (browser: string, system: string) => `${browser} on ${system}`,
    unknownDevice: 'Unknown device',
  },

  log: {
    title: 'Security log',
    lead: 'What has happened with your account. If something was not you, change your password.',
    empty: 'Nothing yet.',
    more: 'Show more',
    from: (address: string) => `from ${address}`,
    other: (action: string) => `Something else happened (${action}).`,
    actions,
  },

  stepUp: {
    title: 'Confirm that it is you',
    lead: 'Enter your password to go on.',
    submit: 'Confirm',
  },
}
