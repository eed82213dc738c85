// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'
import type { ErrorShape } from '../error-shape.ts'
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

interface RouterTypes {
  ctx: object
  meta: object
  errorShape: ErrorShape
  transformer: true
}

interface Procedure<Input, Output> {
  input: Input
  output: Output
  meta: unknown
  errorShape: ErrorShape
}

type Query<Input, Output> = TRPCQueryProcedure<Procedure<Input, Output>>
type Mutation<Input, Output> = TRPCMutationProcedure<Procedure<Input, Output>>

/** The type of the platform's router, for `createTRPCClient<AppRouter>()` and what builds on it. */
export type AppRouter = TRPCBuiltRouter<
  RouterTypes,
  {
    system: {
      config: Query<Record<string, never>, ServerConfig>
      version: Query<Record<string, never>, ServerVersion>
    }
    auth: {
      register: Mutation<AuthRegisterInput, AuthRegisterOutput>
      verifyEmail: Mutation<AuthVerifyEmailInput, AuthVerifyEmailOutput>
      resendVerification: Mutation<AuthResendVerificationInput, AuthResendVerificationOutput>
      login: Mutation<AuthLoginInput, SignInResult>
      refresh: Mutation<AuthRefreshInput, SignedIn>
      logout: Mutation<AuthLogoutInput, void>
      reauthenticate: Mutation<AuthReauthenticateInput, SignInResult>
      reauthenticateOptions: Mutation<Record<string, never>, AuthReauthenticateOptionsOutput>
    }
    password: {
      requestReset: Mutation<PasswordRequestResetInput, PasswordRequestResetOutput>
      confirmReset: Mutation<PasswordConfirmResetInput, void>
      change: Mutation<PasswordChangeInput, void>
    }
    passwordless: {
      start: Mutation<PasswordlessStartInput, PasswordlessStartOutput>
      complete: Mutation<PasswordlessCompleteInput, SignInResult>
    }
    mfa: {
      status: Query<Record<string, never>, MfaStatusOutput>
      enrollTotp: Mutation<Record<string, never>, MfaEnrollTotpOutput>
      confirmTotp: Mutation<MfaConfirmTotpInput, MfaConfirmTotpOutput>
      disableTotp: Mutation<MfaDisableTotpInput, void>
      regenerateRecoveryCodes: Mutation<Record<string, never>, MfaRegenerateRecoveryCodesOutput>
      verify: Mutation<MfaVerifyInput, SignInResult>
    }
    passkeys: {
      registrationOptions: Mutation<Record<string, never>, PasskeysRegistrationOptionsOutput>
      register: Mutation<PasskeysRegisterInput, Passkey>
      list: Query<PasskeysListInput, PasskeysListOutput>
      rename: Mutation<PasskeysRenameInput, Passkey>
      delete: Mutation<PasskeysDeleteInput, void>
      loginOptions: Mutation<PasskeysLoginOptionsInput, PasskeysLoginOptionsOutput>
      login: Mutation<PasskeysLoginInput, SignInResult>
    }
    account: {
      get: Query<Record<string, never>, User>
      update: Mutation<AccountUpdateInput, User>
      securityLog: Query<AccountSecurityLogInput, AccountSecurityLogOutput>
      requestEmailChange: Mutation<AccountRequestEmailChangeInput, AccountRequestEmailChangeOutput>
      confirmEmailChange: Mutation<AccountConfirmEmailChangeInput, void>
      undoEmailChange: Mutation<AccountUndoEmailChangeInput, void>
      delete: Mutation<Record<string, never>, AccountDeleteOutput>
      export: Query<Record<string, never>, PersonalData>
    }
    invitations: {
      create: Mutation<InvitationsCreateInput, Invitation>
      createMany: Mutation<InvitationsCreateManyInput, InvitationsCreateManyOutput>
      list: Query<InvitationsListInput, InvitationsListOutput>
      resend: Mutation<InvitationsResendInput, Invitation>
      revoke: Mutation<InvitationsRevokeInput, void>
      preview: Mutation<InvitationsPreviewInput, InvitationPreview>
      accept: Mutation<InvitationsAcceptInput, AcceptanceResult>
      decline: Mutation<InvitationsDeclineInput, void>
      mine: Query<InvitationsMineInput, InvitationsMineOutput>
    }
    oauth: {
      providers: Query<Record<string, never>, OauthProvidersOutput>
      authorize: Query<OauthAuthorizeInput, OauthAuthorizeOutput>
      callback: Mutation<OauthCallbackInput, ProviderSignInResult>
    }
    identities: {
      list: Query<IdentitiesListInput, IdentitiesListOutput>
      unlink: Mutation<IdentitiesUnlinkInput, void>
    }
    apiKeys: {
      list: Query<ApiKeysListInput, ApiKeysListOutput>
      create: Mutation<ApiKeysCreateInput, ApiKeysCreateOutput>
      rotate: Mutation<ApiKeysRotateInput, ApiKeysRotateOutput>
      revoke: Mutation<ApiKeysRevokeInput, void>
      verify: Mutation<ApiKeysVerifyInput, ApiKeyVerification>
    }
    admin: {
      stats: Query<AdminStatsInput, Stats>
      providers: {
        list: Query<Record<string, never>, AdminProvidersListOutput>
        set: Mutation<AdminProvidersSetInput, SwitchableProvider>
      }
      impersonation: {
        start: Mutation<AdminImpersonationStartInput, SignedIn>
        stop: Mutation<Record<string, never>, void>
      }
      audit: {
        list: Query<AdminAuditListInput, AdminAuditListOutput>
        export: Query<AdminAuditExportInput, string>
        verify: Query<AdminAuditVerifyInput, AuditVerification>
      }
      diagnostics: {
        signIn: Query<AdminDiagnosticsSignInInput, SignInDiagnosis>
      }
      keys: {
        list: Query<AdminKeysListInput, AdminKeysListOutput>
        rotate: Mutation<Record<string, never>, SigningKey>
        revoke: Mutation<AdminKeysRevokeInput, SigningKey>
      }
      mail: {
        list: Query<AdminMailListInput, AdminMailListOutput>
        retry: Mutation<AdminMailRetryInput, Mail>
      }
      organizations: {
        list: Query<AdminOrganizationsListInput, AdminOrganizationsListOutput>
        get: Query<AdminOrganizationsGetInput, ReviewedOrganizationWithOwners>
      }
      users: {
        import: Mutation<AdminUsersImportInput, ImportReport>
        list: Query<AdminUsersListInput, AdminUsersListOutput>
        get: Query<AdminUsersGetInput, AdminUserDetails>
        sessions: Query<AdminUsersSessionsInput, AdminUsersSessionsOutput>
        auditEvents: Query<AdminUsersAuditEventsInput, AdminUsersAuditEventsOutput>
        create: Mutation<AdminUsersCreateInput, AdminUserDetails>
        update: Mutation<AdminUsersUpdateInput, AdminUserDetails>
        setPlatformRole: Mutation<AdminUsersSetPlatformRoleInput, void>
        bulk: Mutation<AdminUsersBulkInput, AdminUsersBulkOutput>
        unlock: Mutation<AdminUsersUnlockInput, void>
        verifyEmail: Mutation<AdminUsersVerifyEmailInput, void>
        requirePasswordReset: Mutation<
          AdminUsersRequirePasswordResetInput,
          AdminUsersRequirePasswordResetOutput
        >
        resetMfa: Mutation<AdminUsersResetMfaInput, MfaReset>
        revokeSessions: Mutation<AdminUsersRevokeSessionsInput, void>
        disable: Mutation<AdminUsersDisableInput, void>
        enable: Mutation<AdminUsersEnableInput, void>
        delete: Mutation<AdminUsersDeleteInput, AdminUsersDeleteOutput>
        lockdown: Mutation<AdminUsersLockdownInput, void>
      }
    }
    sessions: {
      list: Query<SessionsListInput, SessionsListOutput>
      revoke: Mutation<SessionsRevokeInput, void>
      revokeOthers: Mutation<Record<string, never>, void>
      setOrganization: Mutation<SessionsSetOrganizationInput, SignedIn>
    }
    organizations: {
      create: Mutation<OrganizationsCreateInput, Organization>
      list: Query<OrganizationsListInput, OrganizationsListOutput>
      get: Query<OrganizationsGetInput, Organization>
      update: Mutation<OrganizationsUpdateInput, Organization>
      delete: Mutation<OrganizationsDeleteInput, void>
      auditEvents: Query<OrganizationsAuditEventsInput, OrganizationsAuditEventsOutput>
      checkPermissions: Mutation<OrganizationsCheckPermissionsInput, OrganizationsCheckPermissionsOutput>
      members: Query<OrganizationsMembersInput, OrganizationsMembersOutput>
      setRole: Mutation<OrganizationsSetRoleInput, Member>
      removeMember: Mutation<OrganizationsRemoveMemberInput, void>
      leave: Mutation<OrganizationsLeaveInput, void>
      transferOwnership: Mutation<OrganizationsTransferOwnershipInput, void>
      roles: {
        list: Query<OrganizationsRolesListInput, OrganizationsRolesListOutput>
        create: Mutation<OrganizationsRolesCreateInput, OrganizationRole>
        update: Mutation<OrganizationsRolesUpdateInput, OrganizationRole>
        delete: Mutation<OrganizationsRolesDeleteInput, void>
      }
      apiKeys: {
        list: Query<OrganizationsApiKeysListInput, OrganizationsApiKeysListOutput>
        create: Mutation<OrganizationsApiKeysCreateInput, OrganizationsApiKeysCreateOutput>
        rotate: Mutation<OrganizationsApiKeysRotateInput, OrganizationsApiKeysRotateOutput>
        revoke: Mutation<OrganizationsApiKeysRevokeInput, void>
      }
    }
  }
>
