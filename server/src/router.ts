import { router } from './procedure.ts'
import { accountClosureProcedures } from './rooms/account-closure/router.ts'
import { accountProcedures } from './rooms/accounts/router.ts'
import { adminKeysProcedures, adminProvidersProcedures, adminStatsProcedures } from './rooms/admin/router.ts'
import { organizationApiKeysProcedures } from './rooms/api-key-management/organization-router.ts'
import { apiKeysProcedures } from './rooms/api-key-management/router.ts'
import { auditReviewProcedures } from './rooms/audit-review/router.ts'
import { dataExportProcedures } from './rooms/data-export/router.ts'
import { diagnosticsProcedures } from './rooms/diagnostics/router.ts'
import { emailChangeProcedures } from './rooms/email-change/router.ts'
import { emailVerificationProcedures } from './rooms/email-verification/router.ts'
import { impersonationProcedures } from './rooms/impersonation/router.ts'
import { invitationAnswersProcedures } from './rooms/invitation-answers/router.ts'
import { invitationsProcedures } from './rooms/invitations/router.ts'
import { mailReviewProcedures } from './rooms/mail-review/router.ts'
import { mfaProcedures } from './rooms/mfa/router.ts'
import { organizationMembersProcedures } from './rooms/organization-members/router.ts'
import { organizationReviewProcedures } from './rooms/organization-review/router.ts'
import { organizationRolesProcedures } from './rooms/organization-roles/router.ts'
import { organizationsProcedures, sessionOrganizationProcedures } from './rooms/organizations/router.ts'
import { passkeyEnrolmentProcedures } from './rooms/passkey-enrolment/router.ts'
import { passkeySignInProcedures } from './rooms/passkey-sign-in/router.ts'
import { passwordChangeProcedures } from './rooms/password-change/router.ts'
import { passwordResetProcedures } from './rooms/password-reset/router.ts'
import { passwordlessProcedures } from './rooms/passwordless/router.ts'
import { sessionsProcedures } from './rooms/sessions/router.ts'
import { signInProcedures } from './rooms/sign-in/router.ts'
import { signUpProcedures } from './rooms/sign-up/router.ts'
import { identitiesProcedures, oauthProcedures } from './rooms/social-sign-in/router.ts'
import { stepUpProcedures } from './rooms/step-up/router.ts'
import { systemProcedures } from './rooms/system/router.ts'
import { userAdministrationProcedures } from './rooms/user-administration/router.ts'
import { userImportProcedures } from './rooms/user-import/router.ts'
import { userListingProcedures } from './rooms/user-listing/router.ts'
import { userRecoveryProcedures } from './rooms/user-recovery/router.ts'
import { userSuspensionProcedures } from './rooms/user-suspension/router.ts'

/** The one list of rooms. Everything the platform can do is read off here: both faces, the document, the SDK. */
export const appRouter = router({
  system: router(systemProcedures),
  auth: router({
    ...signUpProcedures,
    ...emailVerificationProcedures,
    ...signInProcedures,
    ...stepUpProcedures,
  }),
  password: router({ ...passwordResetProcedures, ...passwordChangeProcedures }),
  passwordless: router(passwordlessProcedures),
  mfa: router(mfaProcedures),
  passkeys: router({ ...passkeyEnrolmentProcedures, ...passkeySignInProcedures }),
  account: router({
    ...accountProcedures,
    ...emailChangeProcedures,
    ...accountClosureProcedures,
    ...dataExportProcedures,
  }),
  invitations: router({ ...invitationsProcedures, ...invitationAnswersProcedures }),
  oauth: router(oauthProcedures),
  identities: router(identitiesProcedures),
  apiKeys: router(apiKeysProcedures),
  admin: router({
    providers: router(adminProvidersProcedures),
    impersonation: router(impersonationProcedures),
    audit: router(auditReviewProcedures),
    diagnostics: router(diagnosticsProcedures),
    keys: router(adminKeysProcedures),
    mail: router(mailReviewProcedures),
    organizations: router(organizationReviewProcedures),
    ...adminStatsProcedures,
    users: router({
      ...userImportProcedures,
      ...userListingProcedures,
      ...userAdministrationProcedures,
      ...userRecoveryProcedures,
      ...userSuspensionProcedures,
    }),
  }),
  sessions: router({ ...sessionsProcedures, ...sessionOrganizationProcedures }),
  organizations: router({
    ...organizationsProcedures,
    ...organizationMembersProcedures,
    roles: router(organizationRolesProcedures),
    apiKeys: router(organizationApiKeysProcedures),
  }),
})

export type AppRouter = typeof appRouter
