import type { AuditEvent, DiagnosedAccount, SignInAttempt, SignInObstacle } from '../generated/types.ts'
import { type Handler, signedIn } from './call.ts'
import type { TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { nowOf, record, type State } from './state.ts'

const ACTIONS: readonly string[] = ['sign_in.failed', 'sign_in.succeeded', 'mfa.challenged', 'mfa.failed']

export const diagnoseSignIn: Handler<'admin.diagnostics.signIn'> = (call, input) => {
  const { state } = call
  if ((input.email === undefined) === (input.requestId === undefined))
    throw new Refusal('request.invalid', {
      errors: [{ pointer: '', code: 'custom', message: 'Give an address or the id of a request.' }],
    })
  const ofRequest = state.events.filter(({ requestId }) => requestId === input.requestId)
  const address = input.email?.toLowerCase()
  const user = state.users.find(({ id, email }) =>
    address === undefined ? ofRequest.some(({ actor }) => actor.id === id) : email.toLowerCase() === address,
  )
  const events = address === undefined ? ofRequest : state.events.filter(({ actor }) => actor.id === user?.id)
  const attempts = events.filter(({ action }) => ACTIONS.includes(action)).map(toAttempt)
  record(state, { action: 'admin.diagnosed', userId: signedIn(call).user.id })
  if (!user) {
    const isAsked = address !== undefined
    return { account: null, verdict: isAsked ? [obstacle('unknown_address', 'any')] : [], attempts }
  }
  const account = toAccount(state, user)
  return { account, verdict: obstaclesOf(account), attempts: attempts.slice(0, input.limit) }
}

function toAttempt({ at, requestId, action, outcome, details, ip, userAgent }: AuditEvent): SignInAttempt {
  const isChallenge = action === 'mfa.challenged'
  const isPassed = outcome === 'success'
  return {
    at,
    requestId,
    outcome: isChallenge ? 'challenged' : outcome,
    reason: typeof details.reason === 'string' ? details.reason : null,
    method: typeof details.method === 'string' ? details.method : null,
    ip,
    userAgent,
    trace: [
      { step: 'first_factor', outcome: isPassed ? 'passed' : 'refused', detail: null },
      ...(isChallenge ? [{ step: 'second_factor', outcome: 'asked', detail: null } as const] : []),
      ...(isPassed && !isChallenge ? [{ step: 'session', outcome: 'passed', detail: null } as const] : []),
    ],
  }
}

function toAccount(state: State, user: TestUser): DiagnosedAccount {
  const now = nowOf(state)
  const attempts = state.attempts.get(user.email.toLowerCase())
  const later = (until: Date | null | undefined) => (until && until > now ? until : null)
  return {
    id: user.id,
    exists: true,
    email: user.email,
    status: user.isDisabled ? 'disabled' : 'active',
    isVerified: user.isVerified,
    pausedUntil: later(attempts?.pausedUntil),
    isStopped: (attempts?.failures ?? 0) >= 100,
    failedAttempts: attempts?.failures ?? 0,
    hasPassword: user.password !== null,
    passwordChangeRequired: user.passwordChangeRequired,
    mfaEnabled: user.totp?.confirmedAt != null,
    mfaPausedUntil: later(state.mfaAttempts.get(user.id)?.pausedUntil),
    closing: state.closing.get(user.id) ?? null,
    lastSignInAt: user.lastSignInAt,
    providers: [...new Set(user.identities.map(({ provider }) => provider))],
  }
}

const ANSWERS: Partial<Record<SignInObstacle['reason'], string>> = {
  unknown_address: 'auth.invalid_credentials',
  password_stopped: 'auth.too_many_attempts',
  password_paused: 'auth.too_many_attempts',
  password_not_set: 'auth.invalid_credentials',
  account_disabled: 'auth.account_disabled',
  email_not_verified: 'auth.email_not_verified',
  password_change_required: 'auth.password_change_required',
  second_factor_paused: 'auth.too_many_attempts',
}

const obstacle = (
  reason: SignInObstacle['reason'],
  way: SignInObstacle['way'],
  until: Date | null = null,
): SignInObstacle => ({ reason, way, answer: ANSWERS[reason] ?? null, until, subject: null })

function obstaclesOf(account: DiagnosedAccount): SignInObstacle[] {
  return [
    ...(account.isStopped ? [obstacle('password_stopped', 'password')] : []),
    ...(account.pausedUntil && !account.isStopped
      ? [obstacle('password_paused', 'password', account.pausedUntil)]
      : []),
    ...(account.hasPassword ? [] : [obstacle('password_not_set', 'password')]),
    ...(account.status === 'disabled' ? [obstacle('account_disabled', 'any')] : []),
    ...(account.isVerified ? [] : [obstacle('email_not_verified', 'any')]),
    ...(account.passwordChangeRequired ? [obstacle('password_change_required', 'password')] : []),
    ...(account.mfaPausedUntil
      ? [obstacle('second_factor_paused', 'second_factor', account.mfaPausedUntil)]
      : []),
  ]
}
