import type { ErrorEntry } from './kit/identity-error.ts'
import { errors as apiKeyManagement } from './rooms/api-key-management/errors.ts'
import { errors as apiKeys } from './rooms/api-keys/errors.ts'
import { errors as gate } from './rooms/gate/errors.ts'
import { errors as idempotency } from './rooms/idempotency/errors.ts'
import { errors as impersonation } from './rooms/impersonation/errors.ts'
import { errors as invitationAnswers } from './rooms/invitation-answers/errors.ts'
import { errors as invitations } from './rooms/invitations/errors.ts'
import { errors as memberships } from './rooms/memberships/errors.ts'
import { errors as oneTimeTokens } from './rooms/one-time-tokens/errors.ts'
import { errors as organizationRoles } from './rooms/organization-roles/errors.ts'
import { errors as organizations } from './rooms/organizations/errors.ts'
import { errors as passkeyEnrolment } from './rooms/passkey-enrolment/errors.ts'
import { errors as passwords } from './rooms/passwords/errors.ts'
import { errors as sessions } from './rooms/sessions/errors.ts'
import { errors as signIn } from './rooms/sign-in/errors.ts'
import { errors as signUp } from './rooms/sign-up/errors.ts'
import { errors as socialSignIn } from './rooms/social-sign-in/errors.ts'
import { errors as staff } from './rooms/staff/errors.ts'
import { errors as userAdministration } from './rooms/user-administration/errors.ts'
import { errors as userRecovery } from './rooms/user-recovery/errors.ts'

/** Codes any operation may answer, whatever it does. */
const general = {
  'request.invalid': {
    status: 'BAD_REQUEST',
    title: 'The request is not valid.',
    help: 'Something in the request has the wrong shape. Each entry of `errors` points (RFC 6901) at one place and says what is wrong there. Correct those places and send it again.',
  },
  'request.host_unknown': {
    status: 'BAD_REQUEST',
    title: 'This address is not served here.',
    help: 'The Host header names none of the addresses this server answers for. Call it by its public address.',
  },
  'request.cross_site': {
    status: 'FORBIDDEN',
    title: 'The request came from another site.',
    help: 'A browser sent this from a page of an origin that is not allowed here. Add the origin to ALLOWED_ORIGINS if it is yours.',
  },
  'request.too_large': {
    status: 'PAYLOAD_TOO_LARGE',
    title: 'The request is too large.',
    help: 'Bodies may have 64 KiB at the most; those few operations that take more say so in their description.',
  },
  'request.unsupported_media_type': {
    status: 'UNSUPPORTED_MEDIA_TYPE',
    title: 'The body must be JSON.',
    help: 'Send `Content-Type: application/json` and a JSON body.',
  },
  'auth.unauthenticated': {
    status: 'UNAUTHORIZED',
    title: 'Sign in first.',
    help: 'The access token is missing, malformed, expired or revoked, or it is not one of this server. Refresh the session or sign in again.',
  },
  'auth.reauthentication_required': {
    status: 'FORBIDDEN',
    title: 'Confirm that it is you.',
    help: 'This change needs a sign-in of the last five minutes. Call `POST /reauthenticate`, then repeat it with the new access token.',
  },
  not_found: {
    status: 'NOT_FOUND',
    title: 'There is nothing here.',
    help: 'The address is unknown, or names something that does not exist or is not yours to see.',
  },
  method_not_allowed: {
    status: 'METHOD_NOT_SUPPORTED',
    title: 'This address does not take that method.',
    help: 'The `Allow` header lists the methods it does take.',
  },
  conflict: {
    status: 'CONFLICT',
    title: 'This was changed by somebody else meanwhile.',
    help: 'Two requests changed the same thing at once. Read its present state and decide again.',
  },
  rate_limited: {
    status: 'TOO_MANY_REQUESTS',
    title: 'Too many requests.',
    help: 'Wait as long as `Retry-After` says.',
  },
  unavailable: {
    status: 'SERVICE_UNAVAILABLE',
    title: 'The service is not available for a moment.',
    help: 'Something this needs does not answer or is overloaded. Nothing is wrong with the request; repeat it after `Retry-After`. With `retryable: true` the change may have happened: repeat it with the same Idempotency-Key, or read the state first.',
  },
  internal: {
    status: 'INTERNAL_SERVER_ERROR',
    title: 'Something went wrong on our side.',
    help: 'An error of the server. Its log has the details under the request id.',
  },
} as const satisfies Record<string, ErrorEntry>

/** Every code the platform can answer: a promise to its callers, never renamed. Served at /problems/<code>. */
export const errorCatalogue = {
  ...general,
  ...apiKeyManagement,
  ...apiKeys,
  ...gate,
  ...idempotency,
  ...impersonation,
  ...invitationAnswers,
  ...invitations,
  ...memberships,
  ...oneTimeTokens,
  ...organizationRoles,
  ...organizations,
  ...passkeyEnrolment,
  ...passwords,
  ...sessions,
  ...signIn,
  ...signUp,
  ...socialSignIn,
  ...staff,
  ...userAdministration,
  ...userRecovery,
} as const satisfies Record<string, ErrorEntry>

type Catalogue = typeof errorCatalogue

declare module './kit/identity-error.ts' {
  interface ErrorCodes extends Catalogue {}
}
