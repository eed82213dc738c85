import type { MfaMethod, SignedIn, SignInResult } from '../generated/types.ts'
import type { Call } from './call.ts'
import { hasSecondFactor, type TestUser, toUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { endSessions, newId, newToken, nowOf, record, type TestSession } from './state.ts'

const ACCESS_TOKEN_SECONDS = 600
const IDLE_SECONDS = 14 * 86_400
const ABSOLUTE_SECONDS = 30 * 86_400
const CHALLENGE_SECONDS = 300

/** How a person has proven themselves. */
export interface Proof {
  /** With `mfa` it was by two factors, and no second one is asked for. */
  amr: string[]
  delivery: 'body' | 'cookie'
  /** The device that came with the request. */
  deviceToken?: string | undefined
  /** The session that is stepped up, by id: it ends in a new one. */
  replaces?: string | undefined
}

/**
 * The one way to a session: refuses whoever may not sign in, asks for a second factor where one is on, or begins.
 *
 * @throws {Refusal} `auth.account_disabled`, `auth.email_not_verified`, `auth.password_change_required`
 */
export function admit(call: Call, user: TestUser, proof: Proof): SignInResult {
  const { state } = call
  const { amr } = proof
  const refusal = refusalOf(user, amr)
  const isStepUp = proof.replaces !== undefined
  if (refusal) {
    const action = isStepUp ? 'step_up.failed' : 'sign_in.failed'
    record(state, { action, userId: user.id, outcome: 'failure', details: { amr, reason: refusal } })
    throw new Refusal(refusal)
  }
  if (hasSecondFactor(user) && !amr.includes('mfa')) return challenge(call, user, proof)
  if (isStepUp && endSessions(state, ({ id }) => id === proof.replaces) === 0)
    throw new Refusal('auth.unauthenticated')
  if (state.closing.delete(user.id)) record(state, { action: 'account.closure_cancelled', userId: user.id })
  const action = isStepUp ? 'step_up.succeeded' : 'sign_in.succeeded'
  record(state, { action, userId: user.id, details: { amr } })
  return begin(call, user, proof)
}

function refusalOf(user: TestUser, amr: string[]) {
  if (user.isDisabled) return 'auth.account_disabled'
  if (!user.isVerified) return 'auth.email_not_verified'
  return user.passwordChangeRequired && amr.includes('pwd') ? 'auth.password_change_required' : undefined
}

function challenge(call: Call, user: TestUser, proof: Proof): SignInResult {
  const { state } = call
  const challengeToken = newToken(state, 'mfa')
  const { amr, deviceToken, replaces } = proof
  state.challenges.set(challengeToken, {
    userId: user.id,
    amr,
    browser: proof.delivery === 'cookie' ? browserOf(call) : undefined,
    deviceToken,
    replaces,
    wrongCodes: 0,
    expiresAt: nowOf(state, CHALLENGE_SECONDS * 1_000),
  })
  record(state, { action: 'mfa.challenged', userId: user.id, details: { amr } })
  const methods: MfaMethod[] = ['totp']
  if (user.passkeys.length > 0) methods.push('passkey')
  if (user.recoveryCodes.length > 0) methods.push('recovery_code')
  return { status: 'mfa_required', challengeToken, methods, expiresIn: CHALLENGE_SECONDS }
}

/** What tells this browser from others: its cookie, which it gets with this answer if it has none. */
export function browserOf(call: Call): string {
  const browser = call.cookies.browser ?? newToken(call.state, 'browser')
  call.setCookies.set('browser', browser)
  return browser
}

function begin(call: Call, user: TestUser, { amr, delivery, deviceToken, replaces }: Proof): SignedIn {
  const { state } = call
  const now = nowOf(state)
  user.lastSignInAt = now
  if (!amr.includes('pwd')) state.attempts.delete(user.email.toLowerCase())
  const session: TestSession = {
    id: newId(state),
    userId: user.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: nowOf(state, ABSOLUTE_SECONDS * 1_000),
    authenticatedAt: now,
    userAgent: call.userAgent,
    amr,
    counter: 0,
    rotatedAt: now,
    end: null,
    organizationId: state.sessions.find(({ id }) => id === replaces)?.organizationId ?? null,
  }
  state.sessions.unshift(session)
  // The device of a step-up is the one that signed in.
  if (replaces !== undefined) return answer(call, { user, session, delivery, deviceToken: null })
  const isKnown = deviceToken !== undefined && state.devices.get(deviceToken) === user.id
  const device = isKnown ? deviceToken : newToken(state, 'dev')
  state.devices.set(device, user.id)
  if (delivery === 'cookie') call.setCookies.set('device', device)
  return answer(call, { user, session, delivery, deviceToken: delivery === 'cookie' ? null : device })
}

interface Answered {
  user: TestUser
  session: TestSession
  delivery: 'body' | 'cookie'
  deviceToken: string | null
  /** The caller keeps the refresh token they have. */
  keepsRefreshToken?: boolean
}

/** A session as its answer tells of it, with an access token of its own. */
export function answer(call: Call, answered: Answered): SignedIn {
  const { user, session, delivery, deviceToken, keepsRefreshToken = false } = answered
  const { state } = call
  const accessToken = newToken(state, 'at')
  state.accessTokens.set(accessToken, {
    sessionId: session.id,
    expiresAt: nowOf(state, ACCESS_TOKEN_SECONDS * 1_000),
  })
  const refreshToken = `rt_testing_${session.id}_${session.counter}`
  if (delivery === 'cookie' && !keepsRefreshToken) call.setCookies.set('refresh', refreshToken)
  return {
    status: 'signed_in',
    accessToken,
    tokenType: 'Bearer',
    expiresIn: ACCESS_TOKEN_SECONDS,
    refreshToken: delivery === 'cookie' || keepsRefreshToken ? null : refreshToken,
    refreshExpiresIn: IDLE_SECONDS,
    deviceToken,
    sessionId: session.id,
    user: toUser(user),
  }
}
