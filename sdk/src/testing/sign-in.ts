import { type Handler, signedIn, whoCalls } from './call.ts'
import { admit, answer } from './gate.ts'
import { judgeAssertion, PASSKEY_AMR } from './passkeys.ts'
import { judgePassword } from './passwords.ts'
import { findUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { judgeTotpCode } from './second-factor.ts'
import { nowOf, record, type State, type TestSession } from './state.ts'

/** How long the refresh token just replaced still answers. */
const GRACE_MS = 10_000

export const login: Handler<'auth.login'> = (call, input) => {
  const { state } = call
  const user = findUser(state, input.email)
  const device = input.deviceToken ?? call.cookies.device
  const isKnownDevice = user !== undefined && device !== undefined && state.devices.get(device) === user.id
  judgePassword(state, { email: input.email, user, password: input.password, isKnownDevice })
  if (!user) throw new Refusal('auth.invalid_credentials')
  return admit(call, user, { amr: ['pwd'], delivery: input.delivery, deviceToken: device })
}

export const reauthenticate: Handler<'auth.reauthenticate'> = (call, input) => {
  const { user, session } = signedIn(call)
  const { delivery } = input
  const withBoth = (proven: string[]) => {
    const amr = [...new Set([...session.amr, ...proven, 'mfa'])]
    return admit(call, user, { amr, delivery, replaces: session.id })
  }
  if ('totpCode' in input) return withBoth(judgeTotpCode(call.state, user, input.totpCode))
  if ('assertion' in input) {
    const wanted = { purpose: 'step_up', userId: user.id, boundTo: session.id } as const
    if (!judgeAssertion(call.state, input.assertion, wanted)) throw new Refusal('auth.invalid_credentials')
    return withBoth(PASSKEY_AMR)
  }
  judgePassword(call.state, { email: user.email, user, password: input.password, isKnownDevice: false })
  return admit(call, user, { amr: ['pwd'], delivery, replaces: session.id })
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
