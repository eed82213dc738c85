// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

/** Where an answer has dates: `{ user: { createdAt: 1 } }`. A list has them in each of its items. */
export interface Dates {
  readonly [key: string]: 1 | Dates
}

/** `POST /login`; where the answer has dates; whether it takes an Idempotency-Key. */
export type Route = readonly [route: string, dates?: Dates | 0, takesKey?: 1]

const User = { createdAt: 1, updatedAt: 1, lastSignInAt: 1 } as const

const SignedIn = { user: User } as const

const Passkey = { createdAt: 1, lastUsedAt: 1 } as const

const AuditEvent = { at: 1 } as const

const PersonalData = {
  exportedAt: 1,
  account: User,
  erasedAfter: 1,
  password: { changedAt: 1, pausedUntil: 1 },
  authenticatorApp: { confirmedAt: 1, pausedUntil: 1 },
  recoveryCodes: { createdAt: 1, usedAt: 1 },
  passkeys: { createdAt: 1, lastUsedAt: 1 },
  identities: { createdAt: 1, lastUsedAt: 1 },
  apiKeys: { createdAt: 1, expiresAt: 1, lastUsedAt: 1, revokedAt: 1 },
  invitations: { createdAt: 1, expiresAt: 1, acceptedAt: 1, declinedAt: 1, revokedAt: 1 },
  sessions: { createdAt: 1, expiresAt: 1, lastSeenAt: 1, endedAt: 1 },
  memberships: { joinedAt: 1 },
  devices: { createdAt: 1, lastSeenAt: 1 },
  mailedLinks: { createdAt: 1, expiresAt: 1, consumedAt: 1 },
  earlierAddresses: { createdAt: 1, expiresAt: 1 },
  mails: { createdAt: 1, sentAt: 1 },
  securityLog: AuditEvent,
} as const

const Invitation = { createdAt: 1, expiresAt: 1 } as const

const InvitationResult = { invitation: Invitation } as const

const ListedInvitation = { createdAt: 1, expiresAt: 1 } as const

const ReceivedInvitation = { createdAt: 1, expiresAt: 1 } as const

const ProviderSignedIn = { user: User } as const

const Identity = { createdAt: 1, lastUsedAt: 1 } as const

const ApiKey = { createdAt: 1, expiresAt: 1, lastUsedAt: 1, revokedAt: 1 } as const

const DiagnosedAccount = { pausedUntil: 1, mfaPausedUntil: 1, closing: 1, lastSignInAt: 1 } as const

const SignInObstacle = { until: 1 } as const

const SignInAttempt = { at: 1 } as const

const SignInDiagnosis = {
  account: DiagnosedAccount,
  verdict: SignInObstacle,
  attempts: SignInAttempt,
} as const

const SigningKey = { createdAt: 1, activatesAt: 1, retiresAt: 1, revokedAt: 1 } as const

const Mail = { createdAt: 1, nextAttemptAt: 1, usefulUntil: 1, sentAt: 1, failedAt: 1, droppedAt: 1 } as const

const ReviewedOrganization = { createdAt: 1, updatedAt: 1 } as const

const ReviewedOrganizationWithOwners = { createdAt: 1, updatedAt: 1, owners: { joinedAt: 1 } } as const

const AdminUser = { createdAt: 1, updatedAt: 1, lastSignInAt: 1, erasedAfter: 1, pausedUntil: 1 } as const

const AdminUserDetails = {
  createdAt: 1,
  updatedAt: 1,
  lastSignInAt: 1,
  erasedAfter: 1,
  pausedUntil: 1,
  secondFactorPausedUntil: 1,
  mfaReset: { requestedAt: 1, effectiveAt: 1 },
} as const

const Session = { createdAt: 1, lastSeenAt: 1, expiresAt: 1 } as const

const Organization = { createdAt: 1 } as const

const Member = { joinedAt: 1 } as const

const OrganizationApiKey = { createdAt: 1, expiresAt: 1, lastUsedAt: 1, revokedAt: 1 } as const

/** The route of each procedure, as a tree by the parts of its path. */
export const routes = {
  system: {
    config: ['GET /config'],
    version: ['GET /version'],
  },
  auth: {
    register: ['POST /register', 0, 1],
    verifyEmail: ['POST /verify-email'],
    resendVerification: ['POST /verify-email/resend', 0, 1],
    login: ['POST /login', SignedIn],
    refresh: ['POST /refresh', SignedIn],
    logout: ['POST /logout'],
    reauthenticate: ['POST /reauthenticate', SignedIn],
    reauthenticateOptions: ['POST /reauthenticate/options'],
  },
  password: {
    requestReset: ['POST /password-reset/request', 0, 1],
    confirmReset: ['POST /password-reset/confirm', 0, 1],
    change: ['POST /me/password'],
  },
  passwordless: {
    start: ['POST /passwordless/start', 0, 1],
    complete: ['POST /passwordless/complete', SignedIn],
  },
  mfa: {
    status: ['GET /me/mfa', { totp: { confirmedAt: 1 } }],
    enrollTotp: ['POST /me/mfa/totp'],
    confirmTotp: ['POST /me/mfa/totp/confirm'],
    disableTotp: ['DELETE /me/mfa/totp'],
    regenerateRecoveryCodes: ['POST /me/mfa/recovery-codes'],
    verify: ['POST /mfa/verify', SignedIn],
  },
  passkeys: {
    registrationOptions: ['POST /me/passkeys/options'],
    register: ['POST /me/passkeys', Passkey],
    list: ['GET /me/passkeys', { items: Passkey }],
    rename: ['PATCH /me/passkeys/{passkeyId}', Passkey],
    delete: ['DELETE /me/passkeys/{passkeyId}'],
    loginOptions: ['POST /passkeys/login/options'],
    login: ['POST /passkeys/login', SignedIn],
  },
  account: {
    get: ['GET /me', User],
    update: ['PATCH /me', User],
    securityLog: ['GET /me/security-log', { items: AuditEvent }],
    requestEmailChange: ['POST /me/email', 0, 1],
    confirmEmailChange: ['POST /me/email/confirm', 0, 1],
    undoEmailChange: ['POST /me/email/undo', 0, 1],
    delete: ['DELETE /me', { erasedAfter: 1 }],
    export: ['GET /me/export', PersonalData],
  },
  invitations: {
    create: ['POST /organizations/{organizationId}/invitations', Invitation, 1],
    createMany: ['POST /organizations/{organizationId}/invitations/bulk', { results: InvitationResult }, 1],
    list: ['GET /organizations/{organizationId}/invitations', { items: ListedInvitation }],
    resend: ['POST /organizations/{organizationId}/invitations/{invitationId}/resend', Invitation, 1],
    revoke: ['DELETE /organizations/{organizationId}/invitations/{invitationId}'],
    preview: ['POST /invitations/preview'],
    accept: ['POST /invitations/accept', SignedIn],
    decline: ['POST /invitations/decline'],
    mine: ['GET /me/invitations', { items: ReceivedInvitation }],
  },
  oauth: {
    providers: ['GET /oauth/providers'],
    authorize: ['GET /oauth/{provider}/authorize'],
    callback: ['POST /oauth/{provider}/callback', ProviderSignedIn],
  },
  identities: {
    list: ['GET /me/identities', { items: Identity }],
    unlink: ['DELETE /me/identities/{identityId}'],
  },
  apiKeys: {
    list: ['GET /me/api-keys', { items: ApiKey }],
    create: ['POST /me/api-keys', { apiKey: ApiKey }, 1],
    rotate: ['POST /me/api-keys/{keyId}/rotate', { apiKey: ApiKey }, 1],
    revoke: ['DELETE /me/api-keys/{keyId}'],
    verify: ['POST /api-keys/verify', { expiresAt: 1 }],
  },
  admin: {
    stats: ['GET /admin/stats'],
    providers: {
      list: ['GET /admin/providers'],
      set: ['PATCH /admin/providers/{provider}'],
    },
    impersonation: {
      start: ['POST /admin/users/{userId}/impersonate', SignedIn],
      stop: ['POST /admin/impersonation/stop'],
    },
    audit: {
      list: ['GET /admin/audit-events', { items: AuditEvent }],
      export: ['GET /admin/audit-events/export'],
      verify: ['GET /admin/audit-events/verification'],
    },
    diagnostics: {
      signIn: ['GET /admin/diagnostics/sign-in', SignInDiagnosis],
    },
    keys: {
      list: ['GET /admin/signing-keys', { items: SigningKey }],
      rotate: ['POST /admin/signing-keys/rotate', SigningKey],
      revoke: ['POST /admin/signing-keys/{kid}/revoke', SigningKey],
    },
    mail: {
      list: ['GET /admin/mail', { items: Mail }],
      retry: ['POST /admin/mail/{messageId}/retry', Mail, 1],
    },
    organizations: {
      list: ['GET /admin/organizations', { items: ReviewedOrganization }],
      get: ['GET /admin/organizations/{organizationId}', ReviewedOrganizationWithOwners],
    },
    users: {
      import: ['POST /admin/users/import', 0, 1],
      list: ['GET /admin/users', { items: AdminUser }],
      get: ['GET /admin/users/{userId}', AdminUserDetails],
      sessions: ['GET /admin/users/{userId}/sessions', { items: Session }],
      auditEvents: ['GET /admin/users/{userId}/audit-events', { items: AuditEvent }],
      create: ['POST /admin/users', AdminUserDetails, 1],
      update: ['PATCH /admin/users/{userId}', AdminUserDetails],
      setPlatformRole: ['POST /admin/users/{userId}/platform-role', 0, 1],
      bulk: ['POST /admin/users/bulk', 0, 1],
      unlock: ['POST /admin/users/{userId}/unlock', 0, 1],
      verifyEmail: ['POST /admin/users/{userId}/verify-email', 0, 1],
      requirePasswordReset: ['POST /admin/users/{userId}/password-reset', 0, 1],
      resetMfa: ['POST /admin/users/{userId}/reset-mfa', { effectiveAt: 1 }, 1],
      revokeSessions: ['POST /admin/users/{userId}/revoke-sessions', 0, 1],
      disable: ['POST /admin/users/{userId}/disable', 0, 1],
      enable: ['POST /admin/users/{userId}/enable', 0, 1],
      delete: ['DELETE /admin/users/{userId}', { erasedAfter: 1 }],
      lockdown: ['POST /admin/users/{userId}/lockdown', 0, 1],
    },
  },
  sessions: {
    list: ['GET /me/sessions', { items: Session }],
    revoke: ['DELETE /me/sessions/{sessionId}'],
    revokeOthers: ['POST /me/sessions/revoke-others'],
    setOrganization: ['POST /me/organization', SignedIn],
  },
  organizations: {
    create: ['POST /organizations', Organization, 1],
    list: ['GET /organizations', { items: Organization }],
    get: ['GET /organizations/{organizationId}', Organization],
    update: ['PATCH /organizations/{organizationId}', Organization],
    delete: ['DELETE /organizations/{organizationId}'],
    auditEvents: ['GET /organizations/{organizationId}/audit-events', { items: AuditEvent }],
    checkPermissions: ['POST /organizations/{organizationId}/permissions/check'],
    members: ['GET /organizations/{organizationId}/members', { items: Member }],
    setRole: ['PATCH /organizations/{organizationId}/members/{userId}', Member],
    removeMember: ['DELETE /organizations/{organizationId}/members/{userId}'],
    leave: ['POST /organizations/{organizationId}/leave'],
    transferOwnership: ['POST /organizations/{organizationId}/transfer-ownership'],
    roles: {
      list: ['GET /organizations/{organizationId}/roles'],
      create: ['POST /organizations/{organizationId}/roles', 0, 1],
      update: ['PATCH /organizations/{organizationId}/roles/{roleId}'],
      delete: ['DELETE /organizations/{organizationId}/roles/{roleId}'],
    },
    apiKeys: {
      list: ['GET /organizations/{organizationId}/api-keys', { items: OrganizationApiKey }],
      create: ['POST /organizations/{organizationId}/api-keys', { apiKey: OrganizationApiKey }, 1],
      rotate: [
        'POST /organizations/{organizationId}/api-keys/{keyId}/rotate',
        { apiKey: OrganizationApiKey },
        1,
      ],
      revoke: ['DELETE /organizations/{organizationId}/api-keys/{keyId}'],
    },
  },
} as const satisfies Routes

interface Routes {
  readonly [name: string]: Route | Routes
}
