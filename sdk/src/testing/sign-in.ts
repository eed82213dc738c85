import type { SignedIn } from '../generated/types.ts'
import { type Call, type Handler, signedIn, whoCalls } from './call.ts'
import { Refusal } from './refusal.ts'
import {
  canonical,
  findUser,
  newId,
  newToken,
  nowOf,
  record,
  type State,
  type TestSession,
  type TestUser,
  toUser,
} from './state.ts'

const ACCESS_TOKEN_SECONDS = 600
const IDLE_SECONDS = 14 * 86_400
const ABSOLUTE_SECONDS = 30 * 86_400
/** How long the refresh token just replaced still answers. */
const GRACE_MS = 10_000
const ATTEMPTS = 10
const PAUSE_MS = 15 * 60_000

export const login: Handler<'auth.login'> = (call, input) => {
  const { state } = call
  const user = findUser(state, input.email)
  const device = input.deviceToken ?? call.cookies.device
  const isKnownDevice = user !== undefined && device !== undefined && state.devices.get(device) === user.id
  judgePassword(state, { email: input.email, user, password: input.password, isKnownDevice })
  if (!user) throw new Refusal('auth.invalid_credentials')
  const refusal = refusalOf(user)
  if (refusal) {
    record(state, {
      action: 'sign_in.failed',
      userId: user.id,
      outcome: 'failure',
      details: { reason: refusal },
    })
    throw new Refusal(refusal)
  }
  record(state, { action: 'sign_in.succeeded', userId: user.id, details: { amr: ['pwd'] } })
  return begin(call, user, { ...input, device: isKnownDevice ? device : undefined })
}

export const reauthenticate: Handler<'auth.reauthenticate'> = (call, input) => {
  const { user, session } = signedIn(call)
  judgePassword(call.state, { email: user.email, user, password: input.password, isKnownDevice: false })
  session.end = 'over'
  record(call.state, { action: 'step_up.succeeded', userId: user.id, details: { amr: ['pwd'] } })
  return begin(call, user, { ...input, device: null })
}

export const refresh: Handler<'auth.refresh'> = (call, input) => {
  const { state } = call
  const delivery = input.refreshToken === undefined ? 'cookie' : 'body'
  const token = input.refreshToken ?? call.cookies.refresh ?? ''
  const [, sessionId, count] = /^rt_testing_([\w-]+)_(\d+)$/.exec(token) ?? []
  const session = state.sessions.find(({ id }) => id === sessionId)
  const user = session && state.users.find(({ id, isDisabled }) => id === session.userId && !isDisabled)
  try {
    if (!session || !user || session.end !== null || session.expiresAt <= nowOf(state)) {
      throw new Refusal(session?.end === 'refresh_reused' ? 'auth.refresh_reused' : 'auth.refresh_invalid')
    }
    rotate(state, session, Number(count))
  } catch (error) {
    if (delivery === 'cookie') call.setCookies.set('refresh', null)
    throw error
  }
  return answer(call, { user, session, delivery, deviceToken: null })
}

export const logout: Handler<'auth.logout'> = (call, input) => {
  const ids = [input.refreshToken, call.cookies.refresh].map(
    (token) => /^rt_testing_([\w-]+)_\d+$/.exec(token ?? '')?.[1],
  )
  const who = whoCalls(call)
  for (const session of call.state.sessions) {
    if (session.end !== null || (session.id !== who?.session.id && !ids.includes(session.id))) continue
    session.end = 'over'
    record(call.state, { action: 'sign_out', userId: session.userId })
  }
  call.setCookies.set('refresh', null)
}

/** Exchanges the live token; answers its predecessor alike for ten seconds; takes any other for theft. */
function rotate(state: State, session: TestSession, count: number): void {
  const now = nowOf(state)
  if (count === session.counter) {
    session.counter += 1
    session.rotatedAt = now
  } else if (count !== session.counter - 1 || now.getTime() - session.rotatedAt.getTime() > GRACE_MS) {
    if (count > session.counter) throw new Refusal('auth.refresh_invalid')
    session.end = 'refresh_reused'
    record(state, { action: 'session.refresh_reused', userId: session.userId, outcome: 'failure' })
    throw new Refusal('auth.refresh_reused')
  }
  session.lastSeenAt = now
}

interface Attempt {
  email: string
  user: TestUser | undefined
  password: string
  isKnownDevice: boolean
}

/**
 * Counts the attempt and judges it; an address nobody has is judged as any other.
 *
 * @throws {Refusal} `auth.invalid_credentials`, or `auth.too_many_attempts` while paused
 */
export function judgePassword(state: State, { email, user, password, isKnownDevice }: Attempt): void {
  const attempts = state.attempts.get(canonical(email)) ?? { failures: 0, pausedUntil: null }
  state.attempts.set(canonical(email), attempts)
  const leftMs = (attempts.pausedUntil?.getTime() ?? 0) - nowOf(state).getTime()
  if (leftMs > 0 && !isKnownDevice) {
    throw new Refusal('auth.too_many_attempts', { retryAfterSeconds: Math.ceil(leftMs / 1_000) })
  }
  if (user && user.password === password) return void state.attempts.delete(canonical(email))
  attempts.failures += 1
  if (attempts.failures % ATTEMPTS === 0) attempts.pausedUntil = nowOf(state, PAUSE_MS)
  if (user)
    record(state, {
      action: 'sign_in.failed',
      userId: user.id,
      outcome: 'failure',
      details: { reason: 'wrong_password' },
    })
  throw new Refusal('auth.invalid_credentials')
}

function refusalOf(user: TestUser) {
  if (user.isDisabled) return 'auth.account_disabled'
  if (!user.isVerified) return 'auth.email_not_verified'
  return user.passwordChangeRequired ? 'auth.password_change_required' : undefined
}

/** Begins a session. `device` is the one the person is known on, a new one gets a token; with null it stays as it is. */
function begin(
  call: Call,
  user: TestUser,
  { delivery, device }: { delivery: 'body' | 'cookie'; device: string | null | undefined },
): SignedIn {
  const { state } = call
  const now = nowOf(state)
  user.lastSignInAt = now
  const session: TestSession = {
    id: newId(state),
    userId: user.id,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: nowOf(state, ABSOLUTE_SECONDS * 1_000),
    authenticatedAt: now,
    userAgent: call.userAgent,
    counter: 0,
    rotatedAt: now,
    end: null,
  }
  state.sessions.unshift(session)
  if (device === null) return answer(call, { user, session, delivery, deviceToken: null })
  const deviceToken = device ?? newToken(state, 'dev')
  state.devices.set(deviceToken, user.id)
  if (delivery === 'cookie') call.setCookies.set('device', deviceToken)
  return answer(call, { user, session, delivery, deviceToken: delivery === 'cookie' ? null : deviceToken })
}

interface Answered {
  user: TestUser
  session: TestSession
  delivery: 'body' | 'cookie'
  deviceToken: string | null
}

function answer(call: Call, { user, session, delivery, deviceToken }: Answered): SignedIn {
  const { state } = call
  const accessToken = newToken(state, 'at')
  state.accessTokens.set(accessToken, {
    sessionId: session.id,
    expiresAt: nowOf(state, ACCESS_TOKEN_SECONDS * 1_000),
  })
  const refreshToken = `rt_testing_${session.id}_${session.counter}`
  if (delivery === 'cookie') call.setCookies.set('refresh', refreshToken)
  return {
    status: 'signed_in',
    accessToken,
    tokenType: 'Bearer',
    expiresIn: ACCESS_TOKEN_SECONDS,
    refreshToken: delivery === 'cookie' ? null : refreshToken,
    refreshExpiresIn: IDLE_SECONDS,
    deviceToken,
    sessionId: session.id,
    user: toUser(user),
  }
}
