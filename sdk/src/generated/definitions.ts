// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

import type { ErrorCode, ProcedurePath } from './errors.ts'
import type {
  AcceptanceResult,
  AccountConfirmEmailChangeInput,
  AccountDeleteOutput,
  AccountRequestEmailChangeInput,
  AccountRequestEmailChangeOutput,
  AccountSecurityLogInput,
  AccountSecurityLogOutput,
  AccountUndoEmailChangeInput,
  AccountUpdateInput,
  AdminAuditExportInput,
  AdminAuditListInput,
  AdminAuditListOutput,
  AdminAuditVerifyInput,
  AdminDiagnosticsSignInInput,
  AdminImpersonationStartInput,
  AdminKeysListInput,
  AdminKeysListOutput,
  AdminKeysRevokeInput,
  AdminMailListInput,
  AdminMailListOutput,
  AdminMailRetryInput,
  AdminOrganizationsGetInput,
  AdminOrganizationsListInput,
  AdminOrganizationsListOutput,
  AdminProvidersListOutput,
  AdminProvidersSetInput,
  AdminStatsInput,
  AdminUserDetails,
  AdminUsersAuditEventsInput,
  AdminUsersAuditEventsOutput,
  AdminUsersBulkInput,
  AdminUsersBulkOutput,
  AdminUsersCreateInput,
  AdminUsersDeleteInput,
  AdminUsersDeleteOutput,
  AdminUsersDisableInput,
  AdminUsersEnableInput,
  AdminUsersGetInput,
  AdminUsersImportInput,
  AdminUsersListInput,
  AdminUsersListOutput,
  AdminUsersLockdownInput,
  AdminUsersRequirePasswordResetInput,
  AdminUsersRequirePasswordResetOutput,
  AdminUsersResetMfaInput,
  AdminUsersRevokeSessionsInput,
  AdminUsersSessionsInput,
  AdminUsersSessionsOutput,
  AdminUsersSetPlatformRoleInput,
  AdminUsersUnlockInput,
  AdminUsersUpdateInput,
  AdminUsersVerifyEmailInput,
  ApiKeysCreateInput,
  ApiKeysCreateOutput,
  ApiKeysListInput,
  ApiKeysListOutput,
  ApiKeysRevokeInput,
  ApiKeysRotateInput,
  ApiKeysRotateOutput,
  ApiKeysVerifyInput,
  ApiKeyVerification,
  AuditVerification,
  AuthLoginInput,
  AuthLogoutInput,
  AuthReauthenticateInput,
  AuthReauthenticateOptionsOutput,
  AuthRefreshInput,
  AuthRegisterInput,
  AuthRegisterOutput,
  AuthResendVerificationInput,
  AuthResendVerificationOutput,
  AuthVerifyEmailInput,
  AuthVerifyEmailOutput,
  IdentitiesListInput,
  IdentitiesListOutput,
  IdentitiesUnlinkInput,
  ImportReport,
  Invitation,
  InvitationPreview,
  InvitationsAcceptInput,
  InvitationsCreateInput,
  InvitationsCreateManyInput,
  InvitationsCreateManyOutput,
  InvitationsDeclineInput,
  InvitationsListInput,
  InvitationsListOutput,
  InvitationsMineInput,
  InvitationsMineOutput,
  InvitationsPreviewInput,
  InvitationsResendInput,
  InvitationsRevokeInput,
  Mail,
  Member,
  MfaConfirmTotpInput,
  MfaConfirmTotpOutput,
  MfaDisableTotpInput,
  MfaEnrollTotpOutput,
  MfaRegenerateRecoveryCodesOutput,
  MfaReset,
  MfaStatusOutput,
  MfaVerifyInput,
  OauthAuthorizeInput,
  OauthAuthorizeOutput,
  OauthCallbackInput,
  OauthProvidersOutput,
  Organization,
  OrganizationRole,
  OrganizationsApiKeysCreateInput,
  OrganizationsApiKeysCreateOutput,
  OrganizationsApiKeysListInput,
  OrganizationsApiKeysListOutput,
  OrganizationsApiKeysRevokeInput,
  OrganizationsApiKeysRotateInput,
  OrganizationsApiKeysRotateOutput,
  OrganizationsAuditEventsInput,
  OrganizationsAuditEventsOutput,
  OrganizationsCheckPermissionsInput,
  OrganizationsCheckPermissionsOutput,
  OrganizationsCreateInput,
  OrganizationsDeleteInput,
  OrganizationsGetInput,
  OrganizationsLeaveInput,
  OrganizationsListInput,
  OrganizationsListOutput,
  OrganizationsMembersInput,
  OrganizationsMembersOutput,
  OrganizationsRemoveMemberInput,
  OrganizationsRolesCreateInput,
  OrganizationsRolesDeleteInput,
  OrganizationsRolesListInput,
  OrganizationsRolesListOutput,
  OrganizationsRolesUpdateInput,
  OrganizationsSetRoleInput,
  OrganizationsTransferOwnershipInput,
  OrganizationsUpdateInput,
  Passkey,
  PasskeysDeleteInput,
  PasskeysListInput,
  PasskeysListOutput,
  PasskeysLoginInput,
  PasskeysLoginOptionsInput,
  PasskeysLoginOptionsOutput,
  PasskeysRegisterInput,
  PasskeysRegistrationOptionsOutput,
  PasskeysRenameInput,
  PasswordChangeInput,
  PasswordConfirmResetInput,
  PasswordlessCompleteInput,
  PasswordlessStartInput,
  PasswordlessStartOutput,
  PasswordRequestResetInput,
  PasswordRequestResetOutput,
  PersonalData,
  ProviderSignInResult,
  ReviewedOrganizationWithOwners,
  ServerConfig,
  ServerVersion,
  SessionsListInput,
  SessionsListOutput,
  SessionsRevokeInput,
  SessionsSetOrganizationInput,
  SignedIn,
  SignInDiagnosis,
  SignInResult,
  SigningKey,
  Stats,
  SwitchableProvider,
  User,
} from './types.ts'

/** The part of JSON Schema that inputs are described with. */
export interface InputSchema {
  type?: string
  properties?: Record<string, InputSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: InputSchema
  minItems?: number
  maxItems?: number
  anyOf?: InputSchema[]
  enum?: (string | number | boolean | null)[]
  const?: string | number | boolean | null
  default?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

export interface Definition {
  route: string
  success: number
  access: string
  isMutation: boolean
  takesKey: boolean
  input: InputSchema
}

/** What each procedure takes and gives. */
export interface Procedures {
  'system.config': { input: Record<string, never>; output: ServerConfig }
  'system.version': { input: Record<string, never>; output: ServerVersion }
  'auth.register': { input: AuthRegisterInput; output: AuthRegisterOutput }
  'auth.verifyEmail': { input: AuthVerifyEmailInput; output: AuthVerifyEmailOutput }
  'auth.resendVerification': { input: AuthResendVerificationInput; output: AuthResendVerificationOutput }
  'auth.login': { input: AuthLoginInput; output: SignInResult }
  'auth.refresh': { input: AuthRefreshInput; output: SignedIn }
  'auth.logout': { input: AuthLogoutInput; output: undefined }
  'auth.reauthenticate': { input: AuthReauthenticateInput; output: SignInResult }
  'auth.reauthenticateOptions': { input: Record<string, never>; output: AuthReauthenticateOptionsOutput }
  'password.requestReset': { input: PasswordRequestResetInput; output: PasswordRequestResetOutput }
  'password.confirmReset': { input: PasswordConfirmResetInput; output: undefined }
  'password.change': { input: PasswordChangeInput; output: undefined }
  'passwordless.start': { input: PasswordlessStartInput; output: PasswordlessStartOutput }
  'passwordless.complete': { input: PasswordlessCompleteInput; output: SignInResult }
  'mfa.status': { input: Record<string, never>; output: MfaStatusOutput }
  'mfa.enrollTotp': { input: Record<string, never>; output: MfaEnrollTotpOutput }
  'mfa.confirmTotp': { input: MfaConfirmTotpInput; output: MfaConfirmTotpOutput }
  'mfa.disableTotp': { input: MfaDisableTotpInput; output: undefined }
  'mfa.regenerateRecoveryCodes': { input: Record<string, never>; output: MfaRegenerateRecoveryCodesOutput }
  'mfa.verify': { input: MfaVerifyInput; output: SignInResult }
  'passkeys.registrationOptions': { input: Record<string, never>; output: PasskeysRegistrationOptionsOutput }
  'passkeys.register': { input: PasskeysRegisterInput; output: Passkey }
  'passkeys.list': { input: PasskeysListInput; output: PasskeysListOutput }
  'passkeys.rename': { input: PasskeysRenameInput; output: Passkey }
  'passkeys.delete': { input: PasskeysDeleteInput; output: undefined }
  'passkeys.loginOptions': { input: PasskeysLoginOptionsInput; output: PasskeysLoginOptionsOutput }
  'passkeys.login': { input: PasskeysLoginInput; output: SignInResult }
  'account.get': { input: Record<string, never>; output: User }
  'account.update': { input: AccountUpdateInput; output: User }
  'account.securityLog': { input: AccountSecurityLogInput; output: AccountSecurityLogOutput }
  'account.requestEmailChange': {
    input: AccountRequestEmailChangeInput
    output: AccountRequestEmailChangeOutput
  }
  'account.confirmEmailChange': { input: AccountConfirmEmailChangeInput; output: undefined }
  'account.undoEmailChange': { input: AccountUndoEmailChangeInput; output: undefined }
  'account.delete': { input: Record<string, never>; output: AccountDeleteOutput }
  'account.export': { input: Record<string, never>; output: PersonalData }
  'invitations.create': { input: InvitationsCreateInput; output: Invitation }
  'invitations.createMany': { input: InvitationsCreateManyInput; output: InvitationsCreateManyOutput }
  'invitations.list': { input: InvitationsListInput; output: InvitationsListOutput }
  'invitations.resend': { input: InvitationsResendInput; output: Invitation }
  'invitations.revoke': { input: InvitationsRevokeInput; output: undefined }
  'invitations.preview': { input: InvitationsPreviewInput; output: InvitationPreview }
  'invitations.accept': { input: InvitationsAcceptInput; output: AcceptanceResult }
  'invitations.decline': { input: InvitationsDeclineInput; output: undefined }
  'invitations.mine': { input: InvitationsMineInput; output: InvitationsMineOutput }
  'oauth.providers': { input: Record<string, never>; output: OauthProvidersOutput }
  'oauth.authorize': { input: OauthAuthorizeInput; output: OauthAuthorizeOutput }
  'oauth.callback': { input: OauthCallbackInput; output: ProviderSignInResult }
  'identities.list': { input: IdentitiesListInput; output: IdentitiesListOutput }
  'identities.unlink': { input: IdentitiesUnlinkInput; output: undefined }
  'apiKeys.list': { input: ApiKeysListInput; output: ApiKeysListOutput }
  'apiKeys.create': { input: ApiKeysCreateInput; output: ApiKeysCreateOutput }
  'apiKeys.rotate': { input: ApiKeysRotateInput; output: ApiKeysRotateOutput }
  'apiKeys.revoke': { input: ApiKeysRevokeInput; output: undefined }
  'apiKeys.verify': { input: ApiKeysVerifyInput; output: ApiKeyVerification }
  'admin.providers.list': { input: Record<string, never>; output: AdminProvidersListOutput }
  'admin.providers.set': { input: AdminProvidersSetInput; output: SwitchableProvider }
  'admin.impersonation.start': { input: AdminImpersonationStartInput; output: SignedIn }
  'admin.impersonation.stop': { input: Record<string, never>; output: undefined }
  'admin.audit.list': { input: AdminAuditListInput; output: AdminAuditListOutput }
  'admin.audit.export': { input: AdminAuditExportInput; output: string }
  'admin.audit.verify': { input: AdminAuditVerifyInput; output: AuditVerification }
  'admin.diagnostics.signIn': { input: AdminDiagnosticsSignInInput; output: SignInDiagnosis }
  'admin.keys.list': { input: AdminKeysListInput; output: AdminKeysListOutput }
  'admin.keys.rotate': { input: Record<string, never>; output: SigningKey }
  'admin.keys.revoke': { input: AdminKeysRevokeInput; output: SigningKey }
  'admin.mail.list': { input: AdminMailListInput; output: AdminMailListOutput }
  'admin.mail.retry': { input: AdminMailRetryInput; output: Mail }
  'admin.organizations.list': { input: AdminOrganizationsListInput; output: AdminOrganizationsListOutput }
  'admin.organizations.get': { input: AdminOrganizationsGetInput; output: ReviewedOrganizationWithOwners }
  'admin.stats': { input: AdminStatsInput; output: Stats }
  'admin.users.import': { input: AdminUsersImportInput; output: ImportReport }
  'admin.users.list': { input: AdminUsersListInput; output: AdminUsersListOutput }
  'admin.users.get': { input: AdminUsersGetInput; output: AdminUserDetails }
  'admin.users.sessions': { input: AdminUsersSessionsInput; output: AdminUsersSessionsOutput }
  'admin.users.auditEvents': { input: AdminUsersAuditEventsInput; output: AdminUsersAuditEventsOutput }
  'admin.users.create': { input: AdminUsersCreateInput; output: AdminUserDetails }
  'admin.users.update': { input: AdminUsersUpdateInput; output: AdminUserDetails }
  'admin.users.setPlatformRole': { input: AdminUsersSetPlatformRoleInput; output: undefined }
  'admin.users.bulk': { input: AdminUsersBulkInput; output: AdminUsersBulkOutput }
  'admin.users.unlock': { input: AdminUsersUnlockInput; output: undefined }
  'admin.users.verifyEmail': { input: AdminUsersVerifyEmailInput; output: undefined }
  'admin.users.requirePasswordReset': {
    input: AdminUsersRequirePasswordResetInput
    output: AdminUsersRequirePasswordResetOutput
  }
  'admin.users.resetMfa': { input: AdminUsersResetMfaInput; output: MfaReset }
  'admin.users.revokeSessions': { input: AdminUsersRevokeSessionsInput; output: undefined }
  'admin.users.disable': { input: AdminUsersDisableInput; output: undefined }
  'admin.users.enable': { input: AdminUsersEnableInput; output: undefined }
  'admin.users.delete': { input: AdminUsersDeleteInput; output: AdminUsersDeleteOutput }
  'admin.users.lockdown': { input: AdminUsersLockdownInput; output: undefined }
  'sessions.list': { input: SessionsListInput; output: SessionsListOutput }
  'sessions.revoke': { input: SessionsRevokeInput; output: undefined }
  'sessions.revokeOthers': { input: Record<string, never>; output: undefined }
  'sessions.setOrganization': { input: SessionsSetOrganizationInput; output: SignedIn }
  'organizations.create': { input: OrganizationsCreateInput; output: Organization }
  'organizations.list': { input: OrganizationsListInput; output: OrganizationsListOutput }
  'organizations.get': { input: OrganizationsGetInput; output: Organization }
  'organizations.update': { input: OrganizationsUpdateInput; output: Organization }
  'organizations.delete': { input: OrganizationsDeleteInput; output: undefined }
  'organizations.auditEvents': {
    input: OrganizationsAuditEventsInput
    output: OrganizationsAuditEventsOutput
  }
  'organizations.checkPermissions': {
    input: OrganizationsCheckPermissionsInput
    output: OrganizationsCheckPermissionsOutput
  }
  'organizations.members': { input: OrganizationsMembersInput; output: OrganizationsMembersOutput }
  'organizations.setRole': { input: OrganizationsSetRoleInput; output: Member }
  'organizations.removeMember': { input: OrganizationsRemoveMemberInput; output: undefined }
  'organizations.leave': { input: OrganizationsLeaveInput; output: undefined }
  'organizations.transferOwnership': { input: OrganizationsTransferOwnershipInput; output: undefined }
  'organizations.roles.list': { input: OrganizationsRolesListInput; output: OrganizationsRolesListOutput }
  'organizations.roles.create': { input: OrganizationsRolesCreateInput; output: OrganizationRole }
  'organizations.roles.update': { input: OrganizationsRolesUpdateInput; output: OrganizationRole }
  'organizations.roles.delete': { input: OrganizationsRolesDeleteInput; output: undefined }
  'organizations.apiKeys.list': {
    input: OrganizationsApiKeysListInput
    output: OrganizationsApiKeysListOutput
  }
  'organizations.apiKeys.create': {
    input: OrganizationsApiKeysCreateInput
    output: OrganizationsApiKeysCreateOutput
  }
  'organizations.apiKeys.rotate': {
    input: OrganizationsApiKeysRotateInput
    output: OrganizationsApiKeysRotateOutput
  }
  'organizations.apiKeys.revoke': { input: OrganizationsApiKeysRevokeInput; output: undefined }
}

export const definitions: Record<ProcedurePath, Definition> = {
  'system.config': {
    route: 'GET /config',
    success: 200,
    access: 'public',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'system.version': {
    route: 'GET /version',
    success: 200,
    access: 'public',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'auth.register': {
    route: 'POST /register',
    success: 202,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        email: { type: 'string', maxLength: 320, format: 'email' },
        password: { type: 'string', minLength: 1 },
        displayName: { type: 'string', minLength: 1, maxLength: 64 },
        locale: { type: 'string', maxLength: 35, pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' },
      },
      required: ['email', 'password', 'displayName'],
      additionalProperties: false,
    },
  },
  'auth.verifyEmail': {
    route: 'POST /verify-email',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
      required: ['token'],
      additionalProperties: false,
    },
  },
  'auth.resendVerification': {
    route: 'POST /verify-email/resend',
    success: 202,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { email: { type: 'string', maxLength: 320, format: 'email' } },
      required: ['email'],
      additionalProperties: false,
    },
  },
  'auth.login': {
    route: 'POST /login',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        email: { type: 'string', maxLength: 320, format: 'email' },
        password: { type: 'string', minLength: 1 },
        delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
        deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
      },
      required: ['email', 'password'],
      additionalProperties: false,
    },
  },
  'auth.refresh': {
    route: 'POST /refresh',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { refreshToken: { type: 'string', minLength: 1, maxLength: 256 } },
      additionalProperties: false,
    },
  },
  'auth.logout': {
    route: 'POST /logout',
    success: 204,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { refreshToken: { type: 'string', minLength: 1, maxLength: 256 } },
      additionalProperties: false,
    },
  },
  'auth.reauthenticate': {
    route: 'POST /reauthenticate',
    success: 200,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      anyOf: [
        {
          type: 'object',
          properties: {
            password: { type: 'string', minLength: 1 },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
          },
          required: ['password'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            totpCode: { type: 'string', minLength: 1, maxLength: 32 },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
          },
          required: ['totpCode'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            assertion: {
              type: 'object',
              properties: {
                id: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                rawId: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                type: { type: 'string', const: 'public-key' },
                authenticatorAttachment: { type: 'string', enum: ['cross-platform', 'platform'] },
                clientExtensionResults: { type: 'object', additionalProperties: true },
                response: {
                  type: 'object',
                  properties: {
                    clientDataJSON: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    authenticatorData: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    signature: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    userHandle: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    attestationObject: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                  },
                  required: ['clientDataJSON', 'authenticatorData', 'signature'],
                  additionalProperties: false,
                },
              },
              required: ['id', 'rawId', 'type', 'response'],
              additionalProperties: false,
            },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
          },
          required: ['assertion'],
          additionalProperties: false,
        },
      ],
    },
  },
  'auth.reauthenticateOptions': {
    route: 'POST /reauthenticate/options',
    success: 200,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'password.requestReset': {
    route: 'POST /password-reset/request',
    success: 202,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { email: { type: 'string', maxLength: 320, format: 'email' } },
      required: ['email'],
      additionalProperties: false,
    },
  },
  'password.confirmReset': {
    route: 'POST /password-reset/confirm',
    success: 204,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        token: { type: 'string', minLength: 1, maxLength: 256 },
        newPassword: { type: 'string', minLength: 1 },
      },
      required: ['token', 'newPassword'],
      additionalProperties: false,
    },
  },
  'password.change': {
    route: 'POST /me/password',
    success: 204,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        currentPassword: { type: 'string', minLength: 1 },
        newPassword: { type: 'string', minLength: 1 },
        keepOtherSessions: { type: 'boolean' },
      },
      required: ['newPassword'],
      additionalProperties: false,
    },
  },
  'passwordless.start': {
    route: 'POST /passwordless/start',
    success: 202,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { email: { type: 'string', maxLength: 320, format: 'email' } },
      required: ['email'],
      additionalProperties: false,
    },
  },
  'passwordless.complete': {
    route: 'POST /passwordless/complete',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      anyOf: [
        {
          type: 'object',
          properties: {
            token: { type: 'string', minLength: 1, maxLength: 256 },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
            deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
          },
          required: ['token'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            flowId: {
              type: 'string',
              format: 'uuid',
              pattern:
                '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
            },
            code: { type: 'string', minLength: 1, maxLength: 32 },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
            deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
          },
          required: ['flowId', 'code'],
          additionalProperties: false,
        },
      ],
    },
  },
  'mfa.status': {
    route: 'GET /me/mfa',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'mfa.enrollTotp': {
    route: 'POST /me/mfa/totp',
    success: 200,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'mfa.confirmTotp': {
    route: 'POST /me/mfa/totp/confirm',
    success: 200,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { code: { type: 'string', minLength: 1, maxLength: 32 } },
      required: ['code'],
      additionalProperties: false,
    },
  },
  'mfa.disableTotp': {
    route: 'DELETE /me/mfa/totp',
    success: 204,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { code: { type: 'string', minLength: 1, maxLength: 32 } },
      required: ['code'],
      additionalProperties: false,
    },
  },
  'mfa.regenerateRecoveryCodes': {
    route: 'POST /me/mfa/recovery-codes',
    success: 200,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'mfa.verify': {
    route: 'POST /mfa/verify',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      anyOf: [
        {
          type: 'object',
          properties: {
            challengeToken: { type: 'string', minLength: 1, maxLength: 64 },
            method: { type: 'string', enum: ['totp', 'recovery_code'] },
            code: { type: 'string', minLength: 1, maxLength: 32 },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
          },
          required: ['challengeToken', 'method', 'code'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            challengeToken: { type: 'string', minLength: 1, maxLength: 64 },
            method: { type: 'string', const: 'passkey' },
            assertion: {
              type: 'object',
              properties: {
                id: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                rawId: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                type: { type: 'string', const: 'public-key' },
                authenticatorAttachment: { type: 'string', enum: ['cross-platform', 'platform'] },
                clientExtensionResults: { type: 'object', additionalProperties: true },
                response: {
                  type: 'object',
                  properties: {
                    clientDataJSON: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    authenticatorData: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    signature: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    userHandle: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                    attestationObject: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                  },
                  required: ['clientDataJSON', 'authenticatorData', 'signature'],
                  additionalProperties: false,
                },
              },
              required: ['id', 'rawId', 'type', 'response'],
              additionalProperties: false,
            },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
          },
          required: ['challengeToken', 'method', 'assertion'],
          additionalProperties: false,
        },
      ],
    },
  },
  'passkeys.registrationOptions': {
    route: 'POST /me/passkeys/options',
    success: 200,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'passkeys.register': {
    route: 'POST /me/passkeys',
    success: 201,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        response: {
          type: 'object',
          properties: {
            id: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
            rawId: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
            type: { type: 'string', const: 'public-key' },
            authenticatorAttachment: { type: 'string', enum: ['cross-platform', 'platform'] },
            clientExtensionResults: { type: 'object', additionalProperties: true },
            response: {
              type: 'object',
              properties: {
                clientDataJSON: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                attestationObject: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                authenticatorData: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                transports: { maxItems: 8, type: 'array', items: { type: 'string', maxLength: 32 } },
                publicKeyAlgorithm: {
                  type: 'integer',
                  minimum: -9007199254740991,
                  maximum: 9007199254740991,
                },
                publicKey: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
              },
              required: ['clientDataJSON', 'attestationObject'],
              additionalProperties: false,
            },
          },
          required: ['id', 'rawId', 'type', 'response'],
          additionalProperties: false,
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
      },
      required: ['response'],
      additionalProperties: false,
    },
  },
  'passkeys.list': {
    route: 'GET /me/passkeys',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'passkeys.rename': {
    route: 'PATCH /me/passkeys/{passkeyId}',
    success: 200,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        passkeyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
      },
      required: ['passkeyId', 'name'],
      additionalProperties: false,
    },
  },
  'passkeys.delete': {
    route: 'DELETE /me/passkeys/{passkeyId}',
    success: 204,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        passkeyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['passkeyId'],
      additionalProperties: false,
    },
  },
  'passkeys.loginOptions': {
    route: 'POST /passkeys/login/options',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { challengeToken: { type: 'string', minLength: 1, maxLength: 64 } },
      additionalProperties: false,
    },
  },
  'passkeys.login': {
    route: 'POST /passkeys/login',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        response: {
          type: 'object',
          properties: {
            id: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
            rawId: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
            type: { type: 'string', const: 'public-key' },
            authenticatorAttachment: { type: 'string', enum: ['cross-platform', 'platform'] },
            clientExtensionResults: { type: 'object', additionalProperties: true },
            response: {
              type: 'object',
              properties: {
                clientDataJSON: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                authenticatorData: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                signature: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                userHandle: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
                attestationObject: { type: 'string', maxLength: 16384, pattern: '^[A-Za-z0-9_-]*$' },
              },
              required: ['clientDataJSON', 'authenticatorData', 'signature'],
              additionalProperties: false,
            },
          },
          required: ['id', 'rawId', 'type', 'response'],
          additionalProperties: false,
        },
        delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
        deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
      },
      required: ['response'],
      additionalProperties: false,
    },
  },
  'account.get': {
    route: 'GET /me',
    success: 200,
    access: 'user+key:account:read',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'account.update': {
    route: 'PATCH /me',
    success: 200,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        displayName: { type: 'string', minLength: 1, maxLength: 64 },
        avatarUrl: { anyOf: [{ type: 'string', maxLength: 2048 }, { type: 'null' }] },
        locale: { type: 'string', maxLength: 35, pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' },
        timezone: { type: 'string', maxLength: 64 },
      },
      additionalProperties: false,
    },
  },
  'account.securityLog': {
    route: 'GET /me/security-log',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'account.requestEmailChange': {
    route: 'POST /me/email',
    success: 202,
    access: 'fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { newEmail: { type: 'string', maxLength: 320, format: 'email' } },
      required: ['newEmail'],
      additionalProperties: false,
    },
  },
  'account.confirmEmailChange': {
    route: 'POST /me/email/confirm',
    success: 204,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
      required: ['token'],
      additionalProperties: false,
    },
  },
  'account.undoEmailChange': {
    route: 'POST /me/email/undo',
    success: 204,
    access: 'public',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
      required: ['token'],
      additionalProperties: false,
    },
  },
  'account.delete': {
    route: 'DELETE /me',
    success: 202,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'account.export': {
    route: 'GET /me/export',
    success: 200,
    access: 'fresh',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'invitations.create': {
    route: 'POST /organizations/{organizationId}/invitations',
    success: 201,
    access: 'org:invitations:manage+key',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        email: { type: 'string', maxLength: 320, format: 'email' },
        role: { type: 'string', minLength: 1, maxLength: 64 },
      },
      required: ['organizationId', 'email', 'role'],
      additionalProperties: false,
    },
  },
  'invitations.createMany': {
    route: 'POST /organizations/{organizationId}/invitations/bulk',
    success: 200,
    access: 'org:invitations:manage+key',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        invitations: {
          minItems: 1,
          maxItems: 100,
          type: 'array',
          items: {
            type: 'object',
            properties: {
              email: { type: 'string', maxLength: 320, format: 'email' },
              role: { type: 'string', minLength: 1, maxLength: 64 },
            },
            required: ['email', 'role'],
            additionalProperties: false,
          },
        },
      },
      required: ['organizationId', 'invitations'],
      additionalProperties: false,
    },
  },
  'invitations.list': {
    route: 'GET /organizations/{organizationId}/invitations',
    success: 200,
    access: 'org:invitations:read+key',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
        status: { type: 'string', enum: ['pending', 'accepted', 'declined', 'revoked', 'expired'] },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'invitations.resend': {
    route: 'POST /organizations/{organizationId}/invitations/{invitationId}/resend',
    success: 202,
    access: 'org:invitations:manage+key',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        invitationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'invitationId'],
      additionalProperties: false,
    },
  },
  'invitations.revoke': {
    route: 'DELETE /organizations/{organizationId}/invitations/{invitationId}',
    success: 204,
    access: 'org:invitations:manage+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        invitationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'invitationId'],
      additionalProperties: false,
    },
  },
  'invitations.preview': {
    route: 'POST /invitations/preview',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
      required: ['token'],
      additionalProperties: false,
    },
  },
  'invitations.accept': {
    route: 'POST /invitations/accept',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      anyOf: [
        {
          type: 'object',
          properties: {
            token: { type: 'string', minLength: 1, maxLength: 256 },
            password: { type: 'string', minLength: 1 },
            displayName: { type: 'string', minLength: 1, maxLength: 64 },
            locale: { type: 'string', maxLength: 35, pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
            deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
          },
          required: ['token'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            invitationId: {
              type: 'string',
              format: 'uuid',
              pattern:
                '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
            },
            delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
            deviceToken: { type: 'string', minLength: 1, maxLength: 128 },
          },
          required: ['invitationId'],
          additionalProperties: false,
        },
      ],
    },
  },
  'invitations.decline': {
    route: 'POST /invitations/decline',
    success: 204,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      anyOf: [
        {
          type: 'object',
          properties: { token: { type: 'string', minLength: 1, maxLength: 256 } },
          required: ['token'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: {
            invitationId: {
              type: 'string',
              format: 'uuid',
              pattern:
                '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
            },
          },
          required: ['invitationId'],
          additionalProperties: false,
        },
      ],
    },
  },
  'invitations.mine': {
    route: 'GET /me/invitations',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'oauth.providers': {
    route: 'GET /oauth/providers',
    success: 200,
    access: 'public',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'oauth.authorize': {
    route: 'GET /oauth/{provider}/authorize',
    success: 200,
    access: 'public',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        provider: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,31}$' },
        redirectTo: { type: 'string', minLength: 1, maxLength: 2048 },
        mode: { default: 'login', type: 'string', enum: ['login', 'link'] },
        loginHint: { type: 'string', minLength: 1, maxLength: 320 },
      },
      required: ['provider'],
      additionalProperties: false,
    },
  },
  'oauth.callback': {
    route: 'POST /oauth/{provider}/callback',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        provider: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,31}$' },
        code: { type: 'string', minLength: 1, maxLength: 8192 },
        state: { type: 'string', minLength: 1, maxLength: 128 },
        iss: { type: 'string', minLength: 1, maxLength: 512 },
        delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
      },
      required: ['provider', 'code', 'state'],
      additionalProperties: false,
    },
  },
  'identities.list': {
    route: 'GET /me/identities',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'identities.unlink': {
    route: 'DELETE /me/identities/{identityId}',
    success: 204,
    access: 'fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        identityId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['identityId'],
      additionalProperties: false,
    },
  },
  'apiKeys.list': {
    route: 'GET /me/api-keys',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'apiKeys.create': {
    route: 'POST /me/api-keys',
    success: 201,
    access: 'fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 64 },
        scopes: {
          maxItems: 10,
          type: 'array',
          items: {
            type: 'string',
            enum: [
              'account:read',
              'organizations:read',
              'org:read',
              'org:update',
              'members:read',
              'members:manage',
              'roles:manage',
              'invitations:read',
              'invitations:manage',
              'audit:read',
            ],
          },
        },
        expiresAt: { type: 'string', format: 'date-time' },
      },
      required: ['name', 'scopes'],
      additionalProperties: false,
    },
  },
  'apiKeys.rotate': {
    route: 'POST /me/api-keys/{keyId}/rotate',
    success: 201,
    access: 'fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        keyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        overlapSeconds: { default: 86400, type: 'integer', minimum: 0, maximum: 604800 },
      },
      required: ['keyId'],
      additionalProperties: false,
    },
  },
  'apiKeys.revoke': {
    route: 'DELETE /me/api-keys/{keyId}',
    success: 204,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        keyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['keyId'],
      additionalProperties: false,
    },
  },
  'apiKeys.verify': {
    route: 'POST /api-keys/verify',
    success: 200,
    access: 'public',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        key: { type: 'string', minLength: 1, maxLength: 256 },
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['key'],
      additionalProperties: false,
    },
  },
  'admin.providers.list': {
    route: 'GET /admin/providers',
    success: 200,
    access: 'platform:providers:write',
    isMutation: false,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'admin.providers.set': {
    route: 'PATCH /admin/providers/{provider}',
    success: 200,
    access: 'platform:providers:write',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        provider: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,31}$' },
        enabled: { type: 'boolean' },
      },
      required: ['provider', 'enabled'],
      additionalProperties: false,
    },
  },
  'admin.impersonation.start': {
    route: 'POST /admin/users/{userId}/impersonate',
    success: 200,
    access: 'platform:users:impersonate+fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        reason: { type: 'string', minLength: 10, maxLength: 500 },
      },
      required: ['userId', 'reason'],
      additionalProperties: false,
    },
  },
  'admin.impersonation.stop': {
    route: 'POST /admin/impersonation/stop',
    success: 204,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'admin.audit.list': {
    route: 'GET /admin/audit-events',
    success: 200,
    access: 'platform:audit:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        action: {
          type: 'string',
          enum: [
            'account.closed',
            'account.closure_cancelled',
            'account.created',
            'account.erased',
            'account.exported',
            'account.updated',
            'admin.mfa_reset_done',
            'admin.mfa_reset_dropped',
            'admin.mfa_reset_requested',
            'admin.password_reset_required',
            'admin.sessions_revoked',
            'admin.user_created',
            'admin.user_deleted',
            'admin.user_disabled',
            'admin.user_email_changed',
            'admin.user_enabled',
            'admin.user_locked_down',
            'admin.user_role_changed',
            'admin.user_unlocked',
            'admin.user_updated',
            'admin.user_verified',
            'api_key.created',
            'api_key.revoked',
            'api_key.rotated',
            'admin.impersonation_started',
            'admin.impersonation_stopped',
            'admin.user_imported',
            'admin.users_exported',
            'admin.users_imported',
            'admin.audit_exported',
            'admin.diagnosed',
            'admin.mail_retried',
            'email.change_requested',
            'email.change_undone',
            'email.changed',
            'email.verification_sent',
            'email.verified',
            'identity.linked',
            'identity.unlinked',
            'invitation.accepted',
            'invitation.created',
            'invitation.declined',
            'invitation.resent',
            'invitation.revoked',
            'member.left',
            'member.removed',
            'member.role_changed',
            'limit.reached',
            'mfa.challenged',
            'mfa.failed',
            'mfa.recovery_codes_replaced',
            'mfa.totp_disabled',
            'mfa.totp_enabled',
            'mfa.totp_enrolment_begun',
            'organization.created',
            'organization.deleted',
            'organization.ownership_transferred',
            'organization.updated',
            'passkey.added',
            'passkey.copied',
            'passkey.enrolment_begun',
            'passkey.removed',
            'passkey.renamed',
            'password.changed',
            'password.reset',
            'password.reset_requested',
            'passwordless.requested',
            'platform.backed_up',
            'platform.restore_drilled',
            'platform.restored',
            'platform.secrets_revoked',
            'platform.secrets_rotated',
            'provider.switched',
            'role.created',
            'role.deleted',
            'role.updated',
            'session.ended',
            'session.organization_set',
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
          ],
        },
        outcome: { type: 'string', enum: ['success', 'failure'] },
        actorId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        targetType: { type: 'string', pattern: '^[a-z][a-z_]{0,31}$' },
        targetId: { type: 'string', minLength: 1, maxLength: 128 },
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        requestId: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,128}$' },
        from: { type: 'string', format: 'date-time' },
        to: { type: 'string', format: 'date-time' },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.audit.export': {
    route: 'GET /admin/audit-events/export',
    success: 200,
    access: 'platform:audit:export',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        action: {
          type: 'string',
          enum: [
            'account.closed',
            'account.closure_cancelled',
            'account.created',
            'account.erased',
            'account.exported',
            'account.updated',
            'admin.mfa_reset_done',
            'admin.mfa_reset_dropped',
            'admin.mfa_reset_requested',
            'admin.password_reset_required',
            'admin.sessions_revoked',
            'admin.user_created',
            'admin.user_deleted',
            'admin.user_disabled',
            'admin.user_email_changed',
            'admin.user_enabled',
            'admin.user_locked_down',
            'admin.user_role_changed',
            'admin.user_unlocked',
            'admin.user_updated',
            'admin.user_verified',
            'api_key.created',
            'api_key.revoked',
            'api_key.rotated',
            'admin.impersonation_started',
            'admin.impersonation_stopped',
            'admin.user_imported',
            'admin.users_exported',
            'admin.users_imported',
            'admin.audit_exported',
            'admin.diagnosed',
            'admin.mail_retried',
            'email.change_requested',
            'email.change_undone',
            'email.changed',
            'email.verification_sent',
            'email.verified',
            'identity.linked',
            'identity.unlinked',
            'invitation.accepted',
            'invitation.created',
            'invitation.declined',
            'invitation.resent',
            'invitation.revoked',
            'member.left',
            'member.removed',
            'member.role_changed',
            'limit.reached',
            'mfa.challenged',
            'mfa.failed',
            'mfa.recovery_codes_replaced',
            'mfa.totp_disabled',
            'mfa.totp_enabled',
            'mfa.totp_enrolment_begun',
            'organization.created',
            'organization.deleted',
            'organization.ownership_transferred',
            'organization.updated',
            'passkey.added',
            'passkey.copied',
            'passkey.enrolment_begun',
            'passkey.removed',
            'passkey.renamed',
            'password.changed',
            'password.reset',
            'password.reset_requested',
            'passwordless.requested',
            'platform.backed_up',
            'platform.restore_drilled',
            'platform.restored',
            'platform.secrets_revoked',
            'platform.secrets_rotated',
            'provider.switched',
            'role.created',
            'role.deleted',
            'role.updated',
            'session.ended',
            'session.organization_set',
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
          ],
        },
        outcome: { type: 'string', enum: ['success', 'failure'] },
        actorId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        targetType: { type: 'string', pattern: '^[a-z][a-z_]{0,31}$' },
        targetId: { type: 'string', minLength: 1, maxLength: 128 },
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        requestId: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,128}$' },
        from: { type: 'string', format: 'date-time' },
        to: { type: 'string', format: 'date-time' },
        limit: { default: 10000, type: 'integer', minimum: 1, maximum: 10000 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.audit.verify': {
    route: 'GET /admin/audit-events/verification',
    success: 200,
    access: 'platform:audit:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.diagnostics.signIn': {
    route: 'GET /admin/diagnostics/sign-in',
    success: 200,
    access: 'platform:diagnostics:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        email: { type: 'string', maxLength: 320, format: 'email' },
        requestId: { type: 'string', pattern: '^[A-Za-z0-9._-]{8,128}$' },
        limit: { default: 10, type: 'integer', minimum: 1, maximum: 50 },
      },
      additionalProperties: false,
    },
  },
  'admin.keys.list': {
    route: 'GET /admin/signing-keys',
    success: 200,
    access: 'platform:keys:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.keys.rotate': {
    route: 'POST /admin/signing-keys/rotate',
    success: 200,
    access: 'platform:keys:write+fresh',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'admin.keys.revoke': {
    route: 'POST /admin/signing-keys/{kid}/revoke',
    success: 200,
    access: 'platform:keys:write+fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: { kid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,128}$' } },
      required: ['kid'],
      additionalProperties: false,
    },
  },
  'admin.mail.list': {
    route: 'GET /admin/mail',
    success: 200,
    access: 'platform:mail:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['queued', 'sending', 'sent', 'failed', 'dropped'] },
        recipient: { type: 'string', maxLength: 320, format: 'email' },
        template: { type: 'string', pattern: '^[a-z][a-z_.]{0,63}$' },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.mail.retry': {
    route: 'POST /admin/mail/{messageId}/retry',
    success: 202,
    access: 'platform:mail:retry',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        messageId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['messageId'],
      additionalProperties: false,
    },
  },
  'admin.organizations.list': {
    route: 'GET /admin/organizations',
    success: 200,
    access: 'platform:organizations:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        search: { type: 'string', minLength: 1, maxLength: 64 },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.organizations.get': {
    route: 'GET /admin/organizations/{organizationId}',
    success: 200,
    access: 'platform:organizations:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'admin.stats': {
    route: 'GET /admin/stats',
    success: 200,
    access: 'platform:stats:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: { days: { default: 14, type: 'integer', minimum: 1, maximum: 90 } },
      additionalProperties: false,
    },
  },
  'admin.users.import': {
    route: 'POST /admin/users/import',
    success: 200,
    access: 'platform:users:import',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: { ndjson: { type: 'string' }, dryRun: { default: false, type: 'boolean' } },
      required: ['ndjson'],
      additionalProperties: false,
    },
  },
  'admin.users.list': {
    route: 'GET /admin/users',
    success: 200,
    access: 'platform:users:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        search: { type: 'string', minLength: 1, maxLength: 254 },
        status: { type: 'string', enum: ['active', 'disabled'] },
        isVerified: { type: 'boolean' },
        platformRole: { type: 'string', enum: ['admin', 'support'] },
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        createdAfter: { type: 'string', format: 'date-time' },
        createdBefore: { type: 'string', format: 'date-time' },
        sort: {
          default: '-createdAt',
          type: 'string',
          enum: ['createdAt', '-createdAt', 'lastSignInAt', '-lastSignInAt', 'email', '-email'],
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'admin.users.get': {
    route: 'GET /admin/users/{userId}',
    success: 200,
    access: 'platform:users:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.sessions': {
    route: 'GET /admin/users/{userId}/sessions',
    success: 200,
    access: 'platform:users:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.auditEvents': {
    route: 'GET /admin/users/{userId}/audit-events',
    success: 200,
    access: 'platform:audit:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.create': {
    route: 'POST /admin/users',
    success: 201,
    access: 'platform:users:create',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        email: { type: 'string', maxLength: 320, format: 'email' },
        displayName: { type: 'string', minLength: 1, maxLength: 64 },
        locale: {
          type: 'string',
          maxLength: 35,
          pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$',
          default: 'en',
        },
        isVerified: { default: false, type: 'boolean' },
        sendInvite: { default: true, type: 'boolean' },
      },
      required: ['email', 'displayName'],
      additionalProperties: false,
    },
  },
  'admin.users.update': {
    route: 'PATCH /admin/users/{userId}',
    success: 200,
    access: 'platform:users:update',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        displayName: { type: 'string', minLength: 1, maxLength: 64 },
        avatarUrl: { anyOf: [{ type: 'string', maxLength: 2048 }, { type: 'null' }] },
        locale: { type: 'string', maxLength: 35, pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' },
        timezone: { type: 'string', maxLength: 64 },
        email: { type: 'string', maxLength: 320, format: 'email' },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.setPlatformRole': {
    route: 'POST /admin/users/{userId}/platform-role',
    success: 204,
    access: 'platform:users:role+fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        role: { anyOf: [{ type: 'string', enum: ['admin', 'support'] }, { type: 'null' }] },
      },
      required: ['userId', 'role'],
      additionalProperties: false,
    },
  },
  'admin.users.bulk': {
    route: 'POST /admin/users/bulk',
    success: 200,
    access: 'platform:users:read',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        action: {
          type: 'string',
          enum: [
            'disable',
            'enable',
            'unlock',
            'verify_email',
            'revoke_sessions',
            'require_password_reset',
            'lockdown',
          ],
        },
        userIds: {
          minItems: 1,
          maxItems: 100,
          type: 'array',
          items: {
            type: 'string',
            format: 'uuid',
            pattern:
              '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
          },
        },
      },
      required: ['action', 'userIds'],
      additionalProperties: false,
    },
  },
  'admin.users.unlock': {
    route: 'POST /admin/users/{userId}/unlock',
    success: 204,
    access: 'platform:users:unlock',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.verifyEmail': {
    route: 'POST /admin/users/{userId}/verify-email',
    success: 204,
    access: 'platform:users:verify',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.requirePasswordReset': {
    route: 'POST /admin/users/{userId}/password-reset',
    success: 202,
    access: 'platform:users:reset-password',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.resetMfa': {
    route: 'POST /admin/users/{userId}/reset-mfa',
    success: 200,
    access: 'platform:users:reset-mfa+fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        reason: { type: 'string', minLength: 10, maxLength: 500 },
      },
      required: ['userId', 'reason'],
      additionalProperties: false,
    },
  },
  'admin.users.revokeSessions': {
    route: 'POST /admin/users/{userId}/revoke-sessions',
    success: 204,
    access: 'platform:users:revoke-sessions',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.disable': {
    route: 'POST /admin/users/{userId}/disable',
    success: 204,
    access: 'platform:users:disable',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.enable': {
    route: 'POST /admin/users/{userId}/enable',
    success: 204,
    access: 'platform:users:disable',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.delete': {
    route: 'DELETE /admin/users/{userId}',
    success: 202,
    access: 'platform:users:delete+fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'admin.users.lockdown': {
    route: 'POST /admin/users/{userId}/lockdown',
    success: 204,
    access: 'platform:users:lockdown',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['userId'],
      additionalProperties: false,
    },
  },
  'sessions.list': {
    route: 'GET /me/sessions',
    success: 200,
    access: 'user',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'sessions.revoke': {
    route: 'DELETE /me/sessions/{sessionId}',
    success: 204,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        sessionId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['sessionId'],
      additionalProperties: false,
    },
  },
  'sessions.revokeOthers': {
    route: 'POST /me/sessions/revoke-others',
    success: 204,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: { type: 'object', properties: {}, additionalProperties: false },
  },
  'sessions.setOrganization': {
    route: 'POST /me/organization',
    success: 200,
    access: 'user',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          anyOf: [
            {
              type: 'string',
              format: 'uuid',
              pattern:
                '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
            },
            { type: 'null' },
          ],
        },
        delivery: { default: 'body', type: 'string', enum: ['body', 'cookie'] },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.create': {
    route: 'POST /organizations',
    success: 201,
    access: 'user',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 64 },
        slug: { type: 'string', minLength: 2, maxLength: 64, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
      },
      required: ['name'],
      additionalProperties: false,
    },
  },
  'organizations.list': {
    route: 'GET /organizations',
    success: 200,
    access: 'user+key:organizations:read',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      additionalProperties: false,
    },
  },
  'organizations.get': {
    route: 'GET /organizations/{organizationId}',
    success: 200,
    access: 'org:org:read+key',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.update': {
    route: 'PATCH /organizations/{organizationId}',
    success: 200,
    access: 'org:org:update+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
        slug: { type: 'string', minLength: 2, maxLength: 64, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
        requireMfa: { type: 'boolean' },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.delete': {
    route: 'DELETE /organizations/{organizationId}',
    success: 204,
    access: 'org:org:delete+fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.auditEvents': {
    route: 'GET /organizations/{organizationId}/audit-events',
    success: 200,
    access: 'org:audit:read+key',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        action: {
          type: 'string',
          enum: [
            'account.closed',
            'account.closure_cancelled',
            'account.created',
            'account.erased',
            'account.exported',
            'account.updated',
            'admin.mfa_reset_done',
            'admin.mfa_reset_dropped',
            'admin.mfa_reset_requested',
            'admin.password_reset_required',
            'admin.sessions_revoked',
            'admin.user_created',
            'admin.user_deleted',
            'admin.user_disabled',
            'admin.user_email_changed',
            'admin.user_enabled',
            'admin.user_locked_down',
            'admin.user_role_changed',
            'admin.user_unlocked',
            'admin.user_updated',
            'admin.user_verified',
            'api_key.created',
            'api_key.revoked',
            'api_key.rotated',
            'admin.impersonation_started',
            'admin.impersonation_stopped',
            'admin.user_imported',
            'admin.users_exported',
            'admin.users_imported',
            'admin.audit_exported',
            'admin.diagnosed',
            'admin.mail_retried',
            'email.change_requested',
            'email.change_undone',
            'email.changed',
            'email.verification_sent',
            'email.verified',
            'identity.linked',
            'identity.unlinked',
            'invitation.accepted',
            'invitation.created',
            'invitation.declined',
            'invitation.resent',
            'invitation.revoked',
            'member.left',
            'member.removed',
            'member.role_changed',
            'limit.reached',
            'mfa.challenged',
            'mfa.failed',
            'mfa.recovery_codes_replaced',
            'mfa.totp_disabled',
            'mfa.totp_enabled',
            'mfa.totp_enrolment_begun',
            'organization.created',
            'organization.deleted',
            'organization.ownership_transferred',
            'organization.updated',
            'passkey.added',
            'passkey.copied',
            'passkey.enrolment_begun',
            'passkey.removed',
            'passkey.renamed',
            'password.changed',
            'password.reset',
            'password.reset_requested',
            'passwordless.requested',
            'platform.backed_up',
            'platform.restore_drilled',
            'platform.restored',
            'platform.secrets_revoked',
            'platform.secrets_rotated',
            'provider.switched',
            'role.created',
            'role.deleted',
            'role.updated',
            'session.ended',
            'session.organization_set',
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
          ],
        },
        actorId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        from: { type: 'string', format: 'date-time' },
        to: { type: 'string', format: 'date-time' },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.checkPermissions': {
    route: 'POST /organizations/{organizationId}/permissions/check',
    success: 200,
    access: 'org:member',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        permissions: {
          minItems: 1,
          maxItems: 10,
          type: 'array',
          items: {
            type: 'string',
            enum: [
              'org:read',
              'org:update',
              'org:delete',
              'members:read',
              'members:manage',
              'roles:manage',
              'invitations:read',
              'invitations:manage',
              'audit:read',
              'api-keys:manage',
            ],
          },
        },
      },
      required: ['organizationId', 'permissions'],
      additionalProperties: false,
    },
  },
  'organizations.members': {
    route: 'GET /organizations/{organizationId}/members',
    success: 200,
    access: 'org:members:read+key',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.setRole': {
    route: 'PATCH /organizations/{organizationId}/members/{userId}',
    success: 200,
    access: 'org:members:manage+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        role: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
      },
      required: ['organizationId', 'userId', 'role'],
      additionalProperties: false,
    },
  },
  'organizations.removeMember': {
    route: 'DELETE /organizations/{organizationId}/members/{userId}',
    success: 204,
    access: 'org:members:manage+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'userId'],
      additionalProperties: false,
    },
  },
  'organizations.leave': {
    route: 'POST /organizations/{organizationId}/leave',
    success: 204,
    access: 'org:member',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.transferOwnership': {
    route: 'POST /organizations/{organizationId}/transfer-ownership',
    success: 204,
    access: 'org:org:delete+fresh',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        userId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'userId'],
      additionalProperties: false,
    },
  },
  'organizations.roles.list': {
    route: 'GET /organizations/{organizationId}/roles',
    success: 200,
    access: 'org:members:read+key',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.roles.create': {
    route: 'POST /organizations/{organizationId}/roles',
    success: 201,
    access: 'org:roles:manage+key',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
        permissions: {
          minItems: 1,
          maxItems: 10,
          type: 'array',
          items: {
            type: 'string',
            enum: [
              'org:read',
              'org:update',
              'org:delete',
              'members:read',
              'members:manage',
              'roles:manage',
              'invitations:read',
              'invitations:manage',
              'audit:read',
              'api-keys:manage',
            ],
          },
        },
      },
      required: ['organizationId', 'name', 'permissions'],
      additionalProperties: false,
    },
  },
  'organizations.roles.update': {
    route: 'PATCH /organizations/{organizationId}/roles/{roleId}',
    success: 200,
    access: 'org:roles:manage+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        roleId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
        permissions: {
          minItems: 1,
          maxItems: 10,
          type: 'array',
          items: {
            type: 'string',
            enum: [
              'org:read',
              'org:update',
              'org:delete',
              'members:read',
              'members:manage',
              'roles:manage',
              'invitations:read',
              'invitations:manage',
              'audit:read',
              'api-keys:manage',
            ],
          },
        },
      },
      required: ['organizationId', 'roleId'],
      additionalProperties: false,
    },
  },
  'organizations.roles.delete': {
    route: 'DELETE /organizations/{organizationId}/roles/{roleId}',
    success: 204,
    access: 'org:roles:manage+key',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        roleId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'roleId'],
      additionalProperties: false,
    },
  },
  'organizations.apiKeys.list': {
    route: 'GET /organizations/{organizationId}/api-keys',
    success: 200,
    access: 'org:api-keys:manage',
    isMutation: false,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        limit: { default: 25, type: 'integer', minimum: 1, maximum: 100 },
        cursor: { type: 'string', minLength: 1, maxLength: 512 },
      },
      required: ['organizationId'],
      additionalProperties: false,
    },
  },
  'organizations.apiKeys.create': {
    route: 'POST /organizations/{organizationId}/api-keys',
    success: 201,
    access: 'org:api-keys:manage+fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        name: { type: 'string', minLength: 1, maxLength: 64 },
        scopes: {
          maxItems: 8,
          type: 'array',
          items: {
            type: 'string',
            enum: [
              'org:read',
              'org:update',
              'members:read',
              'members:manage',
              'roles:manage',
              'invitations:read',
              'invitations:manage',
              'audit:read',
            ],
          },
        },
        expiresAt: { type: 'string', format: 'date-time' },
      },
      required: ['organizationId', 'name', 'scopes'],
      additionalProperties: false,
    },
  },
  'organizations.apiKeys.rotate': {
    route: 'POST /organizations/{organizationId}/api-keys/{keyId}/rotate',
    success: 201,
    access: 'org:api-keys:manage+fresh',
    isMutation: true,
    takesKey: true,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        keyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        overlapSeconds: { default: 86400, type: 'integer', minimum: 0, maximum: 604800 },
      },
      required: ['organizationId', 'keyId'],
      additionalProperties: false,
    },
  },
  'organizations.apiKeys.revoke': {
    route: 'DELETE /organizations/{organizationId}/api-keys/{keyId}',
    success: 204,
    access: 'org:api-keys:manage',
    isMutation: true,
    takesKey: false,
    input: {
      type: 'object',
      properties: {
        organizationId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
        keyId: {
          type: 'string',
          format: 'uuid',
          pattern:
            '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$',
        },
      },
      required: ['organizationId', 'keyId'],
      additionalProperties: false,
    },
  },
}

/** The HTTP status of each code, and tRPC's name and number for it. */
export const statuses: Record<ErrorCode, readonly [http: number, name: string, number: number]> = {
  'request.invalid': [400, 'BAD_REQUEST', -32600],
  'request.host_unknown': [400, 'BAD_REQUEST', -32600],
  'request.cross_site': [403, 'FORBIDDEN', -32003],
  'request.too_large': [413, 'PAYLOAD_TOO_LARGE', -32013],
  'request.unsupported_media_type': [415, 'UNSUPPORTED_MEDIA_TYPE', -32015],
  'auth.unauthenticated': [401, 'UNAUTHORIZED', -32001],
  'auth.reauthentication_required': [403, 'FORBIDDEN', -32003],
  not_found: [404, 'NOT_FOUND', -32004],
  method_not_allowed: [405, 'METHOD_NOT_SUPPORTED', -32005],
  conflict: [409, 'CONFLICT', -32009],
  rate_limited: [429, 'TOO_MANY_REQUESTS', -32029],
  unavailable: [503, 'SERVICE_UNAVAILABLE', -32603],
  internal: [500, 'INTERNAL_SERVER_ERROR', -32603],
  'api_key.scope_forbidden': [403, 'FORBIDDEN', -32003],
  'api_key.too_many': [409, 'CONFLICT', -32009],
  'api_key.already_rotated': [409, 'CONFLICT', -32009],
  'api_key.scope_missing': [403, 'FORBIDDEN', -32003],
  'auth.email_not_verified': [403, 'FORBIDDEN', -32003],
  'auth.account_disabled': [403, 'FORBIDDEN', -32003],
  'auth.password_change_required': [403, 'FORBIDDEN', -32003],
  'account.last_sign_in_method': [409, 'CONFLICT', -32009],
  'mfa.challenge_expired': [401, 'UNAUTHORIZED', -32001],
  'mfa.code_invalid': [401, 'UNAUTHORIZED', -32001],
  'idempotency.key_reused': [422, 'UNPROCESSABLE_CONTENT', -32022],
  'idempotency.in_progress': [409, 'CONFLICT', -32009],
  'idempotency.already_completed': [409, 'CONFLICT', -32009],
  'impersonation.rank_forbidden': [403, 'FORBIDDEN', -32003],
  'impersonation.not_possible': [409, 'CONFLICT', -32009],
  'invitation.email_mismatch': [403, 'FORBIDDEN', -32003],
  'invitation.sign_in_required': [403, 'FORBIDDEN', -32003],
  'invitation.already_member': [409, 'CONFLICT', -32009],
  'invitation.declined': [409, 'CONFLICT', -32009],
  'invitation.not_open': [409, 'CONFLICT', -32009],
  'org.forbidden': [403, 'FORBIDDEN', -32003],
  'org.mfa_required': [403, 'FORBIDDEN', -32003],
  'org.last_owner': [409, 'CONFLICT', -32009],
  'org.role_forbidden': [403, 'FORBIDDEN', -32003],
  'token.invalid': [400, 'BAD_REQUEST', -32600],
  'org.role_in_use': [409, 'CONFLICT', -32009],
  'org.role_taken': [409, 'CONFLICT', -32009],
  'org.too_many_roles': [409, 'CONFLICT', -32009],
  'org.slug_taken': [409, 'CONFLICT', -32009],
  'org.too_many': [409, 'CONFLICT', -32009],
  'passkey.invalid': [400, 'BAD_REQUEST', -32600],
  'passkey.too_many': [409, 'CONFLICT', -32009],
  'password.too_short': [422, 'UNPROCESSABLE_CONTENT', -32022],
  'password.too_long': [422, 'UNPROCESSABLE_CONTENT', -32022],
  'password.too_common': [422, 'UNPROCESSABLE_CONTENT', -32022],
  'password.contains_context': [422, 'UNPROCESSABLE_CONTENT', -32022],
  'impersonation.not_allowed': [403, 'FORBIDDEN', -32003],
  'auth.refresh_invalid': [401, 'UNAUTHORIZED', -32001],
  'auth.refresh_reused': [401, 'UNAUTHORIZED', -32001],
  'auth.invalid_credentials': [401, 'UNAUTHORIZED', -32001],
  'auth.too_many_attempts': [429, 'TOO_MANY_REQUESTS', -32029],
  'signup.closed': [403, 'FORBIDDEN', -32003],
  'oauth.state_invalid': [400, 'BAD_REQUEST', -32600],
  'oauth.exchange_failed': [502, 'BAD_GATEWAY', -32603],
  'oauth.provider_unavailable': [503, 'SERVICE_UNAVAILABLE', -32603],
  'oauth.email_unverified': [403, 'FORBIDDEN', -32003],
  'oauth.link_required': [409, 'CONFLICT', -32009],
  'oauth.identity_in_use': [409, 'CONFLICT', -32009],
  'admin.last_admin': [409, 'CONFLICT', -32009],
  'admin.mfa_required': [403, 'FORBIDDEN', -32003],
  'admin.not_yourself': [409, 'CONFLICT', -32009],
  'admin.outranked': [403, 'FORBIDDEN', -32003],
  'admin.permission_missing': [403, 'FORBIDDEN', -32003],
  'user.email_taken': [409, 'CONFLICT', -32009],
  'admin.user_disabled': [409, 'CONFLICT', -32009],
  'admin.no_second_factor': [409, 'CONFLICT', -32009],
}
