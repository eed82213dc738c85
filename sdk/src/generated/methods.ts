// Written by scripts/generate-sdk.ts from the server’s router. Do not edit: change the procedure there.

import type { CallOptions } from '../call-options.ts'
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

/** Everything the platform can do: one method per procedure. */
export interface Methods {
  readonly system: SystemMethods
  readonly auth: AuthMethods
  readonly password: PasswordMethods
  readonly passwordless: PasswordlessMethods
  readonly mfa: MfaMethods
  readonly passkeys: PasskeysMethods
  readonly account: AccountMethods
  readonly invitations: InvitationsMethods
  readonly oauth: OauthMethods
  readonly identities: IdentitiesMethods
  readonly apiKeys: ApiKeysMethods
  readonly admin: AdminMethods
  readonly sessions: SessionsMethods
  readonly organizations: OrganizationsMethods
}

/** The methods under `system`. */
export interface SystemMethods {
  /**
   * Read what this server offers: ways to sign in, the password policy, its brand.
   *
   * Anyone may call it. REST: `GET /config`.
   *
   * @throws {GatehouseError} with a general code.
   */
  config(input?: Record<string, never>, options?: CallOptions): Promise<ServerConfig>

  /**
   * Read which version of the server answers.
   *
   * Anyone may call it. REST: `GET /version`.
   *
   * @throws {GatehouseError} with a general code.
   */
  version(input?: Record<string, never>, options?: CallOptions): Promise<ServerVersion>
}

/** The methods under `auth`. */
export interface AuthMethods {
  /**
   * Create an account; a link to verify the address is mailed.
   *
   * The answer is the same for an address that has an account: its owner is told by mail. Repeating a sign-up is safe.
   *
   * Anyone may call it. REST: `POST /register`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `signup.closed`, `password.too_short`, `password.too_long`, `password.too_common`, `password.contains_context`, or a general code.
   */
  register(input: AuthRegisterInput, options?: CallOptions): Promise<AuthRegisterOutput>

  /**
   * Verify an email address with an emailed link.
   *
   * Anyone may call it. REST: `POST /verify-email`.
   *
   * @throws {GatehouseError} with `token.invalid`, or a general code.
   */
  verifyEmail(input: AuthVerifyEmailInput, options?: CallOptions): Promise<AuthVerifyEmailOutput>

  /**
   * Send the verification link again.
   *
   * The answer is the same whether or not the address awaits verification.
   *
   * Anyone may call it. REST: `POST /verify-email/resend`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  resendVerification(
    input: AuthResendVerificationInput,
    options?: CallOptions,
  ): Promise<AuthResendVerificationOutput>

  /**
   * Sign in with address and password.
   *
   * Anyone may call it. REST: `POST /login`.
   *
   * @throws {GatehouseError} with `auth.too_many_attempts`, `auth.invalid_credentials`, `auth.email_not_verified`, `auth.account_disabled`, `auth.password_change_required`, or a general code.
   */
  login(input: AuthLoginInput, options?: CallOptions): Promise<SignInResult>

  /**
   * Exchange the refresh token for its successor and a new access token.
   *
   * Anyone may call it. REST: `POST /refresh`.
   *
   * @throws {GatehouseError} with `auth.refresh_invalid`, `auth.refresh_reused`, or a general code.
   */
  refresh(input?: AuthRefreshInput, options?: CallOptions): Promise<SignedIn>

  /**
   * Sign this device out. Asking twice does no harm.
   *
   * Anyone may call it. REST: `POST /logout`.
   *
   * @throws {GatehouseError} with a general code.
   */
  logout(input?: AuthLogoutInput, options?: CallOptions): Promise<void>

  /**
   * Prove again that it is you, for sensitive changes. The session goes on under a new id.
   *
   * Needs the access token of a live session. REST: `POST /reauthenticate`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `auth.invalid_credentials`, `auth.too_many_attempts`, `auth.email_not_verified`, `auth.account_disabled`, `auth.password_change_required`, or a general code.
   */
  reauthenticate(input: AuthReauthenticateInput, options?: CallOptions): Promise<SignInResult>

  /**
   * Get what the browser needs to prove yourself with a passkey of yours.
   *
   * Needs the access token of a live session. REST: `POST /reauthenticate/options`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  reauthenticateOptions(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<AuthReauthenticateOptionsOutput>
}

/** The methods under `password`. */
export interface PasswordMethods {
  /**
   * Send a link to set a new password.
   *
   * The answer is the same whether or not there is an account; nothing changes on it.
   *
   * Anyone may call it. REST: `POST /password-reset/request`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  requestReset(input: PasswordRequestResetInput, options?: CallOptions): Promise<PasswordRequestResetOutput>

  /**
   * Set a new password with an emailed link and sign every device out.
   *
   * Signs nobody in. The address counts as verified from then on.
   *
   * Anyone may call it. REST: `POST /password-reset/confirm`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `token.invalid`, `password.too_short`, `password.too_long`, `password.too_common`, `password.contains_context`, or a general code.
   */
  confirmReset(input: PasswordConfirmResetInput, options?: CallOptions): Promise<void>

  /**
   * Set a new password and sign your other devices out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/password`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `auth.invalid_credentials`, `auth.too_many_attempts`, `password.too_short`, `password.too_long`, `password.too_common`, `password.contains_context`, or a general code.
   */
  change(input: PasswordChangeInput, options?: CallOptions): Promise<void>
}

/** The methods under `passwordless`. */
export interface PasswordlessMethods {
  /**
   * Send a mail to sign in with: a link, and a code of six digits.
   *
   * Good for 10 minutes; a newer mail voids the one before. The answer is the same whether or not there is an account.
   *
   * Anyone may call it. REST: `POST /passwordless/start`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  start(input: PasswordlessStartInput, options?: CallOptions): Promise<PasswordlessStartOutput>

  /**
   * Sign in with the link or the code of a mail.
   *
   * Either of them, once. Five wrong codes end the code; the link lives on.
   *
   * Anyone may call it. REST: `POST /passwordless/complete`.
   *
   * @throws {GatehouseError} with `token.invalid`, `auth.email_not_verified`, `auth.account_disabled`, or a general code.
   */
  complete(input: PasswordlessCompleteInput, options?: CallOptions): Promise<SignInResult>
}

/** The methods under `mfa`. */
export interface MfaMethods {
  /**
   * Read which second factors you have.
   *
   * Needs the access token of a live session. REST: `GET /me/mfa`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  status(input?: Record<string, never>, options?: CallOptions): Promise<MfaStatusOutput>

  /**
   * Show a secret for an authenticator app. It counts only once a code has confirmed it.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/mfa/totp`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `auth.email_not_verified`, or a general code.
   */
  enrollTotp(input?: Record<string, never>, options?: CallOptions): Promise<MfaEnrollTotpOutput>

  /**
   * Switch two-step sign-in on with the first code, and sign every other device out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/mfa/totp/confirm`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `auth.email_not_verified`, `mfa.code_invalid`, `auth.too_many_attempts`, or a general code.
   */
  confirmTotp(input: MfaConfirmTotpInput, options?: CallOptions): Promise<MfaConfirmTotpOutput>

  /**
   * Switch two-step sign-in off with a code, and sign every other device out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `DELETE /me/mfa/totp`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `mfa.code_invalid`, `auth.too_many_attempts`, or a general code.
   */
  disableTotp(input: MfaDisableTotpInput, options?: CallOptions): Promise<void>

  /**
   * Make ten new recovery codes; the old ones are void.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/mfa/recovery-codes`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `auth.email_not_verified`, `conflict`, or a general code.
   */
  regenerateRecoveryCodes(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<MfaRegenerateRecoveryCodesOutput>

  /**
   * Finish signing in with the second factor.
   *
   * Five wrong codes end the challenge; ten within 15 minutes pause the person’s second factors.
   *
   * Anyone may call it. REST: `POST /mfa/verify`.
   *
   * @throws {GatehouseError} with `mfa.challenge_expired`, `mfa.code_invalid`, `auth.too_many_attempts`, `auth.email_not_verified`, `auth.account_disabled`, `auth.password_change_required`, or a general code.
   */
  verify(input: MfaVerifyInput, options?: CallOptions): Promise<SignInResult>
}

/** The methods under `passkeys`. */
export interface PasskeysMethods {
  /**
   * Get what the browser needs to make a passkey.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/passkeys/options`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, or a general code.
   */
  registrationOptions(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<PasskeysRegistrationOptionsOutput>

  /**
   * Add a passkey, and sign every other device out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/passkeys`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `passkey.invalid`, `passkey.too_many`, or a general code.
   */
  register(input: PasskeysRegisterInput, options?: CallOptions): Promise<Passkey>

  /**
   * List your passkeys, newest first.
   *
   * Needs the access token of a live session. REST: `GET /me/passkeys`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: PasskeysListInput, options?: CallOptions): Promise<PasskeysListOutput>

  /**
   * Call a passkey something else.
   *
   * Needs the access token of a live session. REST: `PATCH /me/passkeys/{passkeyId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  rename(input: PasskeysRenameInput, options?: CallOptions): Promise<Passkey>

  /**
   * Remove a passkey, and sign every other device out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `DELETE /me/passkeys/{passkeyId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `account.last_sign_in_method`, or a general code.
   */
  delete(input: PasskeysDeleteInput, options?: CallOptions): Promise<void>

  /**
   * Get what the browser needs to sign in with a passkey.
   *
   * Nobody is named: the passkey says who it is of. With a `challengeToken`, for the second factor of that sign-in.
   *
   * Anyone may call it. REST: `POST /passkeys/login/options`.
   *
   * @throws {GatehouseError} with `mfa.challenge_expired`, or a general code.
   */
  loginOptions(input?: PasskeysLoginOptionsInput, options?: CallOptions): Promise<PasskeysLoginOptionsOutput>

  /**
   * Sign in with a passkey.
   *
   * Anyone may call it. REST: `POST /passkeys/login`.
   *
   * @throws {GatehouseError} with `auth.invalid_credentials`, `auth.email_not_verified`, `auth.account_disabled`, or a general code.
   */
  login(input: PasskeysLoginInput, options?: CallOptions): Promise<SignInResult>
}

/** The methods under `account`. */
export interface AccountMethods {
  /**
   * Read your own account.
   *
   * Needs the access token of a live session, or an API key with the scope `account:read`. REST: `GET /me`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, or a general code.
   */
  get(input?: Record<string, never>, options?: CallOptions): Promise<User>

  /**
   * Change your name, picture, language or time zone.
   *
   * Fields that are left out stay as they are.
   *
   * Needs the access token of a live session. REST: `PATCH /me`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  update(input?: AccountUpdateInput, options?: CallOptions): Promise<User>

  /**
   * List what happened to your account, newest first.
   *
   * Needs the access token of a live session. REST: `GET /me/security-log`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  securityLog(input?: AccountSecurityLogInput, options?: CallOptions): Promise<AccountSecurityLogOutput>

  /**
   * Ask for another address: a link goes to it, and the old one stays until that is used.
   *
   * The answer is the same whether or not somebody has the address already.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/email`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  requestEmailChange(
    input: AccountRequestEmailChangeInput,
    options?: CallOptions,
  ): Promise<AccountRequestEmailChangeOutput>

  /**
   * Take the new address into use with the link that was mailed to it.
   *
   * Anyone may call it. REST: `POST /me/email/confirm`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `token.invalid`, or a general code.
   */
  confirmEmailChange(input: AccountConfirmEmailChangeInput, options?: CallOptions): Promise<void>

  /**
   * Set the address back with the link that was mailed to the old one.
   *
   * Signs out every device and asks for a new password, since somebody else may have been in.
   *
   * Anyone may call it. REST: `POST /me/email/undo`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `token.invalid`, or a general code.
   */
  undoEmailChange(input: AccountUndoEmailChangeInput, options?: CallOptions): Promise<void>

  /**
   * Close your account. It is erased after seven days, unless you sign in before.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `DELETE /me`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `admin.last_admin`, `org.last_owner`, or a general code.
   */
  delete(input?: Record<string, never>, options?: CallOptions): Promise<AccountDeleteOutput>

  /**
   * Read everything that is held about you, as one document.
   *
   * Secrets and hashes of them are left out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `GET /me/export`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, or a general code.
   */
  export(input?: Record<string, never>, options?: CallOptions): Promise<PersonalData>
}

/** The methods under `invitations`. */
export interface InvitationsMethods {
  /**
   * Invite somebody into the organization by mail.
   *
   * The link is good once, for seven days. Inviting an address again replaces its open invitation. An organization mails 50 invitations an hour, a mailbox gets 10.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `invitations:manage`, or an API key with the scope `invitations:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/invitations`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `org.role_forbidden`, `invitation.already_member`, `invitation.declined`, or a general code.
   */
  create(input: InvitationsCreateInput, options?: CallOptions): Promise<Invitation>

  /**
   * Invite up to 100 people, with a result for each.
   *
   * Every row counts against the limits of single invitations.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `invitations:manage`, or an API key with the scope `invitations:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/invitations/bulk`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  createMany(input: InvitationsCreateManyInput, options?: CallOptions): Promise<InvitationsCreateManyOutput>

  /**
   * List the invitations of the organization, newest first.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `invitations:read`, or an API key with the scope `invitations:read`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}/invitations`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  list(input: InvitationsListInput, options?: CallOptions): Promise<InvitationsListOutput>

  /**
   * Send an open invitation again; the link sent before is dead.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `invitations:manage`, or an API key with the scope `invitations:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/invitations/{invitationId}/resend`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `org.role_forbidden`, `invitation.already_member`, `invitation.declined`, `invitation.not_open`, or a general code.
   */
  resend(input: InvitationsResendInput, options?: CallOptions): Promise<Invitation>

  /**
   * Take an open invitation back.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `invitations:manage`, or an API key with the scope `invitations:manage`; to strangers there is no such organization. REST: `DELETE /organizations/{organizationId}/invitations/{invitationId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `invitation.declined`, `invitation.not_open`, or a general code.
   */
  revoke(input: InvitationsRevokeInput, options?: CallOptions): Promise<void>

  /**
   * See who invites into which organization.
   *
   * Names only. Uses nothing up.
   *
   * Anyone may call it. REST: `POST /invitations/preview`.
   *
   * @throws {GatehouseError} with `token.invalid`, or a general code.
   */
  preview(input: InvitationsPreviewInput, options?: CallOptions): Promise<InvitationPreview>

  /**
   * Accept an invitation: join, or get an account with the invited address.
   *
   * With a session, whose verified address must be the invited one, it answers `joined`. Without one, the link proves the mailbox and makes an account, which needs `password` and `displayName`; where the address has an account, sign in first. A link works once.
   *
   * Anyone may call it. REST: `POST /invitations/accept`.
   *
   * @throws {GatehouseError} with `token.invalid`, `invitation.email_mismatch`, `invitation.sign_in_required`, `signup.closed`, `auth.unauthenticated`, `impersonation.not_allowed`, `conflict`, `password.too_short`, `password.too_long`, `password.too_common`, `password.contains_context`, `auth.email_not_verified`, `auth.account_disabled`, or a general code.
   */
  accept(input: InvitationsAcceptInput, options?: CallOptions): Promise<AcceptanceResult>

  /**
   * Decline an invitation, for good.
   *
   * With the link, or, signed in, with the id of one of your own.
   *
   * Anyone may call it. REST: `POST /invitations/decline`.
   *
   * @throws {GatehouseError} with `token.invalid`, `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  decline(input: InvitationsDeclineInput, options?: CallOptions): Promise<void>

  /**
   * List the invitations to your address that await an answer, newest first.
   *
   * Needs the access token of a live session. REST: `GET /me/invitations`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  mine(input?: InvitationsMineInput, options?: CallOptions): Promise<InvitationsMineOutput>
}

/** The methods under `oauth`. */
export interface OauthMethods {
  /**
   * List the providers one can sign in with at present.
   *
   * Anyone may call it. REST: `GET /oauth/providers`.
   *
   * @throws {GatehouseError} with a general code.
   */
  providers(input?: Record<string, never>, options?: CallOptions): Promise<OauthProvidersOutput>

  /**
   * Begin to sign in at a provider: the address to send the browser to.
   *
   * Sets the cookie that binds the sign-in to this browser. With `mode=link` the provider is to be connected to the caller’s account: that needs an access token, and a sign-in of the last five minutes.
   *
   * Anyone may call it. REST: `GET /oauth/{provider}/authorize`.
   *
   * @throws {GatehouseError} with `oauth.provider_unavailable`, `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, or a general code.
   */
  authorize(input: OauthAuthorizeInput, options?: CallOptions): Promise<OauthAuthorizeOutput>

  /**
   * Finish a sign-in at a provider with what the browser came back with.
   *
   * From the browser that began it, once, within ten minutes. A provider is connected only by the session that asked for it, told by its access token, or without one by its refresh cookie; the answer is that session under a new id.
   *
   * Anyone may call it. REST: `POST /oauth/{provider}/callback`.
   *
   * @throws {GatehouseError} with `oauth.state_invalid`, `oauth.exchange_failed`, `oauth.provider_unavailable`, `oauth.email_unverified`, `oauth.link_required`, `oauth.identity_in_use`, `signup.closed`, `auth.email_not_verified`, `auth.account_disabled`, or a general code.
   */
  callback(input: OauthCallbackInput, options?: CallOptions): Promise<ProviderSignInResult>
}

/** The methods under `identities`. */
export interface IdentitiesMethods {
  /**
   * List the accounts at providers that open yours, oldest first.
   *
   * Needs the access token of a live session. REST: `GET /me/identities`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: IdentitiesListInput, options?: CallOptions): Promise<IdentitiesListOutput>

  /**
   * Disconnect an account at a provider, and sign every other device out.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `DELETE /me/identities/{identityId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `account.last_sign_in_method`, or a general code.
   */
  unlink(input: IdentitiesUnlinkInput, options?: CallOptions): Promise<void>
}

/** The methods under `apiKeys`. */
export interface ApiKeysMethods {
  /**
   * List your API keys, newest first.
   *
   * Those that ended are shown for another 30 days.
   *
   * Needs the access token of a live session. REST: `GET /me/api-keys`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: ApiKeysListInput, options?: CallOptions): Promise<ApiKeysListOutput>

  /**
   * Make an API key of your own. Its secret is shown this once.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/api-keys`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `api_key.too_many`, or a general code.
   */
  create(input: ApiKeysCreateInput, options?: CallOptions): Promise<ApiKeysCreateOutput>

  /**
   * Make a key that takes the place of another, which goes on working for a while.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes. REST: `POST /me/api-keys/{keyId}/rotate`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `api_key.too_many`, `api_key.already_rotated`, or a general code.
   */
  rotate(input: ApiKeysRotateInput, options?: CallOptions): Promise<ApiKeysRotateOutput>

  /**
   * End an API key at once.
   *
   * Needs the access token of a live session. REST: `DELETE /me/api-keys/{keyId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  revoke(input: ApiKeysRevokeInput, options?: CallOptions): Promise<void>

  /**
   * Ask what an API key that you were shown may do at this moment.
   *
   * For your own APIs. Malformed, unknown, expired and revoked keys get one answer, as do those whose maker was disabled, left the organization, or lacks the second factor it asks for.
   *
   * Anyone may call it. REST: `POST /api-keys/verify`.
   *
   * @throws {GatehouseError} with a general code.
   */
  verify(input: ApiKeysVerifyInput, options?: CallOptions): Promise<ApiKeyVerification>
}

/** The methods under `admin`. */
export interface AdminMethods {
  /**
   * Read the platform in numbers, day by day.
   *
   * Needs the access token of a live session with a platform role that holds `stats:read`; to everybody else there is nothing here. REST: `GET /admin/stats`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  stats(input?: AdminStatsInput, options?: CallOptions): Promise<Stats>

  readonly providers: AdminProvidersMethods
  readonly impersonation: AdminImpersonationMethods
  readonly audit: AdminAuditMethods
  readonly diagnostics: AdminDiagnosticsMethods
  readonly keys: AdminKeysMethods
  readonly mail: AdminMailMethods
  readonly organizations: AdminOrganizationsMethods
  readonly users: AdminUsersMethods
}

/** The methods under `providers`. */
export interface AdminProvidersMethods {
  /**
   * List the configured providers, on or off.
   *
   * Needs the access token of a live session with a platform role that holds `providers:write`; to everybody else there is nothing here. REST: `GET /admin/providers`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: Record<string, never>, options?: CallOptions): Promise<AdminProvidersListOutput>

  /**
   * Switch a provider off or on.
   *
   * At once, on every node, also for sign-ins that have begun. Sessions go on.
   *
   * Needs the access token of a live session with a platform role that holds `providers:write`; to everybody else there is nothing here. REST: `PATCH /admin/providers/{provider}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  set(input: AdminProvidersSetInput, options?: CallOptions): Promise<SwitchableProvider>
}

/** The methods under `impersonation`. */
export interface AdminImpersonationMethods {
  /**
   * Act as a person, for an hour at the most.
   *
   * Answers an access token that says whose it is (`sub`) and who really acts (`act.sub`). It sees what the person sees and changes next to nothing: credentials, second factors, keys, addresses, memberships and everything that needs a fresh sign-in answer `impersonation.not_allowed`. It has no refresh token. The person is told by mail, and sees it in their sessions, where they may end it, and in their security log. Needs a session that was begun with a second factor.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `users:impersonate`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/impersonate`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `admin.mfa_required`, `impersonation.rank_forbidden`, `impersonation.not_possible`, or a general code.
   */
  start(input: AdminImpersonationStartInput, options?: CallOptions): Promise<SignedIn>

  /**
   * Stop acting as a person.
   *
   * Called with the access token of the acting. For any other there is nothing here.
   *
   * Needs the access token of a live session. REST: `POST /admin/impersonation/stop`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  stop(input?: Record<string, never>, options?: CallOptions): Promise<void>
}

/** The methods under `audit`. */
export interface AdminAuditMethods {
  /**
   * Search the audit log, newest first.
   *
   * All filters that are given must hold. A page of something rare may hold less than `limit`, even nothing, and have a `nextCursor` all the same: one call looks at some 20,000 events at the most.
   *
   * Needs the access token of a live session with a platform role that holds `audit:read`; to everybody else there is nothing here. REST: `GET /admin/audit-events`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: AdminAuditListInput, options?: CallOptions): Promise<AdminAuditListOutput>

  /**
   * Take events out of the audit log as NDJSON, newest first.
   *
   * One `AuditEvent` a line; the last line is `{"nextCursor":…}`: pass it as `cursor` to go on, null is the end. An answer without that line was cut off. Each event has a `proof` besides, its place in its hash chain: `gatehouse audit verify --file` goes by it. That somebody exported is recorded.
   *
   * Needs the access token of a live session with a platform role that holds `audit:export`; to everybody else there is nothing here. REST: `GET /admin/audit-events/export`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  export(input?: AdminAuditExportInput, options?: CallOptions): Promise<string>

  /**
   * Recompute the hash chains of the audit log, and tell where they are broken.
   *
   * Finds events that were edited, deleted, inserted or reordered. One call goes through some 20,000 events; repeat it with `nextCursor` until that is null, and add up what the calls say. Whoever owns the database can rewrite a whole chain: only the anchors in the server’s log tell that, see `gatehouse audit verify`.
   *
   * Needs the access token of a live session with a platform role that holds `audit:read`; to everybody else there is nothing here. REST: `GET /admin/audit-events/verification`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  verify(input?: AdminAuditVerifyInput, options?: CallOptions): Promise<AuditVerification>
}

/** The methods under `diagnostics`. */
export interface AdminDiagnosticsMethods {
  /**
   * Find out why somebody cannot sign in, by their address or by the id of a request.
   *
   * Give one of the two. What would refuse them now stands in `verdict`; how the last attempts were decided, in `attempts`. Of refusals by a limit the first of each quarter of an hour is kept. That somebody looked is recorded.
   *
   * Needs the access token of a live session with a platform role that holds `diagnostics:read`; to everybody else there is nothing here. REST: `GET /admin/diagnostics/sign-in`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  signIn(input: AdminDiagnosticsSignInInput, options?: CallOptions): Promise<SignInDiagnosis>
}

/** The methods under `keys`. */
export interface AdminKeysMethods {
  /**
   * List every signing key and its state, newest first.
   *
   * Needs the access token of a live session with a platform role that holds `keys:read`; to everybody else there is nothing here. REST: `GET /admin/signing-keys`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: AdminKeysListInput, options?: CallOptions): Promise<AdminKeysListOutput>

  /**
   * Publish a new signing key that takes over once every verifier can know it.
   *
   * Nobody is signed out. While a rotation is under way it answers with the key that is next in line, and makes no other.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `keys:write`; to everybody else there is nothing here. REST: `POST /admin/signing-keys/rotate`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, or a general code.
   */
  rotate(input?: Record<string, never>, options?: CallOptions): Promise<SigningKey>

  /**
   * Take a signing key out of service at once.
   *
   * From then on no token of it is believed; sessions live on, and their holders refresh. When it is the one that signs, the next in line takes over, or a new one. Doing it twice does no harm.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `keys:write`; to everybody else there is nothing here. REST: `POST /admin/signing-keys/{kid}/revoke`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, or a general code.
   */
  revoke(input: AdminKeysRevokeInput, options?: CallOptions): Promise<SigningKey>
}

/** The methods under `mail`. */
export interface AdminMailMethods {
  /**
   * List mails and how they fared, newest first.
   *
   * Of the last thirty days. What is in them is told to nobody.
   *
   * Needs the access token of a live session with a platform role that holds `mail:read`; to everybody else there is nothing here. REST: `GET /admin/mail`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: AdminMailListInput, options?: CallOptions): Promise<AdminMailListOutput>

  /**
   * Send a mail that failed once more.
   *
   * Needs the access token of a live session with a platform role that holds `mail:retry`; to everybody else there is nothing here. REST: `POST /admin/mail/{messageId}/retry`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `conflict`, or a general code.
   */
  retry(input: AdminMailRetryInput, options?: CallOptions): Promise<Mail>
}

/** The methods under `organizations`. */
export interface AdminOrganizationsMethods {
  /**
   * List the organizations of the platform, newest first.
   *
   * Needs the access token of a live session with a platform role that holds `organizations:read`; to everybody else there is nothing here. REST: `GET /admin/organizations`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: AdminOrganizationsListInput, options?: CallOptions): Promise<AdminOrganizationsListOutput>

  /**
   * Read an organization and who owns it.
   *
   * Needs the access token of a live session with a platform role that holds `organizations:read`; to everybody else there is nothing here. REST: `GET /admin/organizations/{organizationId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  get(input: AdminOrganizationsGetInput, options?: CallOptions): Promise<ReviewedOrganizationWithOwners>
}

/** The methods under `users`. */
export interface AdminUsersMethods {
  /**
   * Bring people along from another system, with the passwords they have there.
   *
   * Up to 5000 lines, each a JSON object: `email` and `displayName`; and if you like `isVerified`, `passwordHash`, `createdAt`, `locale`, `timezone`. Hashes are PHC strings of argon2 (i, d, id), scrypt and pbkdf2 (sha1, sha256, sha512), or bcrypt (`$2a$`, `$2b$`, `$2y$`); each is replaced by one of this server's at its person's first sign-in. People without one get in by resetting their password. A bad line stops none of the others, and an account that exists is left as it is, so that an import can be repeated. Nobody is written to. `gatehouse users import` sends files of any length.
   *
   * Needs the access token of a live session with a platform role that holds `users:import`; to everybody else there is nothing here. REST: `POST /admin/users/import`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, or a general code.
   */
  import(input: AdminUsersImportInput, options?: CallOptions): Promise<ImportReport>

  /**
   * Find people by the beginning of their address or name, by filters, in a chosen order.
   *
   * Pages stay where they are while accounts come and go. A cursor belongs to the order it was given for.
   *
   * Needs the access token of a live session with a platform role that holds `users:read`; to everybody else there is nothing here. REST: `GET /admin/users`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: AdminUsersListInput, options?: CallOptions): Promise<AdminUsersListOutput>

  /**
   * Read everything about one account.
   *
   * Needs the access token of a live session with a platform role that holds `users:read`; to everybody else there is nothing here. REST: `GET /admin/users/{userId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  get(input: AdminUsersGetInput, options?: CallOptions): Promise<AdminUserDetails>

  /**
   * List the devices a person is signed in on, newest first.
   *
   * Needs the access token of a live session with a platform role that holds `users:read`; to everybody else there is nothing here. REST: `GET /admin/users/{userId}/sessions`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  sessions(input: AdminUsersSessionsInput, options?: CallOptions): Promise<AdminUsersSessionsOutput>

  /**
   * List what a person did and what was done to them, newest first.
   *
   * Needs the access token of a live session with a platform role that holds `audit:read`; to everybody else there is nothing here. REST: `GET /admin/users/{userId}/audit-events`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  auditEvents(input: AdminUsersAuditEventsInput, options?: CallOptions): Promise<AdminUsersAuditEventsOutput>

  /**
   * Make an account, without a password, and mail a link to set one.
   *
   * Also where people cannot sign up by themselves.
   *
   * Needs the access token of a live session with a platform role that holds `users:create`; to everybody else there is nothing here. REST: `POST /admin/users`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `user.email_taken`, or a general code.
   */
  create(input: AdminUsersCreateInput, options?: CallOptions): Promise<AdminUserDetails>

  /**
   * Change a person’s name, picture, language, time zone or address.
   *
   * Another address needs `users:email` and a sign-in of the last five minutes. It is yet to be proven: a link goes there, the old one gets the way back, and every device is signed out.
   *
   * Needs the access token of a live session with a platform role that holds `users:update`; to everybody else there is nothing here. REST: `PATCH /admin/users/{userId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `admin.outranked`, `admin.permission_missing`, `admin.not_yourself`, `admin.last_admin`, `auth.reauthentication_required`, `user.email_taken`, or a general code.
   */
  update(input: AdminUsersUpdateInput, options?: CallOptions): Promise<AdminUserDetails>

  /**
   * Give a person a role on the platform, or take it away.
   *
   * Needs a session that was begun with two factors.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `users:role`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/platform-role`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.mfa_required`, `admin.not_yourself`, `admin.outranked`, `admin.last_admin`, or a general code.
   */
  setPlatformRole(input: AdminUsersSetPlatformRoleInput, options?: CallOptions): Promise<void>

  /**
   * Do one thing to up to 100 people, with a result for each.
   *
   * Each is done by itself: what fails for one leaves the others alone. Needs the permission of the action.
   *
   * Needs the access token of a live session with a platform role that holds `users:read`; to everybody else there is nothing here. REST: `POST /admin/users/bulk`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.permission_missing`, or a general code.
   */
  bulk(input: AdminUsersBulkInput, options?: CallOptions): Promise<AdminUsersBulkOutput>

  /**
   * End the pause that wrong passwords or wrong codes have led to.
   *
   * Needs the access token of a live session with a platform role that holds `users:unlock`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/unlock`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.outranked`, or a general code.
   */
  unlock(input: AdminUsersUnlockInput, options?: CallOptions): Promise<void>

  /**
   * Take a person’s address as proven.
   *
   * Whoever reads its mail is told.
   *
   * Needs the access token of a live session with a platform role that holds `users:verify`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/verify-email`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.outranked`, or a general code.
   */
  verifyEmail(input: AdminUsersVerifyEmailInput, options?: CallOptions): Promise<void>

  /**
   * Demand a new password, sign every device out and mail a link to set one.
   *
   * The present password opens nothing from then on. Nobody but the person sees or sets the new one.
   *
   * Needs the access token of a live session with a platform role that holds `users:reset-password`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/password-reset`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.outranked`, `admin.user_disabled`, or a general code.
   */
  requirePasswordReset(
    input: AdminUsersRequirePasswordResetInput,
    options?: CallOptions,
  ): Promise<AdminUsersRequirePasswordResetOutput>

  /**
   * Take a person’s second factors away: a day from now, or at once when a second administrator agrees.
   *
   * Removes the authenticator app, passkeys and recovery codes, and signs every device out. The person is told at once; signing in with a second factor meanwhile stops it. Needs a session that was begun with two factors.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `users:reset-mfa`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/reset-mfa`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.mfa_required`, `admin.outranked`, `admin.not_yourself`, `admin.no_second_factor`, or a general code.
   */
  resetMfa(input: AdminUsersResetMfaInput, options?: CallOptions): Promise<MfaReset>

  /**
   * Sign every device of a person out.
   *
   * Needs the access token of a live session with a platform role that holds `users:revoke-sessions`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/revoke-sessions`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.outranked`, or a general code.
   */
  revokeSessions(input: AdminUsersRevokeSessionsInput, options?: CallOptions): Promise<void>

  /**
   * Switch an account off: every device is signed out at once, and nobody can sign in.
   *
   * API keys of the person rest until the account is on again; everything else that was open is over.
   *
   * Needs the access token of a live session with a platform role that holds `users:disable`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/disable`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.not_yourself`, `admin.outranked`, `admin.last_admin`, `org.last_owner`, or a general code.
   */
  disable(input: AdminUsersDisableInput, options?: CallOptions): Promise<void>

  /**
   * Switch an account on again.
   *
   * Takes back an erasure that staff had decided on. Sessions and links of before stay over.
   *
   * Needs the access token of a live session with a platform role that holds `users:disable`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/enable`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.outranked`, or a general code.
   */
  enable(input: AdminUsersEnableInput, options?: CallOptions): Promise<void>

  /**
   * Close an account: it is switched off, and erased after seven days unless it is enabled before.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes with a platform role that holds `users:delete`; to everybody else there is nothing here. REST: `DELETE /admin/users/{userId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `admin.not_yourself`, `admin.outranked`, `admin.last_admin`, `org.last_owner`, or a general code.
   */
  delete(input: AdminUsersDeleteInput, options?: CallOptions): Promise<AdminUsersDeleteOutput>

  /**
   * Shut somebody out of everything in one act: sessions, API keys, links, invitations and the password.
   *
   * For an account that somebody else may be in. The account is off until it is enabled, and a new password is asked for then. Works on the last owner of an organization, too.
   *
   * Needs the access token of a live session with a platform role that holds `users:lockdown`; to everybody else there is nothing here. REST: `POST /admin/users/{userId}/lockdown`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `admin.not_yourself`, `admin.outranked`, `admin.last_admin`, or a general code.
   */
  lockdown(input: AdminUsersLockdownInput, options?: CallOptions): Promise<void>
}

/** The methods under `sessions`. */
export interface SessionsMethods {
  /**
   * List the devices you are signed in on, newest first.
   *
   * Needs the access token of a live session. REST: `GET /me/sessions`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, or a general code.
   */
  list(input?: SessionsListInput, options?: CallOptions): Promise<SessionsListOutput>

  /**
   * Sign one of your devices out.
   *
   * Needs the access token of a live session. REST: `DELETE /me/sessions/{sessionId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  revoke(input: SessionsRevokeInput, options?: CallOptions): Promise<void>

  /**
   * Sign every device out but this one.
   *
   * Needs the access token of a live session. REST: `POST /me/sessions/revoke-others`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, or a general code.
   */
  revokeOthers(input?: Record<string, never>, options?: CallOptions): Promise<void>

  /**
   * Choose the organization you work in, or none.
   *
   * The access token says it as `org`, with your `role` there. The session goes on with the refresh token it has, so `refreshToken` is null. To an organization that you do not belong to, the answer is `not_found`.
   *
   * Needs the access token of a live session. REST: `POST /me/organization`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `org.mfa_required`, or a general code.
   */
  setOrganization(input: SessionsSetOrganizationInput, options?: CallOptions): Promise<SignedIn>
}

/** The methods under `organizations`. */
export interface OrganizationsMethods {
  /**
   * Found an organization, which you then own.
   *
   * Without a `slug`, one is made of the name; where that is taken, with a suffix.
   *
   * Needs the access token of a live session. REST: `POST /organizations`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `org.slug_taken`, `org.too_many`, or a general code.
   */
  create(input: OrganizationsCreateInput, options?: CallOptions): Promise<Organization>

  /**
   * List the organizations you belong to, the latest joined first.
   *
   * Needs the access token of a live session, or an API key with the scope `organizations:read`. REST: `GET /organizations`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, or a general code.
   */
  list(input?: OrganizationsListInput, options?: CallOptions): Promise<OrganizationsListOutput>

  /**
   * Get an organization.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `org:read`, or an API key with the scope `org:read`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  get(input: OrganizationsGetInput, options?: CallOptions): Promise<Organization>

  /**
   * Rename an organization, or demand a second factor of its members.
   *
   * With `requireMfa`, members without a second factor see nothing of the organization until they have one; whoever switches it on needs one.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `org:update`, or an API key with the scope `org:update`; to strangers there is no such organization. REST: `PATCH /organizations/{organizationId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.slug_taken`, or a general code.
   */
  update(input: OrganizationsUpdateInput, options?: CallOptions): Promise<Organization>

  /**
   * Delete an organization with its memberships, roles, invitations and keys.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes of a member of the organization whose role holds `org:delete`; to strangers there is no such organization. REST: `DELETE /organizations/{organizationId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  delete(input: OrganizationsDeleteInput, options?: CallOptions): Promise<void>

  /**
   * List what happened in an organization, newest first.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `audit:read`, or an API key with the scope `audit:read`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}/audit-events`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  auditEvents(
    input: OrganizationsAuditEventsInput,
    options?: CallOptions,
  ): Promise<OrganizationsAuditEventsOutput>

  /**
   * Ask what your role allows you at this moment.
   *
   * Needs the access token of a live session of a member of the organization. REST: `POST /organizations/{organizationId}/permissions/check`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `org.mfa_required`, or a general code.
   */
  checkPermissions(
    input: OrganizationsCheckPermissionsInput,
    options?: CallOptions,
  ): Promise<OrganizationsCheckPermissionsOutput>

  /**
   * List the members of an organization, the latest joined first.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `members:read`, or an API key with the scope `members:read`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}/members`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  members(input: OrganizationsMembersInput, options?: CallOptions): Promise<OrganizationsMembersOutput>

  /**
   * Give a member another role.
   *
   * Nobody gives or takes a role that allows more than their own; owners are made and unmade by owners. Invitations that the person has sent are void where the new role allows less.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `members:manage`, or an API key with the scope `members:manage`; to strangers there is no such organization. REST: `PATCH /organizations/{organizationId}/members/{userId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `org.last_owner`, or a general code.
   */
  setRole(input: OrganizationsSetRoleInput, options?: CallOptions): Promise<Member>

  /**
   * Remove a member. Invitations they sent and keys they made are void at once.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `members:manage`, or an API key with the scope `members:manage`; to strangers there is no such organization. REST: `DELETE /organizations/{organizationId}/members/{userId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `org.last_owner`, or a general code.
   */
  removeMember(input: OrganizationsRemoveMemberInput, options?: CallOptions): Promise<void>

  /**
   * Leave an organization.
   *
   * Needs the access token of a live session of a member of the organization. REST: `POST /organizations/{organizationId}/leave`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `org.last_owner`, or a general code.
   */
  leave(input: OrganizationsLeaveInput, options?: CallOptions): Promise<void>

  /**
   * Make another member the owner, and yourself an admin.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes of a member of the organization whose role holds `org:delete`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/transfer-ownership`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `conflict`, or a general code.
   */
  transferOwnership(input: OrganizationsTransferOwnershipInput, options?: CallOptions): Promise<void>

  readonly roles: OrganizationsRolesMethods
  readonly apiKeys: OrganizationsApiKeysMethods
}

/** The methods under `roles`. */
export interface OrganizationsRolesMethods {
  /**
   * List the roles of an organization: the built-in ones, then its own.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `members:read`, or an API key with the scope `members:read`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}/roles`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  list(input: OrganizationsRolesListInput, options?: CallOptions): Promise<OrganizationsRolesListOutput>

  /**
   * Make a role. It allows nothing that your own does not.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `roles:manage`, or an API key with the scope `roles:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/roles`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `org.role_forbidden`, `org.role_taken`, `org.too_many_roles`, or a general code.
   */
  create(input: OrganizationsRolesCreateInput, options?: CallOptions): Promise<OrganizationRole>

  /**
   * Rename a role, or change what it allows, for everybody who has it.
   *
   * Nobody touches a role that allows more than their own. Built-in roles stay as they are.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `roles:manage`, or an API key with the scope `roles:manage`; to strangers there is no such organization. REST: `PATCH /organizations/{organizationId}/roles/{roleId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `org.role_taken`, or a general code.
   */
  update(input: OrganizationsRolesUpdateInput, options?: CallOptions): Promise<OrganizationRole>

  /**
   * Delete a role that nobody has. Open invitations to it are void.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `roles:manage`, or an API key with the scope `roles:manage`; to strangers there is no such organization. REST: `DELETE /organizations/{organizationId}/roles/{roleId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `api_key.scope_missing`, `org.forbidden`, `org.mfa_required`, `org.role_forbidden`, `org.role_in_use`, or a general code.
   */
  delete(input: OrganizationsRolesDeleteInput, options?: CallOptions): Promise<void>
}

/** The methods under `apiKeys`. */
export interface OrganizationsApiKeysMethods {
  /**
   * List an organization’s API keys, newest first.
   *
   * Those that ended are shown for another 30 days.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `api-keys:manage`; to strangers there is no such organization. REST: `GET /organizations/{organizationId}/api-keys`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  list(input: OrganizationsApiKeysListInput, options?: CallOptions): Promise<OrganizationsApiKeysListOutput>

  /**
   * Make an API key of an organization. Its secret is shown this once.
   *
   * It never does more than you may do there, and ends when you leave.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes of a member of the organization whose role holds `api-keys:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/api-keys`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `api_key.scope_forbidden`, `api_key.too_many`, or a general code.
   */
  create(
    input: OrganizationsApiKeysCreateInput,
    options?: CallOptions,
  ): Promise<OrganizationsApiKeysCreateOutput>

  /**
   * Make a key that takes the place of another, which goes on working for a while.
   *
   * You answer for the new one, so your role must hold its scopes.
   *
   * Needs the access token of a live session in which the caller has proven themselves within five minutes of a member of the organization whose role holds `api-keys:manage`; to strangers there is no such organization. REST: `POST /organizations/{organizationId}/api-keys/{keyId}/rotate`.
   *
   * Carries an Idempotency-Key, so that a retry has no second effect.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `auth.reauthentication_required`, `impersonation.not_allowed`, `org.forbidden`, `org.mfa_required`, `idempotency.key_reused`, `idempotency.in_progress`, `idempotency.already_completed`, `api_key.scope_forbidden`, `api_key.too_many`, `api_key.already_rotated`, or a general code.
   */
  rotate(
    input: OrganizationsApiKeysRotateInput,
    options?: CallOptions,
  ): Promise<OrganizationsApiKeysRotateOutput>

  /**
   * End an API key of an organization at once.
   *
   * Needs the access token of a live session of a member of the organization whose role holds `api-keys:manage`; to strangers there is no such organization. REST: `DELETE /organizations/{organizationId}/api-keys/{keyId}`.
   *
   * @throws {GatehouseError} with `auth.unauthenticated`, `impersonation.not_allowed`, `org.forbidden`, `org.mfa_required`, or a general code.
   */
  revoke(input: OrganizationsApiKeysRevokeInput, options?: CallOptions): Promise<void>
}
