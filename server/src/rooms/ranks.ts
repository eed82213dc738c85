/**
 * The order of the rooms, lowest first. A room enters the doors of lower floors only: never of its own, never of a
 * higher one. What two rooms of a floor both need lies below them. The house-rules test holds every import to this.
 */
export const floors = [
  {
    floor: 'ground',
    rooms: {
      audit: 'what happened: events, hash-chained and never changed',
      idempotency: 'one effect for one Idempotency-Key',
    },
  },
  {
    floor: 'people and keys',
    rooms: {
      accounts: 'who there is, what they see and change of themselves, and the devices they use',
      'vault-roots': 'what the keys of HMACs are derived from',
      'signing-keys': 'what access tokens are signed with',
    },
  },
  {
    floor: 'mail',
    rooms: {
      mail: 'the outbox, and the notices that security asks for',
    },
  },
  {
    floor: 'holdings',
    rooms: {
      'one-time-tokens': 'the secrets in emailed links',
      memberships: 'which organizations there are, who belongs to them, and the wall around each',
      identities: 'people’s accounts at providers, and which providers are on',
      passkeys: 'WebAuthn credentials, and the ceremonies that make and use them',
      passwords: 'password hashes, the policy for new ones, and failed attempts',
      'recovery-codes': 'ten codes for when the second factor is lost',
      totp: 'authenticator apps',
    },
  },
  {
    floor: 'sessions',
    rooms: {
      'api-keys': 'credentials of programs, of people and of organizations',
      sessions: 'sign-ins that last: rotating refresh tokens, and the check of access tokens',
    },
  },
  {
    floor: 'gate',
    rooms: {
      gate: 'the one way to a session, whatever was proven before; and the challenge for a second factor',
    },
  },
  {
    floor: 'mailbox',
    rooms: {
      'email-verification': 'proving an address with an emailed link; sign-up sends the first',
      invitations: 'asking people into an organization by mail',
      staff: 'whom the platform’s staff may act on, and that an administrator stays',
    },
  },
  {
    floor: 'flows',
    rooms: {
      'account-closure': 'closing an account, and erasing it a week later',
      'api-key-management': 'making, rotating and revoking API keys, and telling others what one is good for',
      'data-export': 'everything that is held about a person, in one document',
      'email-change': 'another address, and the way back to the one before',
      'invitation-answers': 'accepting an invitation, as somebody new or signed in, and declining it',
      mfa: 'switching second factors on and off, and finishing a sign-in with one',
      'passkey-enrolment': 'adding, naming and removing passkeys',
      'passkey-sign-in': 'signing in with a passkey',
      'password-change': 'a new password for somebody signed in',
      'password-reset': 'a new password with an emailed link',
      passwordless: 'signing in with a link or a code by mail',
      'sign-in': 'address and password to a session, refreshing it, signing out',
      'sign-up': 'a new account',
      'social-sign-in': 'signing in with a provider, and connecting one',
      system: 'what this server offers, and which version it is',
      'step-up': 'proving again that it is you, for what needs a fresh sign-in',
    },
  },
  {
    floor: 'teams',
    rooms: {
      'organization-members': 'who belongs to an organization, who leaves it, and who owns it',
      'organization-roles': 'the roles an organization makes for itself',
      organizations: 'founding, changing and dissolving organizations, and working in one',
    },
  },
  {
    floor: 'desk',
    rooms: {
      'user-listing': 'finding people among a million, and looking closely at one',
      'user-recovery': 'what staff do to help people back in',
      'user-suspension': 'what staff do to keep somebody out',
    },
  },
  {
    floor: 'outward',
    rooms: {
      'secret-rotation': 'what a new SECRET_KEY asks for',
      'user-administration':
        'making and changing people’s accounts, their roles on the platform, and acts on many at once',
      admin: 'what the platform’s staff may see and change',
      impersonation: 'acting as a person, for those who are asked for help',
      'user-import': 'people brought along from another system, with the passwords they have there',
      'audit-review': 'the audit log for the platform’s staff: searched, exported, verified',
      diagnostics: 'why somebody cannot sign in',
      'mail-review': 'the outbox for the platform’s staff: what was sent, and what is sent again',
      'organization-review': 'which organizations there are, for the platform’s staff',
    },
  },
] as const satisfies readonly { floor: string; rooms: Record<string, string> }[]
