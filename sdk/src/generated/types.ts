// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

/** Something that happened, as the audit log has it. */
export type AuditEvent = {
  id: string
  /** When it was written, by the database’s clock. */
  at: Date
  action:
    | 'account.closure_cancelled'
    | 'account.created'
    | 'account.updated'
    | 'email.verification_sent'
    | 'email.verified'
    | 'mfa.challenged'
    | 'password.changed'
    | 'password.reset'
    | 'password.reset_requested'
    | 'session.ended'
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
    type: 'anonymous' | 'user' | 'system'
    id: string | null
  }
  /** Who it really was, when somebody acted as another person. */
  realActor: {
    type: 'anonymous' | 'user' | 'system'
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

/** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
export type Delivery = 'body' | 'cookie'

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
  ip: string
  userAgent: string
  /** A short name made from the User-Agent. */
  device: string
  /** How the person proved themselves (RFC 8176). */
  amr: string[]
  organizationId: string | null
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
export type AuthReauthenticateInput = {
  /** The password. */
  password: string
  /** Where the refresh token goes: into the answer, or into an HttpOnly cookie (for browsers). */
  delivery?: Delivery | undefined
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
