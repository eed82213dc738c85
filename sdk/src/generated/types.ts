// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

/** A session for a new account; or that whoever was signed in has joined. */
export type AcceptanceResult = SignedIn | MfaRequired | Joined

/** A person’s account, as the platform’s staff see it in a list. */
export type AdminUser = {
  /** UUIDv7. */
  id: string
  /** As it was typed at sign-up. */
  email: string
  /** Whether the person has proven that the address is theirs. */
  isVerified: boolean
  displayName: string
  avatarUrl: string | null
  /** BCP 47 language tag. */
  locale: string
  /** IANA time zone. */
  timezone: string
  hasPassword: boolean
  mfaEnabled: boolean
  platformRole: 'admin' | 'support' | null
  status: 'active' | 'disabled'
  createdAt: Date
  updatedAt: Date
  lastSignInAt: Date | null
  /** When everything the account holds is erased; null unless it is closed. */
  erasedAfter: Date | null
  /** Wrong passwords in a row. At 100 no password opens it until a reset or `unlock`. */
  failedSignIns: number
  /** Until when no password is taken; null when it is not paused. */
  pausedUntil: Date | null
  /** Whether the password opens nothing until a new one is set. */
  passwordChangeRequired: boolean
}

/** Everything the platform’s staff see of an account. */
export type AdminUserDetails = {
  /** UUIDv7. */
  id: string
  /** As it was typed at sign-up. */
  email: string
  /** Whether the person has proven that the address is theirs. */
  isVerified: boolean
  displayName: string
  avatarUrl: string | null
  /** BCP 47 language tag. */
  locale: string
  /** IANA time zone. */
  timezone: string
  hasPassword: boolean
  mfaEnabled: boolean
  platformRole: 'admin' | 'support' | null
  status: 'active' | 'disabled'
  createdAt: Date
  updatedAt: Date
  lastSignInAt: Date | null
  /** When everything the account holds is erased; null unless it is closed. */
  erasedAfter: Date | null
  /** Wrong passwords in a row. At 100 no password opens it until a reset or `unlock`. */
  failedSignIns: number
  /** Until when no password is taken; null when it is not paused. */
  pausedUntil: Date | null
  /** Whether the password opens nothing until a new one is set. */
  passwordChangeRequired: boolean
  /** How many. */
  passkeys: number
  recoveryCodesLeft: number
  /** Until when no second factor is taken. */
  secondFactorPausedUntil: Date | null
  /** Those the person has connected, by their ids. */
  providers: string[]
  /** How many are live. */
  sessions: number
  /** How many live ones the person has made, organizations’ included. */
  apiKeys: number
  /** At most 100, in the order of joining. */
  organizations: {
    id: string
    name: string
    role: string
  }[]
  /** The reset of second factors that is under way. */
  mfaReset: {
    requestedAt: Date
    effectiveAt: Date
    requestedBy: string | null
  } | null
}

/** A key, without its secret. */
export type ApiKey = {
  id: string
  name: string
  /** Its first eleven characters, to tell it by. */
  prefix: string
  /** As it was made. */
  scopes: (
    | 'account:read'
    | 'organizations:read'
    | 'org:read'
    | 'org:update'
    | 'members:read'
    | 'members:manage'
    | 'roles:manage'
    | 'invitations:read'
    | 'invitations:manage'
    | 'audit:read'
  )[]
  status: 'live' | 'expired' | 'revoked'
  createdAt: Date
  expiresAt: Date | null
  /** To the minute. */
  lastUsedAt: Date | null
  revokedAt: Date | null
  /** The key that has taken its place; null unless it was rotated. */
  replacedById: string | null
}

/** What a key is good for now, or that it is good for nothing. */
export type ApiKeyVerification =
  | {
      valid: true
      keyId: string
      name: string
      /** Who made it, and answers for it. */
      userId: string
      /** Where its scopes hold: the organization it is of, or the one you asked for. */
      organizationId: string | null
      /** What it may do at this moment. */
      scopes: (
        | 'account:read'
        | 'organizations:read'
        | 'org:read'
        | 'org:update'
        | 'members:read'
        | 'members:manage'
        | 'roles:manage'
        | 'invitations:read'
        | 'invitations:manage'
        | 'audit:read'
      )[]
      expiresAt: Date | null
    }
  | {
      valid: false
    }

/** The first place at which a chain of the audit log is broken. */
export type AuditChainBreak = {
  chain: string
  /** Counted from 1. */
  position: number
  /** `missing`: an event was deleted. `edited`: it does not say what was written. `moved`: it does not follow the one before it. `headless`: the end of the chain does not belong to it. `anchor`: it is not what was noted outside. */
  kind: 'missing' | 'edited' | 'moved' | 'headless' | 'anchor'
  /** Null where the event is not there. */
  eventId: string | null
}

/** Something that happened, as the audit log has it. */
export type AuditEvent = {
  id: string
  /** When it was written, by the database’s clock. */
  at: Date
  action:
    | 'account.closed'
    | 'account.closure_cancelled'
    | 'account.created'
    | 'account.erased'
    | 'account.exported'
    | 'account.updated'
    | 'admin.mfa_reset_done'
    | 'admin.mfa_reset_dropped'
    | 'admin.mfa_reset_requested'
    | 'admin.password_reset_required'
    | 'admin.sessions_revoked'
    | 'admin.user_created'
    | 'admin.user_deleted'
    | 'admin.user_disabled'
    | 'admin.user_email_changed'
    | 'admin.user_enabled'
    | 'admin.user_locked_down'
    | 'admin.user_role_changed'
    | 'admin.user_unlocked'
    | 'admin.user_updated'
    | 'admin.user_verified'
    | 'api_key.created'
    | 'api_key.revoked'
    | 'api_key.rotated'
    | 'admin.impersonation_started'
    | 'admin.impersonation_stopped'
    | 'admin.user_imported'
    | 'admin.users_exported'
    | 'admin.users_imported'
    | 'admin.audit_exported'
    | 'admin.diagnosed'
    | 'admin.mail_retried'
    | 'email.change_requested'
    | 'email.change_undone'
    | 'email.changed'
    | 'email.verification_sent'
    | 'email.verified'
    | 'identity.linked'
    | 'identity.unlinked'
    | 'invitation.accepted'
    | 'invitation.created'
    | 'invitation.declined'
    | 'invitation.resent'
    | 'invitation.revoked'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'limit.reached'
    | 'mfa.challenged'
    | 'mfa.failed'
    | 'mfa.recovery_codes_replaced'
    | 'mfa.totp_disabled'
    | 'mfa.totp_enabled'
    | 'mfa.totp_enrolment_begun'
    | 'organization.created'
    | 'organization.deleted'
    | 'organization.ownership_transferred'
    | 'organization.updated'
    | 'passkey.added'
    | 'passkey.copied'
    | 'passkey.enrolment_begun'
    | 'passkey.removed'
    | 'passkey.renamed'
    | 'password.changed'
    | 'password.reset'
    | 'password.reset_requested'
    | 'passwordless.requested'
    | 'platform.backed_up'
    | 'platform.restore_drilled'
    | 'platform.restored'
    | 'platform.secrets_revoked'
    | 'platform.secrets_rotated'
    | 'provider.switched'
    | 'role.created'
    | 'role.deleted'
    | 'role.updated'
    | 'session.ended'
    | 'session.organization_set'
    | 'session.refresh_reused'
    | 'sessions.ended'
    | 'sign_in.failed'
    | 'sign_in.paused'
    | 'sign_in.succeeded'
    | 'sign_out'
    | 'sign_up.repeated'
    | 'signing_key.created'
    | 'signing_key.revoked'
    | 'signing_key.rotated'
    | 'step_up.failed'
    | 'step_up.succeeded'
  outcome: 'success' | 'failure'
  /** Who did it: `anonymous` for somebody who was not signed in. */
  actor: {
    type: 'anonymous' | 'user' | 'api_key' | 'system'
    id: string | null
  }
  /** Who it really was, when somebody acted as another person. */
  realActor: {
    type: 'anonymous' | 'user' | 'api_key' | 'system'
    id: string | null
  } | null
  /** What it was done to. */
  target: {
    type: string
    id: string
  } | null
  organizationId: string | null
  /** Null when it is not known or not yours to see. */
  ip: string | null
  /** Null when it is not known or not yours to see. */
  userAgent: string | null
  requestId: string
  /** What else is known: reasons, methods, counts. */
  details: Record<string, unknown>
}

/** What a stretch of the audit log came to when it was recomputed. */
export type AuditVerification = {
  /** Chains that this call came to the end of. */
  chains: number
  /** Events that this call recomputed. */
  events: number
  /** Empty: nothing was tampered with, as far as this call went. */
  breaks: AuditChainBreak[]
  /** Pass it as `cursor` to go on; null when the whole log was gone through. */
  nextCursor: string | null
}

/** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
export type Delivery = 'body' | 'cookie'

/** An account, as far as it matters to signing in. */
export type DiagnosedAccount = {
  id: string
  exists: true
  email: string
  status: 'active' | 'disabled'
  isVerified: boolean
  /** Until when every password is refused, from devices that are not known. */
  pausedUntil: Date | null
  /** A hundred failures in a row: as paused, until a reset. */
  isStopped: boolean
  /** Wrong passwords since the last right one. */
  failedAttempts: number
  hasPassword: boolean
  passwordChangeRequired: boolean
  mfaEnabled: boolean
  mfaPausedUntil: Date | null
  /** When it is erased, if its owner has closed it; signing in takes that back. */
  closing: Date | null
  lastSignInAt: Date | null
  /** The providers it opens by. */
  providers: string[]
}

/** An account at a provider that opens the caller’s account. */
export type Identity = {
  id: string
  /** The id of the provider. */
  provider: string
  /** Its name; the id when it is no longer configured. */
  providerName: string
  /** The address the provider last told of; it proves nothing here. */
  email: string | null
  createdAt: Date
  lastUsedAt: Date
}

/** What became of an import. */
export type ImportReport = {
  dryRun: boolean
  created: number
  exists: number
  invalid: number
  /** One per line that is not empty, in their order. */
  items: ImportedRow[]
}

/** What became of one line of an import. */
export type ImportedRow = {
  /** Which line of the input it is, from 1 on. */
  line: number
  /** `exists`: an account has the address, or may go back to it. It was left as it is. */
  status: 'created' | 'exists' | 'invalid'
  /** The new account; null where none was made. */
  userId: string | null
  /** Why it was not taken. */
  code?:
    | 'row.not_json'
    | 'row.unknown_field'
    | 'row.field_invalid'
    | 'row.email_invalid'
    | 'row.hash_unknown'
    | 'row.hash_out_of_bounds'
    | 'row.duplicate'
    | undefined
  /** The same in words. */
  message?: string | undefined
}

/** An invitation into an organization, mailed to one address. */
export type Invitation = {
  id: string
  /** As it was typed. */
  email: string
  /** What the person will be. */
  role: string
  status: InvitationStatus
  /** Whoever answers for it; null once their account is gone. */
  invitedBy: {
    id: string
    displayName: string
  } | null
  createdAt: Date
  /** When the link dies, unless it is sent again. */
  expiresAt: Date
}

/** Who asks whom in, as the link tells it. */
export type InvitationPreview = {
  organizationName: string
  /** Whoever invited. */
  inviterName: string
}

/** What came of one invitation of many. */
export type InvitationResult = {
  /** As it was sent. */
  email: string
  status: 'invited' | 'failed'
  /** Why it failed: what `invitations.create` would have answered. */
  code?: string | undefined
  /** An invitation into an organization, mailed to one address. */
  invitation?: Invitation | undefined
}

export type InvitationStatus = 'pending' | 'accepted' | 'declined' | 'revoked' | 'expired'

/** Whoever was signed in belongs to the organization now. */
export type Joined = {
  status: 'joined'
  /** For `POST /me/organization`. */
  organizationId: string
}

/** An invitation, as a member of the organization sees it. */
export type ListedInvitation = {
  id: string
  /** As it was typed; null unless you may invite or manage members: those who accepted are members. */
  email: string | null
  /** What the person will be. */
  role: string
  status: InvitationStatus
  /** Whoever answers for it; null once their account is gone. */
  invitedBy: {
    id: string
    displayName: string
  } | null
  createdAt: Date
  /** When the link dies, unless it is sent again. */
  expiresAt: Date
}

/** A mail of the platform: how it fared, and never what is in it. */
export type Mail = {
  id: string
  /** `failed`: given up after 12 tries, 24 hours, or a refusal for good. `dropped`: the link in it had run out before it could be sent. */
  status: 'queued' | 'sending' | 'sent' | 'failed' | 'dropped'
  recipient: string
  /** Whose account it is about. */
  userId: string | null
  /** What kind of mail it is: `verify_address`. */
  template: string
  createdAt: Date
  attempts: number
  /** What the relay said last. */
  lastError: string | null
  /** Null once it is settled. */
  nextAttemptAt: Date | null
  /** When the link in it runs out. */
  usefulUntil: Date | null
  sentAt: Date | null
  failedAt: Date | null
  droppedAt: Date | null
  /** Whether it failed and may be sent once more. */
  canRetry: boolean
}

/** Somebody who belongs to an organization. */
export type Member = {
  user: {
    id: string
    displayName: string
    avatarUrl: string | null
    /** Null where it is not yours to see: shown to whoever manages members, and to oneself. */
    email: string | null
  }
  /** The key of their role. */
  role: string
  joinedAt: Date
}

export type MfaMethod = 'totp' | 'passkey' | 'recovery_code'

/** The first factor was right; a second one is due. */
export type MfaRequired = {
  status: 'mfa_required'
  /** For `POST /mfa/verify`. */
  challengeToken: string
  /** What the person has to prove themselves with. */
  methods: MfaMethod[]
  /** Seconds until the challenge expires. */
  expiresIn: number
}

/** Whether the second factors are gone, or when they will be. */
export type MfaReset =
  | {
      status: 'scheduled'
      /** When it happens by itself, unless the person signs in with a second factor. */
      effectiveAt: Date
    }
  | {
      status: 'done'
    }

/** An organization, as one of its members sees it. */
export type Organization = {
  id: string
  name: string
  /** Unique here. */
  slug: string
  createdAt: Date
  memberCount: number
  /** The key of the caller’s role. */
  myRole: string
  /** Whether members need a second factor to see anything of it. */
  requireMfa: boolean
}

/** A key of an organization, without its secret. */
export type OrganizationApiKey = {
  id: string
  name: string
  /** Its first eleven characters, to tell it by. */
  prefix: string
  /** As it was made. */
  scopes: (
    | 'account:read'
    | 'organizations:read'
    | 'org:read'
    | 'org:update'
    | 'members:read'
    | 'members:manage'
    | 'roles:manage'
    | 'invitations:read'
    | 'invitations:manage'
    | 'audit:read'
  )[]
  status: 'live' | 'expired' | 'revoked'
  createdAt: Date
  expiresAt: Date | null
  /** To the minute. */
  lastUsedAt: Date | null
  revokedAt: Date | null
  /** The key that has taken its place; null unless it was rotated. */
  replacedById: string | null
  /** Who answers for it: it never does more than they may do at that moment. */
  createdBy: {
    id: string
    displayName: string
  }
}

export type OrganizationPermission =
  | 'org:read'
  | 'org:update'
  | 'org:delete'
  | 'members:read'
  | 'members:manage'
  | 'roles:manage'
  | 'invitations:read'
  | 'invitations:manage'
  | 'audit:read'
  | 'api-keys:manage'

/** A role in an organization: a set of permissions. */
export type OrganizationRole = {
  /** Null for a built-in role. */
  id: string | null
  /** What memberships and invitations name the role by. It does not change. */
  key: string
  name: string
  permissions: OrganizationPermission[]
  /** Built-in roles cannot be changed. */
  isBuiltIn: boolean
  memberCount: number
}

export type Passkey = {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  /** Whether it is synced to other devices of the person. */
  isBackedUp: boolean
}

/** The answer of `navigator.credentials.get`, as JSON. */
export type PasskeyAssertion = {
  id: string
  rawId: string
  type: 'public-key'
  authenticatorAttachment?: 'cross-platform' | 'platform' | undefined
  clientExtensionResults?: Record<string, unknown> | undefined
  response: {
    clientDataJSON: string
    authenticatorData: string
    signature: string
    userHandle?: string | undefined
    attestationObject?: string | undefined
  }
}

/** For `navigator.credentials.create`. */
export type PasskeyCreationOptions = {
  rp: {
    id: string
    name: string
  }
  user: {
    id: string
    name: string
    displayName: string
  }
  challenge: string
  pubKeyCredParams: {
    alg: number
    type: 'public-key'
  }[]
  /** Milliseconds. */
  timeout: number
  excludeCredentials: PasskeyDescriptor[]
  authenticatorSelection: {
    residentKey: 'required'
    requireResidentKey: true
    userVerification: 'required'
  }
  attestation: 'none'
}

export type PasskeyDescriptor = {
  id: string
  type: 'public-key'
  transports?: ('ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb')[] | undefined
}

/** The answer of `navigator.credentials.create`, as JSON. */
export type PasskeyRegistration = {
  id: string
  rawId: string
  type: 'public-key'
  authenticatorAttachment?: 'cross-platform' | 'platform' | undefined
  clientExtensionResults?: Record<string, unknown> | undefined
  response: {
    clientDataJSON: string
    attestationObject: string
    authenticatorData?: string | undefined
    transports?: string[] | undefined
    publicKeyAlgorithm?: number | undefined
    publicKey?: string | undefined
  }
}

/** For `navigator.credentials.get`. */
export type PasskeyRequestOptions = {
  challenge: string
  /** Milliseconds. */
  timeout: number
  rpId: string
  allowCredentials: PasskeyDescriptor[]
  userVerification: 'required' | 'preferred' | 'discouraged'
}

/** Everything that is held about a person. */
export type PersonalData = {
  exportedAt: Date
  /** A person’s account. */
  account: User
  /** When a closed account is erased. */
  erasedAfter: Date | null
  password: {
    isSet: boolean
    changedAt: Date | null
    changeRequired: boolean
    /** Wrong passwords since the last right one. */
    failedAttempts: number
    pausedUntil: Date | null
  }
  authenticatorApp: {
    confirmedAt: Date | null
    failedAttempts: number
    pausedUntil: Date | null
  }
  recoveryCodes: {
    createdAt: Date
    usedAt: Date | null
  }[]
  passkeys: {
    id: string
    name: string
    createdAt: Date
    lastUsedAt: Date | null
    /** Whether it is synced to other devices of the person. */
    isBackedUp: boolean
    transports: string[]
    aaguid: string
  }[]
  identities: {
    provider: string
    issuer: string
    subject: string
    email: string | null
    createdAt: Date
    lastUsedAt: Date
  }[]
  apiKeys: {
    id: string
    name: string
    prefix: string
    /** Null for a key of their own. */
    organizationId: string | null
    scopes: string[]
    createdAt: Date
    expiresAt: Date | null
    lastUsedAt: Date | null
    revokedAt: Date | null
  }[]
  invitations: {
    direction: 'received' | 'sent'
    organization: string
    /** The invited address. */
    email: string
    role: string
    createdAt: Date
    expiresAt: Date
    acceptedAt: Date | null
    declinedAt: Date | null
    revokedAt: Date | null
  }[]
  sessions: {
    id: string
    createdAt: Date
    expiresAt: Date
    lastSeenAt: Date
    ip: string
    userAgent: string
    amr: string[]
    endedAt: Date | null
    endReason: string | null
  }[]
  memberships: {
    organizationId: string
    /** Its name. */
    organization: string
    role: string
    joinedAt: Date
  }[]
  devices: {
    createdAt: Date
    lastSeenAt: Date
    failedAttempts: number
  }[]
  mailedLinks: {
    purpose: string
    email: string
    createdAt: Date
    expiresAt: Date
    consumedAt: Date | null
  }[]
  earlierAddresses: {
    email: string
    createdAt: Date
    expiresAt: Date
  }[]
  mails: {
    kind: string
    recipient: string
    createdAt: Date
    sentAt: Date | null
  }[]
  securityLog: AuditEvent[]
}

/** A service one can sign in with. */
export type Provider = {
  id: string
  /** For the button. */
  name: string
}

/** The provider confirmed the person; a second factor is due. */
export type ProviderMfaRequired = {
  status: 'mfa_required'
  /** For `POST /mfa/verify`. */
  challengeToken: string
  /** What the person has to prove themselves with. */
  methods: MfaMethod[]
  /** Seconds until the challenge expires. */
  expiresIn: number
  /** Where to go on to, as asked for at the start; null when nothing was. */
  redirectTo: string | null
  /** Whether this sign-in made the account. */
  isNewUser: boolean
}

/** What a sign-in at a provider ends in. */
export type ProviderSignInResult = ProviderSignedIn | ProviderMfaRequired

/** A session has begun or goes on. */
export type ProviderSignedIn = {
  status: 'signed_in'
  /** A JWT (RFC 9068), to be sent as `Authorization: Bearer`. */
  accessToken: string
  tokenType: 'Bearer'
  /** Seconds until the access token expires. */
  expiresIn: number
  /** For `POST /refresh`; null when it went into a cookie. */
  refreshToken: string | null
  /** Seconds until the refresh token expires unless it is used. */
  refreshExpiresIn: number
  /** Tells this device from strangers’ at its next sign-in; null when it went into a cookie or is unchanged. */
  deviceToken: string | null
  sessionId: string
  /** A person’s account. */
  user: User
  /** Where to go on to, as asked for at the start; null when nothing was. */
  redirectTo: string | null
  /** Whether this sign-in made the account. */
  isNewUser: boolean
}

/** An invitation that awaits your answer. */
export type ReceivedInvitation = {
  id: string
  organizationName: string
  /** Whoever invited. */
  inviterName: string
  /** What you would be. */
  role: string
  createdAt: Date
  expiresAt: Date
}

/** An organization, as the platform’s staff see it. */
export type ReviewedOrganization = {
  id: string
  name: string
  slug: string
  requireMfa: boolean
  memberCount: number
  createdAt: Date
  updatedAt: Date
}

/** An organization and its owners, as the platform’s staff see it. */
export type ReviewedOrganizationWithOwners = {
  id: string
  name: string
  slug: string
  requireMfa: boolean
  memberCount: number
  createdAt: Date
  updatedAt: Date
  /** Whoever has owned it longest comes first; a hundred at the most. */
  owners: {
    id: string
    displayName: string
    email: string
    avatarUrl: string | null
    /** Whether the account is disabled. */
    isDisabled: boolean
    joinedAt: Date
  }[]
}

/** What this server offers, for pages that are shown before signing in. */
export type ServerConfig = {
  /** Who may sign up: everybody, the invited, people of certain domains, nobody. */
  signUpMode: 'public' | 'invite_only' | 'allowlist' | 'closed'
  /** Other services one can sign in with. */
  providers: {
    id: string
    name: string
  }[]
  passwordPolicy: {
    /** In characters (Unicode code points). */
    minLength: number
    /** In characters (Unicode code points). */
    maxLength: number
  }
  passkeys: boolean
  /** Whether one can sign in with an emailed link or code. */
  passwordless: boolean
  brand: {
    name: string
    logoUrl: string | null
    /** A CSS color. */
    accentColor: string
  }
}

/** Which build of the server answers. */
export type ServerVersion = {
  version: string
  /** The commit it was built from; `unknown` in a checkout without one. */
  commit: string
  /** Changes with every change of the contract. */
  contractHash: string
}

/** A device that is signed in. */
export type Session = {
  id: string
  /** Whether this request came from it. */
  current: boolean
  createdAt: Date
  /** When it was last refreshed. */
  lastSeenAt: Date
  /** When it ends at the latest, however much it is used. */
  expiresAt: Date
  /** Empty where somebody else acts. */
  ip: string
  /** Empty where somebody else acts. */
  userAgent: string
  /** A short name made from the User-Agent. */
  device: string
  /** How the person proved themselves (RFC 8176). */
  amr: string[]
  organizationId: string | null
  /** Whether it is an administrator who acts as you, for an hour at the most. You may end it, too. */
  isImpersonated: boolean
}

/** One request of a sign-in, and how it was decided. */
export type SignInAttempt = {
  at: Date
  requestId: string
  /** `challenged`: the first factor was right, and a second one was asked for. */
  outcome: 'success' | 'challenged' | 'failure'
  /** Why it was refused. */
  reason: string | null
  /** What was tried: `password`, `passkey`, `provider`, `totp`, `email_link`. */
  method: string | null
  ip: string | null
  userAgent: string | null
  /** How far it got, in the order in which the platform asks; what came after a refusal was not asked. */
  trace: {
    step: 'limit' | 'address' | 'pause' | 'first_factor' | 'account' | 'second_factor' | 'session'
    outcome: 'passed' | 'asked' | 'refused'
    detail: string | null
  }[]
}

/** Why somebody cannot sign in. */
export type SignInDiagnosis = {
  /** Null: nobody has the address. */
  account: DiagnosedAccount | null
  /** In the order in which they would refuse; empty: nothing stands in the way. */
  verdict: SignInObstacle[]
  /** The last ones, newest first. */
  attempts: SignInAttempt[]
}

/** What would refuse a sign-in at this moment. */
export type SignInObstacle = {
  /** `password_stopped`: a hundred failures in a row; only a reset or another way in helps. `second_factor_paused`: ten wrong ones. `organization_requires_mfa`: signing in works, the organization opens only with a second factor. */
  reason:
    | 'limit_reached'
    | 'unknown_address'
    | 'password_stopped'
    | 'password_paused'
    | 'password_not_set'
    | 'account_disabled'
    | 'email_not_verified'
    | 'password_change_required'
    | 'second_factor_paused'
    | 'provider_off'
    | 'organization_requires_mfa'
  /** The code they get; null where they are told nothing of it. */
  answer: string | null
  /** Which way in it closes. */
  way: 'password' | 'any' | 'second_factor' | 'provider' | 'organization'
  /** When it is over by itself; null when it is not. */
  until: Date | null
  /** The provider or the organization it is about. */
  subject: string | null
}

/** A session, or the demand for a second factor. */
export type SignInResult = SignedIn | MfaRequired

/** A session has begun or goes on. */
export type SignedIn = {
  status: 'signed_in'
  /** A JWT (RFC 9068), to be sent as `Authorization: Bearer`. */
  accessToken: string
  tokenType: 'Bearer'
  /** Seconds until the access token expires. */
  expiresIn: number
  /** For `POST /refresh`; null when it went into a cookie. */
  refreshToken: string | null
  /** Seconds until the refresh token expires unless it is used. */
  refreshExpiresIn: number
  /** Tells this device from strangers’ at its next sign-in; null when it went into a cookie or is unchanged. */
  deviceToken: string | null
  sessionId: string
  /** A person’s account. */
  user: User
}

/** A key that access tokens are signed with, without the key itself. */
export type SigningKey = {
  kid: string
  algorithm: 'ES256' | 'EdDSA' | 'RS256'
  /** `next`: published, and not signing yet. `active`: signs. `retiring`: no longer signs, still published. `retired` and `revoked`: not published. */
  state: 'next' | 'active' | 'retiring' | 'retired' | 'revoked'
  createdAt: Date
  activatesAt: Date
  /** When it leaves the published set; null for the last in line. */
  retiresAt: Date | null
  revokedAt: Date | null
}

/** The platform in numbers. */
export type Stats = {
  /** Oldest first; today is the last. */
  days: {
    /** By UTC. */
    day: string
    /** Accounts that were made, and are still there. */
    users: number
    signIns: number
    /** Sign-ins that were refused, and wrong second factors. */
    failures: number
    /** Accounts that a run of wrong passwords has paused. */
    lockouts: number
    /** Calls refused with 429; a minute behind. */
    rateLimited: number
  }[]
  totals: {
    users: number
    verified: number
    disabled: number
    organizations: number
    /** Live ones. */
    sessions: number
  }
}

/** A configured provider, and whether it is on. */
export type SwitchableProvider = {
  id: string
  name: string
  kind: 'google' | 'microsoft' | 'oidc'
  /** `{tenantid}` stands for any tenant. */
  issuer: string
  enabled: boolean
}

/** A person’s account. */
export type User = {
  /** UUIDv7. */
  id: string
  /** As it was typed at sign-up. */
  email: string
  /** Whether the person has proven that the address is theirs. */
  isVerified: boolean
  displayName: string
  avatarUrl: string | null
  /** BCP 47 language tag. */
  locale: string
  /** IANA time zone. */
  timezone: string
  hasPassword: boolean
  mfaEnabled: boolean
  platformRole: 'admin' | 'support' | null
  status: 'active' | 'disabled'
  createdAt: Date
  updatedAt: Date
  lastSignInAt: Date | null
}

/** What `auth.register` takes. */
export type AuthRegisterInput = {
  /** An email address. */
  email: string
  /** The new password. */
  password: string
  /** The name others see, 1 to 64 characters. */
  displayName: string
  /** For mails and pages; `Accept-Language` when left out. */
  locale?: string | undefined
}

/** What `auth.register` answers. */
export type AuthRegisterOutput = {
  status: 'verification_sent'
}

/** What `auth.verifyEmail` takes. */
export type AuthVerifyEmailInput = {
  /** The `token` of an emailed link. */
  token: string
}

/** What `auth.verifyEmail` answers. */
export type AuthVerifyEmailOutput = {
  status: 'verified'
  /** The address that is verified now. */
  email: string
}

/** What `auth.resendVerification` takes. */
export type AuthResendVerificationInput = {
  /** An email address. */
  email: string
}

/** What `auth.resendVerification` answers. */
export type AuthResendVerificationOutput = {
  status: 'sent'
}

/** What `auth.login` takes. */
export type AuthLoginInput = {
  /** An email address. */
  email: string
  /** The password. */
  password: string
  /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
  delivery?: Delivery | undefined
  /** The `deviceToken` of an earlier sign-in; strangers’ failures do not pause such a device. */
  deviceToken?: string | undefined
}

/** What `auth.refresh` takes. */
export type AuthRefreshInput = {
  /** The refresh token; leave it out when it is in the cookie. */
  refreshToken?: string | undefined
}

/** What `auth.logout` takes. */
export type AuthLogoutInput = {
  /** The refresh token; leave it out when it is in the cookie. */
  refreshToken?: string | undefined
}

/** What `auth.reauthenticate` takes. */
export type AuthReauthenticateInput =
  | {
      /** The password. */
      password: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
    }
  | {
      /** The six digits the authenticator app shows. */
      totpCode: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
    }
  | {
      /** The answer of `navigator.credentials.get`, as JSON. */
      assertion: PasskeyAssertion
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
    }

/** What `auth.reauthenticateOptions` answers. */
export type AuthReauthenticateOptionsOutput = {
  /** For `navigator.credentials.get`. */
  options: PasskeyRequestOptions
}

/** What `password.requestReset` takes. */
export type PasswordRequestResetInput = {
  /** An email address. */
  email: string
}

/** What `password.requestReset` answers. */
export type PasswordRequestResetOutput = {
  status: 'sent'
}

/** What `password.confirmReset` takes. */
export type PasswordConfirmResetInput = {
  /** The `token` of an emailed link. */
  token: string
  /** The new password. */
  newPassword: string
}

/** What `password.change` takes. */
export type PasswordChangeInput = {
  /** Required when the account has a password. */
  currentPassword?: string | undefined
  /** The new password. */
  newPassword: string
  /** Leave other devices signed in. */
  keepOtherSessions?: boolean | undefined
}

/** What `passwordless.start` takes. */
export type PasswordlessStartInput = {
  /** An email address. */
  email: string
}

/** What `passwordless.start` answers. */
export type PasswordlessStartOutput = {
  /** For `POST /passwordless/complete`, with the code. */
  flowId: string
}

/** What `passwordless.complete` takes. */
export type PasswordlessCompleteInput =
  | {
      /** The `token` of an emailed link. */
      token: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
      /** The `deviceToken` of an earlier sign-in. */
      deviceToken?: string | undefined
    }
  | {
      /** Of the answer to `POST /passwordless/start`. */
      flowId: string
      /** The six digits of the mail. */
      code: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
      /** The `deviceToken` of an earlier sign-in. */
      deviceToken?: string | undefined
    }

/** What `mfa.status` answers. */
export type MfaStatusOutput = {
  totp: {
    enabled: boolean
    confirmedAt: Date | null
  }
  passkeys: number
  recoveryCodesLeft: number
}

/** What `mfa.enrollTotp` answers. */
export type MfaEnrollTotpOutput = {
  /** Base32, to be typed. Shown this once. */
  secret: string
  /** What an authenticator app scans. */
  otpauthUri: string
  /** The address as an SVG picture. */
  qrSvg: string
}

/** What `mfa.confirmTotp` takes. */
export type MfaConfirmTotpInput = {
  /** The six digits the authenticator app shows. */
  code: string
}

/** What `mfa.confirmTotp` answers. */
export type MfaConfirmTotpOutput = {
  /** Each good once. Shown this once. */
  recoveryCodes: string[]
}

/** What `mfa.disableTotp` takes. */
export type MfaDisableTotpInput = {
  /** The six digits the authenticator app shows. */
  code: string
}

/** What `mfa.regenerateRecoveryCodes` answers. */
export type MfaRegenerateRecoveryCodesOutput = {
  /** Each good once. Shown this once. */
  recoveryCodes: string[]
}

/** What `mfa.verify` takes. */
export type MfaVerifyInput =
  | {
      /** The `challengeToken` of the first factor’s answer. */
      challengeToken: string
      method: 'totp' | 'recovery_code'
      /** Of the app, or one of the recovery codes. */
      code: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
    }
  | {
      /** The `challengeToken` of the first factor’s answer. */
      challengeToken: string
      method: 'passkey'
      /** The answer of `navigator.credentials.get`, as JSON. */
      assertion: PasskeyAssertion
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
    }

/** What `passkeys.registrationOptions` answers. */
export type PasskeysRegistrationOptionsOutput = {
  /** For `navigator.credentials.create`. */
  options: PasskeyCreationOptions
}

/** What `passkeys.register` takes. */
export type PasskeysRegisterInput = {
  /** The answer of `navigator.credentials.create`, as JSON. */
  response: PasskeyRegistration
  /** What the person calls it, 1 to 64 characters. */
  name?: string | undefined
}

/** What `passkeys.list` takes. */
export type PasskeysListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `passkeys.list` answers. */
export type PasskeysListOutput = {
  items: Passkey[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `passkeys.rename` takes. */
export type PasskeysRenameInput = {
  /** Of `passkeys.list`. */
  passkeyId: string
  /** What the person calls it, 1 to 64 characters. */
  name: string
}

/** What `passkeys.delete` takes. */
export type PasskeysDeleteInput = {
  /** Of `passkeys.list`. */
  passkeyId: string
}

/** What `passkeys.loginOptions` takes. */
export type PasskeysLoginOptionsInput = {
  /** Of an answer that asks for a second factor. */
  challengeToken?: string | undefined
}

/** What `passkeys.loginOptions` answers. */
export type PasskeysLoginOptionsOutput = {
  /** For `navigator.credentials.get`. */
  options: PasskeyRequestOptions
}

/** What `passkeys.login` takes. */
export type PasskeysLoginInput = {
  /** The answer of `navigator.credentials.get`, as JSON. */
  response: PasskeyAssertion
  /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
  delivery?: Delivery | undefined
  /** The `deviceToken` of an earlier sign-in. */
  deviceToken?: string | undefined
}

/** What `account.update` takes. */
export type AccountUpdateInput = {
  /** The name others see, 1 to 64 characters. */
  displayName?: string | undefined
  /** https only; null takes the picture away. */
  avatarUrl?: string | null | undefined
  /** A BCP 47 language tag. */
  locale?: string | undefined
  /** An IANA time zone. */
  timezone?: string | undefined
}

/** What `account.securityLog` takes. */
export type AccountSecurityLogInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `account.securityLog` answers. */
export type AccountSecurityLogOutput = {
  items: AuditEvent[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `account.requestEmailChange` takes. */
export type AccountRequestEmailChangeInput = {
  /** An email address. */
  newEmail: string
}

/** What `account.requestEmailChange` answers. */
export type AccountRequestEmailChangeOutput = {
  status: 'sent'
}

/** What `account.confirmEmailChange` takes. */
export type AccountConfirmEmailChangeInput = {
  /** The `token` of an emailed link. */
  token: string
}

/** What `account.undoEmailChange` takes. */
export type AccountUndoEmailChangeInput = {
  /** The `token` of an emailed link. */
  token: string
}

/** What `account.delete` answers. */
export type AccountDeleteOutput = {
  status: 'closing'
  /** When everything the account holds is erased. */
  erasedAfter: Date
}

/** What `invitations.create` takes. */
export type InvitationsCreateInput = {
  /** The organization. */
  organizationId: string
  /** An email address. */
  email: string
  /** `owner`, `admin`, `member`, `viewer`, or the key of a role of the organization. */
  role: string
}

/** What `invitations.createMany` takes. */
export type InvitationsCreateManyInput = {
  /** The organization. */
  organizationId: string
  /** 1 to 100 of them, each address once. */
  invitations: {
    /** An email address. */
    email: string
    /** `owner`, `admin`, `member`, `viewer`, or the key of a role of the organization. */
    role: string
  }[]
}

/** What `invitations.createMany` answers. */
export type InvitationsCreateManyOutput = {
  /** In the order of the rows. */
  results: InvitationResult[]
}

/** What `invitations.list` takes. */
export type InvitationsListInput = {
  /** The organization. */
  organizationId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
  /** Only these. */
  status?: InvitationStatus | undefined
}

/** What `invitations.list` answers. */
export type InvitationsListOutput = {
  items: ListedInvitation[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `invitations.resend` takes. */
export type InvitationsResendInput = {
  /** The organization. */
  organizationId: string
  /** The invitation. */
  invitationId: string
}

/** What `invitations.revoke` takes. */
export type InvitationsRevokeInput = {
  /** The organization. */
  organizationId: string
  /** The invitation. */
  invitationId: string
}

/** What `invitations.preview` takes. */
export type InvitationsPreviewInput = {
  /** The `token` of an emailed link. */
  token: string
}

/** What `invitations.accept` takes. */
export type InvitationsAcceptInput =
  | {
      /** The `token` of the mailed link. */
      token: string
      /** For a new account; left out by whoever is signed in. */
      password?: string | undefined
      /** For a new account. */
      displayName?: string | undefined
      /** For a new account; `Accept-Language` when left out. */
      locale?: string | undefined
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
      /** The `deviceToken` of an earlier sign-in. */
      deviceToken?: string | undefined
    }
  | {
      /** Of `GET /me/invitations`; needs a session. */
      invitationId: string
      /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
      delivery?: Delivery | undefined
      /** The `deviceToken` of an earlier sign-in. */
      deviceToken?: string | undefined
    }

/** What `invitations.decline` takes. */
export type InvitationsDeclineInput =
  | {
      /** The `token` of the mailed link. */
      token: string
    }
  | {
      /** Of `GET /me/invitations`; needs a session. */
      invitationId: string
    }

/** What `invitations.mine` takes. */
export type InvitationsMineInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `invitations.mine` answers. */
export type InvitationsMineOutput = {
  items: ReceivedInvitation[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `oauth.providers` answers. */
export type OauthProvidersOutput = {
  items: Provider[]
}

/** What `oauth.authorize` takes. */
export type OauthAuthorizeInput = {
  /** The id of a provider. */
  provider: string
  /** Where to go on to afterwards: a path of this site, or an address of an allowed origin. */
  redirectTo?: string | undefined
  /** To sign in, or to connect the provider to the caller’s account. */
  mode?: 'login' | 'link' | undefined
  /** The address to suggest at the provider. */
  loginHint?: string | undefined
}

/** What `oauth.authorize` answers. */
export type OauthAuthorizeOutput = {
  /** At the provider. */
  authorizationUrl: string
  /** Comes back with the browser, for the callback. */
  state: string
}

/** What `oauth.callback` takes. */
export type OauthCallbackInput = {
  /** The id of a provider. */
  provider: string
  /** The authorization code. */
  code: string
  /** The `state` of the start. */
  state: string
  /** As it came back, if it did (RFC 9207). */
  iss?: string | undefined
  /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
  delivery?: Delivery | undefined
}

/** What `identities.list` takes. */
export type IdentitiesListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `identities.list` answers. */
export type IdentitiesListOutput = {
  items: Identity[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `identities.unlink` takes. */
export type IdentitiesUnlinkInput = {
  /** The id of a connected account. */
  identityId: string
}

/** What `apiKeys.list` takes. */
export type ApiKeysListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `apiKeys.list` answers. */
export type ApiKeysListOutput = {
  items: ApiKey[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `apiKeys.create` takes. */
export type ApiKeysCreateInput = {
  /** What people call it, 1 to 64 characters. */
  name: string
  /** What it is to be good for. Nothing, when the list is empty. In an organization it never does more than its owner’s role. */
  scopes: (
    | 'account:read'
    | 'organizations:read'
    | 'org:read'
    | 'org:update'
    | 'members:read'
    | 'members:manage'
    | 'roles:manage'
    | 'invitations:read'
    | 'invitations:manage'
    | 'audit:read'
  )[]
  /** When it ends by itself: in the future, and within a year. Never, when it is left out. */
  expiresAt?: Date | undefined
}

/** What `apiKeys.create` answers. */
export type ApiKeysCreateOutput = {
  /** A key, without its secret. */
  apiKey: ApiKey
  /** The key itself. Shown this once. */
  key: string
}

/** What `apiKeys.rotate` takes. */
export type ApiKeysRotateInput = {
  /** Of the list of keys. */
  keyId: string
  /** How long the older key goes on working, 0 to 604800 seconds; never beyond its own end. */
  overlapSeconds?: number | undefined
}

/** What `apiKeys.rotate` answers. */
export type ApiKeysRotateOutput = {
  /** A key, without its secret. */
  apiKey: ApiKey
  /** The key itself. Shown this once. */
  key: string
}

/** What `apiKeys.revoke` takes. */
export type ApiKeysRevokeInput = {
  /** Of the list of keys. */
  keyId: string
}

/** What `apiKeys.verify` takes. */
export type ApiKeysVerifyInput = {
  /** As it was shown to you. */
  key: string
  /** Ask for the scopes in this organization: as far as the key’s maker may do that there. A key of another organization is not valid. Without it, a person’s own key has no scopes of organizations. */
  organizationId?: string | undefined
}

/** What `admin.providers.list` answers. */
export type AdminProvidersListOutput = {
  items: SwitchableProvider[]
}

/** What `admin.providers.set` takes. */
export type AdminProvidersSetInput = {
  provider: string
  enabled: boolean
}

/** What `admin.impersonation.start` takes. */
export type AdminImpersonationStartInput = {
  /** Whom to act as. */
  userId: string
  /** Why. Kept in the audit log for ever, and the person can read it: name a ticket rather than people. */
  reason: string
}

/** What `admin.audit.list` takes. */
export type AdminAuditListInput = {
  /** What happened. */
  action?:
    | 'account.closed'
    | 'account.closure_cancelled'
    | 'account.created'
    | 'account.erased'
    | 'account.exported'
    | 'account.updated'
    | 'admin.mfa_reset_done'
    | 'admin.mfa_reset_dropped'
    | 'admin.mfa_reset_requested'
    | 'admin.password_reset_required'
    | 'admin.sessions_revoked'
    | 'admin.user_created'
    | 'admin.user_deleted'
    | 'admin.user_disabled'
    | 'admin.user_email_changed'
    | 'admin.user_enabled'
    | 'admin.user_locked_down'
    | 'admin.user_role_changed'
    | 'admin.user_unlocked'
    | 'admin.user_updated'
    | 'admin.user_verified'
    | 'api_key.created'
    | 'api_key.revoked'
    | 'api_key.rotated'
    | 'admin.impersonation_started'
    | 'admin.impersonation_stopped'
    | 'admin.user_imported'
    | 'admin.users_exported'
    | 'admin.users_imported'
    | 'admin.audit_exported'
    | 'admin.diagnosed'
    | 'admin.mail_retried'
    | 'email.change_requested'
    | 'email.change_undone'
    | 'email.changed'
    | 'email.verification_sent'
    | 'email.verified'
    | 'identity.linked'
    | 'identity.unlinked'
    | 'invitation.accepted'
    | 'invitation.created'
    | 'invitation.declined'
    | 'invitation.resent'
    | 'invitation.revoked'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'limit.reached'
    | 'mfa.challenged'
    | 'mfa.failed'
    | 'mfa.recovery_codes_replaced'
    | 'mfa.totp_disabled'
    | 'mfa.totp_enabled'
    | 'mfa.totp_enrolment_begun'
    | 'organization.created'
    | 'organization.deleted'
    | 'organization.ownership_transferred'
    | 'organization.updated'
    | 'passkey.added'
    | 'passkey.copied'
    | 'passkey.enrolment_begun'
    | 'passkey.removed'
    | 'passkey.renamed'
    | 'password.changed'
    | 'password.reset'
    | 'password.reset_requested'
    | 'passwordless.requested'
    | 'platform.backed_up'
    | 'platform.restore_drilled'
    | 'platform.restored'
    | 'platform.secrets_revoked'
    | 'platform.secrets_rotated'
    | 'provider.switched'
    | 'role.created'
    | 'role.deleted'
    | 'role.updated'
    | 'session.ended'
    | 'session.organization_set'
    | 'session.refresh_reused'
    | 'sessions.ended'
    | 'sign_in.failed'
    | 'sign_in.paused'
    | 'sign_in.succeeded'
    | 'sign_out'
    | 'sign_up.repeated'
    | 'signing_key.created'
    | 'signing_key.revoked'
    | 'signing_key.rotated'
    | 'step_up.failed'
    | 'step_up.succeeded'
    | undefined
  outcome?: 'success' | 'failure' | undefined
  /** The id of the person, or of the API key, that did it. */
  actorId?: string | undefined
  /** What kind of thing it was done to: `user`, `session`, `organization`. */
  targetType?: string | undefined
  /** What it was done to, by its id. */
  targetId?: string | undefined
  organizationId?: string | undefined
  /** The `X-Request-Id` of the call that did it. */
  requestId?: string | undefined
  /** At or after this moment. */
  from?: Date | undefined
  /** Before this moment. */
  to?: Date | undefined
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.audit.list` answers. */
export type AdminAuditListOutput = {
  items: AuditEvent[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.audit.export` takes. */
export type AdminAuditExportInput = {
  /** What happened. */
  action?:
    | 'account.closed'
    | 'account.closure_cancelled'
    | 'account.created'
    | 'account.erased'
    | 'account.exported'
    | 'account.updated'
    | 'admin.mfa_reset_done'
    | 'admin.mfa_reset_dropped'
    | 'admin.mfa_reset_requested'
    | 'admin.password_reset_required'
    | 'admin.sessions_revoked'
    | 'admin.user_created'
    | 'admin.user_deleted'
    | 'admin.user_disabled'
    | 'admin.user_email_changed'
    | 'admin.user_enabled'
    | 'admin.user_locked_down'
    | 'admin.user_role_changed'
    | 'admin.user_unlocked'
    | 'admin.user_updated'
    | 'admin.user_verified'
    | 'api_key.created'
    | 'api_key.revoked'
    | 'api_key.rotated'
    | 'admin.impersonation_started'
    | 'admin.impersonation_stopped'
    | 'admin.user_imported'
    | 'admin.users_exported'
    | 'admin.users_imported'
    | 'admin.audit_exported'
    | 'admin.diagnosed'
    | 'admin.mail_retried'
    | 'email.change_requested'
    | 'email.change_undone'
    | 'email.changed'
    | 'email.verification_sent'
    | 'email.verified'
    | 'identity.linked'
    | 'identity.unlinked'
    | 'invitation.accepted'
    | 'invitation.created'
    | 'invitation.declined'
    | 'invitation.resent'
    | 'invitation.revoked'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'limit.reached'
    | 'mfa.challenged'
    | 'mfa.failed'
    | 'mfa.recovery_codes_replaced'
    | 'mfa.totp_disabled'
    | 'mfa.totp_enabled'
    | 'mfa.totp_enrolment_begun'
    | 'organization.created'
    | 'organization.deleted'
    | 'organization.ownership_transferred'
    | 'organization.updated'
    | 'passkey.added'
    | 'passkey.copied'
    | 'passkey.enrolment_begun'
    | 'passkey.removed'
    | 'passkey.renamed'
    | 'password.changed'
    | 'password.reset'
    | 'password.reset_requested'
    | 'passwordless.requested'
    | 'platform.backed_up'
    | 'platform.restore_drilled'
    | 'platform.restored'
    | 'platform.secrets_revoked'
    | 'platform.secrets_rotated'
    | 'provider.switched'
    | 'role.created'
    | 'role.deleted'
    | 'role.updated'
    | 'session.ended'
    | 'session.organization_set'
    | 'session.refresh_reused'
    | 'sessions.ended'
    | 'sign_in.failed'
    | 'sign_in.paused'
    | 'sign_in.succeeded'
    | 'sign_out'
    | 'sign_up.repeated'
    | 'signing_key.created'
    | 'signing_key.revoked'
    | 'signing_key.rotated'
    | 'step_up.failed'
    | 'step_up.succeeded'
    | undefined
  outcome?: 'success' | 'failure' | undefined
  /** The id of the person, or of the API key, that did it. */
  actorId?: string | undefined
  /** What kind of thing it was done to: `user`, `session`, `organization`. */
  targetType?: string | undefined
  /** What it was done to, by its id. */
  targetId?: string | undefined
  organizationId?: string | undefined
  /** The `X-Request-Id` of the call that did it. */
  requestId?: string | undefined
  /** At or after this moment. */
  from?: Date | undefined
  /** Before this moment. */
  to?: Date | undefined
  /** How many events at the most, 1 to 10,000. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.audit.verify` takes. */
export type AdminAuditVerifyInput = {
  /** Only the chain of this organization. */
  organizationId?: string | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.diagnostics.signIn` takes. */
export type AdminDiagnosticsSignInInput = {
  /** An email address. */
  email?: string | undefined
  /** The `X-Request-Id` of an attempt, as its answer and the log have it. */
  requestId?: string | undefined
  /** How many attempts at the most. */
  limit?: number | undefined
}

/** What `admin.keys.list` takes. */
export type AdminKeysListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.keys.list` answers. */
export type AdminKeysListOutput = {
  items: SigningKey[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.keys.revoke` takes. */
export type AdminKeysRevokeInput = {
  kid: string
}

/** What `admin.mail.list` takes. */
export type AdminMailListInput = {
  status?: 'queued' | 'sending' | 'sent' | 'failed' | 'dropped' | undefined
  /** Only mails to this address. */
  recipient?: string | undefined
  /** Only mails of this kind. */
  template?: string | undefined
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.mail.list` answers. */
export type AdminMailListOutput = {
  items: Mail[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.mail.retry` takes. */
export type AdminMailRetryInput = {
  messageId: string
}

/** What `admin.organizations.list` takes. */
export type AdminOrganizationsListInput = {
  /** How the name or the slug begins, in any case. */
  search?: string | undefined
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.organizations.list` answers. */
export type AdminOrganizationsListOutput = {
  items: ReviewedOrganization[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.organizations.get` takes. */
export type AdminOrganizationsGetInput = {
  organizationId: string
}

/** What `admin.stats` takes. */
export type AdminStatsInput = {
  /** How many days, today included. */
  days?: number | undefined
}

/** What `admin.users.import` takes. */
export type AdminUsersImportInput = {
  /** One JSON object per line. */
  ndjson: string
  /** Only tell what would come of it. */
  dryRun?: boolean | undefined
}

/** What `admin.users.list` takes. */
export type AdminUsersListInput = {
  /** The beginning of an address or a name; `@example.org` for everybody of a domain; or a whole id. */
  search?: string | undefined
  status?: 'active' | 'disabled' | undefined
  isVerified?: boolean | undefined
  platformRole?: 'admin' | 'support' | undefined
  /** Only members of it. */
  organizationId?: string | undefined
  /** Only accounts made after this moment. */
  createdAfter?: Date | undefined
  /** Only accounts made before this moment. */
  createdBefore?: Date | undefined
  /** A `-` in front turns the order around. Whoever never signed in comes last either way. */
  sort?: 'createdAt' | '-createdAt' | 'lastSignInAt' | '-lastSignInAt' | 'email' | '-email' | undefined
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.users.list` answers. */
export type AdminUsersListOutput = {
  items: AdminUser[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.users.get` takes. */
export type AdminUsersGetInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.sessions` takes. */
export type AdminUsersSessionsInput = {
  /** A person’s id. */
  userId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.users.sessions` answers. */
export type AdminUsersSessionsOutput = {
  items: Session[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.users.auditEvents` takes. */
export type AdminUsersAuditEventsInput = {
  /** A person’s id. */
  userId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `admin.users.auditEvents` answers. */
export type AdminUsersAuditEventsOutput = {
  items: AuditEvent[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `admin.users.create` takes. */
export type AdminUsersCreateInput = {
  /** An email address. */
  email: string
  /** The name others see, 1 to 64 characters. */
  displayName: string
  /** A BCP 47 language tag. */
  locale?: string | undefined
  /** Whether to take the address as proven. */
  isVerified?: boolean | undefined
  /** Whether to mail the link. */
  sendInvite?: boolean | undefined
}

/** What `admin.users.update` takes. */
export type AdminUsersUpdateInput = {
  /** A person’s id. */
  userId: string
  /** The name others see, 1 to 64 characters. */
  displayName?: string | undefined
  /** https only; null takes the picture away. */
  avatarUrl?: string | null | undefined
  /** A BCP 47 language tag. */
  locale?: string | undefined
  /** An IANA time zone. */
  timezone?: string | undefined
  /** An email address. */
  email?: string | undefined
}

/** What `admin.users.setPlatformRole` takes. */
export type AdminUsersSetPlatformRoleInput = {
  /** A person’s id. */
  userId: string
  /** Null takes it away. */
  role: 'admin' | 'support' | null
}

/** What `admin.users.bulk` takes. */
export type AdminUsersBulkInput = {
  action:
    | 'disable'
    | 'enable'
    | 'unlock'
    | 'verify_email'
    | 'revoke_sessions'
    | 'require_password_reset'
    | 'lockdown'
  userIds: string[]
}

/** What `admin.users.bulk` answers. */
export type AdminUsersBulkOutput = {
  items: {
    userId: string
    status: 'done' | 'failed'
    /** Why it failed: the code it would have been refused with alone. */
    code?: string | undefined
  }[]
}

/** What `admin.users.unlock` takes. */
export type AdminUsersUnlockInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.verifyEmail` takes. */
export type AdminUsersVerifyEmailInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.requirePasswordReset` takes. */
export type AdminUsersRequirePasswordResetInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.requirePasswordReset` answers. */
export type AdminUsersRequirePasswordResetOutput = {
  status: 'sent'
}

/** What `admin.users.resetMfa` takes. */
export type AdminUsersResetMfaInput = {
  /** A person’s id. */
  userId: string
  /** How it was established that it is the person who asks; 10 to 500 characters. */
  reason: string
}

/** What `admin.users.revokeSessions` takes. */
export type AdminUsersRevokeSessionsInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.disable` takes. */
export type AdminUsersDisableInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.enable` takes. */
export type AdminUsersEnableInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.delete` takes. */
export type AdminUsersDeleteInput = {
  /** A person’s id. */
  userId: string
}

/** What `admin.users.delete` answers. */
export type AdminUsersDeleteOutput = {
  status: 'closing'
  /** When everything the account holds is erased. */
  erasedAfter: Date
}

/** What `admin.users.lockdown` takes. */
export type AdminUsersLockdownInput = {
  /** A person’s id. */
  userId: string
}

/** What `sessions.list` takes. */
export type SessionsListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `sessions.list` answers. */
export type SessionsListOutput = {
  items: Session[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `sessions.revoke` takes. */
export type SessionsRevokeInput = {
  /** A session’s id. */
  sessionId: string
}

/** What `sessions.setOrganization` takes. */
export type SessionsSetOrganizationInput = {
  /** Null to work in none. */
  organizationId: string | null
  /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
  delivery?: Delivery | undefined
}

/** What `organizations.create` takes. */
export type OrganizationsCreateInput = {
  /** What people see, 1 to 64 characters. Several organizations may have one name. */
  name: string
  /** A short name, unique here: 2 to 64 lower-case letters, digits and single hyphens. */
  slug?: string | undefined
}

/** What `organizations.list` takes. */
export type OrganizationsListInput = {
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `organizations.list` answers. */
export type OrganizationsListOutput = {
  items: Organization[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `organizations.get` takes. */
export type OrganizationsGetInput = {
  /** Of `organizations.list`. */
  organizationId: string
}

/** What `organizations.update` takes. */
export type OrganizationsUpdateInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** What people see, 1 to 64 characters. Several organizations may have one name. */
  name?: string | undefined
  /** A short name, unique here: 2 to 64 lower-case letters, digits and single hyphens. */
  slug?: string | undefined
  requireMfa?: boolean | undefined
}

/** What `organizations.delete` takes. */
export type OrganizationsDeleteInput = {
  /** Of `organizations.list`. */
  organizationId: string
}

/** What `organizations.auditEvents` takes. */
export type OrganizationsAuditEventsInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** Only events of this action. */
  action?:
    | 'account.closed'
    | 'account.closure_cancelled'
    | 'account.created'
    | 'account.erased'
    | 'account.exported'
    | 'account.updated'
    | 'admin.mfa_reset_done'
    | 'admin.mfa_reset_dropped'
    | 'admin.mfa_reset_requested'
    | 'admin.password_reset_required'
    | 'admin.sessions_revoked'
    | 'admin.user_created'
    | 'admin.user_deleted'
    | 'admin.user_disabled'
    | 'admin.user_email_changed'
    | 'admin.user_enabled'
    | 'admin.user_locked_down'
    | 'admin.user_role_changed'
    | 'admin.user_unlocked'
    | 'admin.user_updated'
    | 'admin.user_verified'
    | 'api_key.created'
    | 'api_key.revoked'
    | 'api_key.rotated'
    | 'admin.impersonation_started'
    | 'admin.impersonation_stopped'
    | 'admin.user_imported'
    | 'admin.users_exported'
    | 'admin.users_imported'
    | 'admin.audit_exported'
    | 'admin.diagnosed'
    | 'admin.mail_retried'
    | 'email.change_requested'
    | 'email.change_undone'
    | 'email.changed'
    | 'email.verification_sent'
    | 'email.verified'
    | 'identity.linked'
    | 'identity.unlinked'
    | 'invitation.accepted'
    | 'invitation.created'
    | 'invitation.declined'
    | 'invitation.resent'
    | 'invitation.revoked'
    | 'member.left'
    | 'member.removed'
    | 'member.role_changed'
    | 'limit.reached'
    | 'mfa.challenged'
    | 'mfa.failed'
    | 'mfa.recovery_codes_replaced'
    | 'mfa.totp_disabled'
    | 'mfa.totp_enabled'
    | 'mfa.totp_enrolment_begun'
    | 'organization.created'
    | 'organization.deleted'
    | 'organization.ownership_transferred'
    | 'organization.updated'
    | 'passkey.added'
    | 'passkey.copied'
    | 'passkey.enrolment_begun'
    | 'passkey.removed'
    | 'passkey.renamed'
    | 'password.changed'
    | 'password.reset'
    | 'password.reset_requested'
    | 'passwordless.requested'
    | 'platform.backed_up'
    | 'platform.restore_drilled'
    | 'platform.restored'
    | 'platform.secrets_revoked'
    | 'platform.secrets_rotated'
    | 'provider.switched'
    | 'role.created'
    | 'role.deleted'
    | 'role.updated'
    | 'session.ended'
    | 'session.organization_set'
    | 'session.refresh_reused'
    | 'sessions.ended'
    | 'sign_in.failed'
    | 'sign_in.paused'
    | 'sign_in.succeeded'
    | 'sign_out'
    | 'sign_up.repeated'
    | 'signing_key.created'
    | 'signing_key.revoked'
    | 'signing_key.rotated'
    | 'step_up.failed'
    | 'step_up.succeeded'
    | undefined
  /** Only what this person, or this API key, did. */
  actorId?: string | undefined
  /** Only events at or after this moment. */
  from?: Date | undefined
  /** Only events before this moment. */
  to?: Date | undefined
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `organizations.auditEvents` answers. */
export type OrganizationsAuditEventsOutput = {
  items: AuditEvent[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `organizations.checkPermissions` takes. */
export type OrganizationsCheckPermissionsInput = {
  /** Of `organizations.list`. */
  organizationId: string
  permissions: OrganizationPermission[]
}

/** What `organizations.checkPermissions` answers. */
export type OrganizationsCheckPermissionsOutput = {
  /** Whether each is allowed, by its name. */
  results: Record<string, boolean>
}

/** What `organizations.members` takes. */
export type OrganizationsMembersInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `organizations.members` answers. */
export type OrganizationsMembersOutput = {
  items: Member[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `organizations.setRole` takes. */
export type OrganizationsSetRoleInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** The id of a member’s account. */
  userId: string
  /** `owner`, `admin`, `member`, `viewer`, or the `key` of one of the organization’s own roles. */
  role: string
}

/** What `organizations.removeMember` takes. */
export type OrganizationsRemoveMemberInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** The id of a member’s account. */
  userId: string
}

/** What `organizations.leave` takes. */
export type OrganizationsLeaveInput = {
  /** Of `organizations.list`. */
  organizationId: string
}

/** What `organizations.transferOwnership` takes. */
export type OrganizationsTransferOwnershipInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** The id of a member’s account. */
  userId: string
}

/** What `organizations.roles.list` takes. */
export type OrganizationsRolesListInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `organizations.roles.list` answers. */
export type OrganizationsRolesListOutput = {
  items: OrganizationRole[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `organizations.roles.create` takes. */
export type OrganizationsRolesCreateInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** What people see, 1 to 64 characters, unique within the organization. */
  name: string
  /** What the role allows: at least one permission. */
  permissions: OrganizationPermission[]
}

/** What `organizations.roles.update` takes. */
export type OrganizationsRolesUpdateInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** Of `organizations.roles.list`. */
  roleId: string
  /** What people see, 1 to 64 characters, unique within the organization. */
  name?: string | undefined
  /** What the role allows: at least one permission. */
  permissions?: OrganizationPermission[] | undefined
}

/** What `organizations.roles.delete` takes. */
export type OrganizationsRolesDeleteInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** Of `organizations.roles.list`. */
  roleId: string
}

/** What `organizations.apiKeys.list` takes. */
export type OrganizationsApiKeysListInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** How many items at the most, 1 to 100. */
  limit?: number | undefined
  /** `nextCursor` of the page before; leave it out for the first. */
  cursor?: string | undefined
}

/** What `organizations.apiKeys.list` answers. */
export type OrganizationsApiKeysListOutput = {
  items: OrganizationApiKey[]
  /** Pass it as `cursor` for the next page; null at the end. */
  nextCursor: string | null
}

/** What `organizations.apiKeys.create` takes. */
export type OrganizationsApiKeysCreateInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** What people call it, 1 to 64 characters. */
  name: string
  /** What it is to be good for: permissions that your own role holds. Nothing, when the list is empty. */
  scopes: (
    | 'org:read'
    | 'org:update'
    | 'members:read'
    | 'members:manage'
    | 'roles:manage'
    | 'invitations:read'
    | 'invitations:manage'
    | 'audit:read'
  )[]
  /** When it ends by itself: in the future, and within a year. Never, when it is left out. */
  expiresAt?: Date | undefined
}

/** What `organizations.apiKeys.create` answers. */
export type OrganizationsApiKeysCreateOutput = {
  /** A key of an organization, without its secret. */
  apiKey: OrganizationApiKey
  /** The key itself. Shown this once. */
  key: string
}

/** What `organizations.apiKeys.rotate` takes. */
export type OrganizationsApiKeysRotateInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** Of the list of keys. */
  keyId: string
  /** How long the older key goes on working, 0 to 604800 seconds; never beyond its own end. */
  overlapSeconds?: number | undefined
}

/** What `organizations.apiKeys.rotate` answers. */
export type OrganizationsApiKeysRotateOutput = {
  /** A key of an organization, without its secret. */
  apiKey: OrganizationApiKey
  /** The key itself. Shown this once. */
  key: string
}

/** What `organizations.apiKeys.revoke` takes. */
export type OrganizationsApiKeysRevokeInput = {
  /** Of `organizations.list`. */
  organizationId: string
  /** Of the list of keys. */
  keyId: string
}
