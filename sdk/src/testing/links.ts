import type { TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { endChallenges, newToken, nowOf, type Purpose, type State, type TestMail } from './state.ts'

const LIFETIME_MS: Record<Purpose, number> = { vfy: 24 * 3_600_000, rst: 30 * 60_000 }

/** A new password, another address, a closure or a first proof voids what was mailed before. */
export function voidMailed(state: State, { id }: TestUser): void {
  state.mailedFlows = state.mailedFlows.filter(({ userId }) => userId !== id)
  state.addressChanges = state.addressChanges.filter(
    ({ purpose, userId }) => purpose !== 'chg' || userId !== id,
  )
  for (const [token, { userId }] of state.oneTimeTokens) if (userId === id) state.oneTimeTokens.delete(token)
}

/** Nobody goes on with a sign-in that has begun. */
export function voidChallenges(state: State, { id }: TestUser): void {
  endChallenges(state, id)
}

export function forgetDevices(state: State, { id }: TestUser): void {
  for (const [token, userId] of state.devices) if (userId === id) state.devices.delete(token)
}

/** Sends a link; earlier ones of its purpose are void from then on. */
export function mailLink(
  state: State,
  user: TestUser,
  purpose: Purpose,
  template: TestMail['template'],
): void {
  for (const [token, earlier] of state.oneTimeTokens) {
    if (earlier.userId === user.id && earlier.purpose === purpose) state.oneTimeTokens.delete(token)
  }
  const token = newToken(state, purpose)
  state.oneTimeTokens.set(token, { purpose, userId: user.id, expiresAt: nowOf(state, LIFETIME_MS[purpose]) })
  state.mails.unshift({ to: user.email, template, token, code: null })
}

/** @throws {Refusal} `token.invalid` */
export function findLink(state: State, purpose: Purpose, token: string): TestUser {
  const found = state.oneTimeTokens.get(token)
  const isLive = found?.purpose === purpose && found.expiresAt > nowOf(state)
  const user = isLive
    ? state.users.find(({ id, isDisabled }) => id === found.userId && !isDisabled)
    : undefined
  if (!user) throw new Refusal('token.invalid')
  return user
}

export function consumeLink(state: State, purpose: Purpose, token: string): TestUser {
  const user = findLink(state, purpose, token)
  state.oneTimeTokens.delete(token)
  return user
}
