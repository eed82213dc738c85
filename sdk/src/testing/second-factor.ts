import type { SignInResult } from '../generated/types.ts'
import { type Call, type Handler, signedIn } from './call.ts'
import { admit } from './gate.ts'
import { judgeAssertion, PASSKEY_AMR } from './passkeys.ts'
import { hasSecondFactor, type TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import {
  type Attempts,
  endChallenges,
  endSessions,
  nowOf,
  record,
  type State,
  type TestChallenge,
} from './state.ts'
import { matchingStep, secretOf } from './totp.ts'

const TRIES_PER_CHALLENGE = 5
const TRIES = 10
const PAUSE_MS = 15 * 60_000

export const mfaStatus: Handler<'mfa.status'> = (call) => {
  const { user } = signedIn(call)
  const confirmedAt = user.totp?.confirmedAt ?? null
  return {
    totp: { enabled: confirmedAt !== null, confirmedAt },
    passkeys: user.passkeys.length,
    recoveryCodesLeft: user.recoveryCodes.length,
  }
}

/** Its picture is a square: scan `otpauthUri` instead. */
export const enrollTotp: Handler<'mfa.enrollTotp'> = (call) => {
  const { state } = call
  const user = whoHasShownFactors(call)
  state.count += 1
  const secret = secretOf(state.count)
  state.pendingTotp.set(user.id, secret)
  record(state, { action: 'mfa.totp_enrolment_begun', userId: user.id })
  return {
    secret,
    otpauthUri: `otpauth://totp/Gatehouse:${encodeURIComponent(user.email)}?secret=${secret}&issuer=Gatehouse`,
    qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
  }
}

export const confirmTotp: Handler<'mfa.confirmTotp'> = (call, { code }) => {
  const { state } = call
  const user = whoHasShownFactors(call)
  const secret = state.pendingTotp.get(user.id)
  const step = judge(state, user, () => (secret ? matchingStep(secret, code, nowOf(state)) : undefined))
  user.totp = { secret: secret!, confirmedAt: nowOf(state), lastStep: step }
  state.pendingTotp.delete(user.id)
  settleChange(call, user, 'mfa.totp_enabled')
  return { recoveryCodes: newRecoveryCodes(state, user) }
}

export const disableTotp: Handler<'mfa.disableTotp'> = (call, { code }) => {
  const { user } = signedIn(call)
  judge(call.state, user, () => rightStep(call.state, user, code))
  Object.assign(user, { totp: null, recoveryCodes: [] })
  settleChange(call, user, 'mfa.totp_disabled')
}

export const regenerateRecoveryCodes: Handler<'mfa.regenerateRecoveryCodes'> = (call) => {
  const user = whoHasShownFactors(call)
  if (!hasSecondFactor(user))
    throw new Refusal('conflict', { detail: 'Recovery codes belong to an authenticator app.' })
  record(call.state, { action: 'mfa.recovery_codes_replaced', userId: user.id })
  return { recoveryCodes: newRecoveryCodes(call.state, user) }
}

export const verifySecondFactor: Handler<'mfa.verify'> = (call, input): SignInResult => {
  const { state } = call
  const challenge = noting(call, input.challengeToken, () => getChallenge(call, input.challengeToken))
  const user = state.users.find(({ id }) => id === challenge.userId)!
  const amr = judge(
    state,
    user,
    () => {
      if (input.method === 'passkey') {
        const { id: userId } = user
        const wanted = { purpose: 'second_factor', userId, boundTo: input.challengeToken } as const
        return judgeAssertion(state, input.assertion, wanted) && PASSKEY_AMR
      }
      if (input.method === 'recovery_code') return takeRecoveryCode(user, input.code)
      return takeTotpCode(state, user, input.code)
    },
    { challenge },
  )
  challenge.expiresAt = new Date(0)
  return admit(call, user, {
    amr: [...new Set([...challenge.amr, ...amr, 'mfa'])],
    delivery: input.delivery,
    deviceToken: challenge.deviceToken ?? call.cookies.device,
    replaces: challenge.replaces,
  })
}

/** Whoever shows a challenge that was given and is over is told of in their log. */
function noting<Result>({ state }: Call, token: string, get: () => Result): Result {
  try {
    return get()
  } catch (refusal) {
    const known = state.challenges.get(token)
    if (known) record(state, { action: 'mfa.failed', outcome: 'failure', userId: known.userId })
    throw refusal
  }
}

/** @throws {Refusal} `mfa.challenge_expired`: unknown, over, used up, or of another browser */
export function getChallenge({ state, cookies }: Call, token: string): TestChallenge {
  const challenge = state.challenges.get(token)
  const isLive = challenge && challenge.expiresAt > nowOf(state) && challenge.wrongCodes < TRIES_PER_CHALLENGE
  if (!isLive || (challenge.browser !== undefined && challenge.browser !== cookies.browser))
    throw new Refusal('mfa.challenge_expired')
  return challenge
}

/**
 * What a right factor gives. Wrong ones are counted, for the person and for the challenge.
 *
 * @throws {Refusal} `mfa.code_invalid`, or `auth.too_many_attempts` while paused
 */
function judge<Value>(
  state: State,
  { id }: TestUser,
  factor: () => Value | undefined,
  { challenge, refusal = 'mfa.code_invalid' }: JudgeOptions = {},
): Value {
  const attempts: Attempts = state.mfaAttempts.get(id) ?? { failures: 0, pausedUntil: null }
  const leftMs = (attempts.pausedUntil?.getTime() ?? 0) - nowOf(state).getTime()
  if (leftMs > 0)
    throw new Refusal('auth.too_many_attempts', { retryAfterSeconds: Math.ceil(leftMs / 1_000) })
  const value = factor()
  if (value !== undefined) {
    state.mfaAttempts.delete(id)
    return value
  }
  attempts.failures += 1
  if (attempts.failures % TRIES === 0) attempts.pausedUntil = nowOf(state, PAUSE_MS)
  state.mfaAttempts.set(id, attempts)
  if (challenge) challenge.wrongCodes += 1
  throw new Refusal(refusal)
}

interface JudgeOptions {
  challenge?: TestChallenge
  refusal?: 'mfa.code_invalid' | 'auth.invalid_credentials'
}

/** The step of a right code that was not used before. */
function rightStep(state: State, { totp }: TestUser, code: string): number | undefined {
  const step = totp?.confirmedAt ? matchingStep(totp.secret, code, nowOf(state)) : undefined
  return step !== undefined && step > totp!.lastStep ? step : undefined
}

function takeTotpCode(state: State, user: TestUser, code: string): string[] | undefined {
  const step = rightStep(state, user, code)
  if (step === undefined) return undefined
  user.totp!.lastStep = step
  return ['otp']
}

/** A step-up with the app: counted with the wrong codes of sign-ins. @throws {Refusal} `auth.invalid_credentials` */
export function judgeTotpCode(state: State, user: TestUser, code: string): string[] {
  return judge(state, user, () => takeTotpCode(state, user, code), { refusal: 'auth.invalid_credentials' })
}

function takeRecoveryCode(user: TestUser, typed: string): string[] | undefined {
  const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, '')
  const left = user.recoveryCodes.filter((code) => plain(code) !== plain(typed))
  if (left.length === user.recoveryCodes.length) return undefined
  user.recoveryCodes = left
  return ['recovery']
}

/** Whoever has a second factor changes it with that factor. @throws {Refusal} `auth.reauthentication_required` */
function whoHasShownFactors(call: Call): TestUser {
  const { user, session } = signedIn(call)
  if (hasSecondFactor(user) && !session.amr.includes('mfa'))
    throw new Refusal('auth.reauthentication_required')
  return user
}

type Change = 'mfa.totp_enabled' | 'mfa.totp_disabled' | 'passkey.added' | 'passkey.removed'

/** What follows every change of factors: other sessions end, and what was begun is void. */
export function settleChange(call: Call, user: TestUser, action: Change): void {
  const { state } = call
  const { session } = signedIn(call)
  const sessionsEnded = endSessions(state, ({ userId, id }) => userId === user.id && id !== session.id)
  endChallenges(state, user.id)
  record(state, { action, userId: user.id, details: { sessionsEnded } })
}

function newRecoveryCodes(state: State, user: TestUser): string[] {
  user.recoveryCodes = Array.from({ length: 10 }, () => {
    state.count += 1
    return `test-${String(state.count).padStart(4, '0')}-code`
  })
  return user.recoveryCodes
}
