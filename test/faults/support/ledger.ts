import { createHash } from 'node:crypto'
import type { Reply } from './client.ts'

/**
 * How one request ended for its caller. `undone` is the server's word that nothing came of it; `unknown` is none: the
 * connection broke, nothing came, or the answer says `retryable`.
 */
export type Outcome = 'done' | 'refused' | 'undone' | 'unknown'

export interface Attempt {
  requestId: string
  outcome: Outcome
}

/** Something a caller wanted once: tried again, with the same key where the procedure takes one, until it is answered. */
export interface Deed {
  /** The audit action that tells of it. */
  action: string
  hasKey: boolean
  attempts: Attempt[]
}

export interface AccountEntry {
  email: string
  displayName: string
  password: string
  deviceToken?: string
  userId?: string
  isAcknowledged: boolean
  isVerified: boolean
  isDisabled: boolean
}

/** `unsure`: something that may have ended or carried it on was never answered. */
export interface SessionEntry {
  id: string
  email: string
  accessToken: string
  refreshToken: string
  state: 'live' | 'ended' | 'unsure'
}

export interface OrganizationEntry {
  name: string
  id: string | undefined
  founder: string
  /** What members were last told that they are; undefined while a change was never answered. */
  roles: Map<string, string | undefined>
}

/** A mail that somebody was promised: exactly one of its kind for each deed. */
interface PromisedMail {
  to: string
  template: string
  deed: Deed
}

/** What was acknowledged, by whom and in how many words; and what went wrong on the way. */
export class Ledger {
  readonly deeds: Deed[] = []
  readonly accounts = new Map<string, AccountEntry>()
  readonly sessions = new Map<string, SessionEntry>()
  readonly organizations: OrganizationEntry[] = []
  readonly mails: PromisedMail[] = []
  /** What must never happen, however the servers fare. */
  readonly troubles: string[] = []
  readonly secrets: Set<string>
  /** Answers by call, status and code, and the longest that anybody waited for one. */
  readonly answers = new Map<string, number>()
  slowestMs = 0
  /** Calls with a valid access token that were refused, and went through with a fresh one. */
  refusedTokens = 0
  readonly #successors = new Map<string, string>()

  constructor(secrets: Set<string>) {
    this.secrets = secrets
  }

  begin(action: string, hasKey: boolean): Deed {
    const deed: Deed = { action, hasKey, attempts: [] }
    this.deeds.push(deed)
    return deed
  }

  note(what: string, { status, body, ms }: Reply): void {
    const name = [what, status, body.code].join(' ').trim()
    this.answers.set(name, (this.answers.get(name) ?? 0) + 1)
    this.slowestMs = Math.max(this.slowestMs, ms)
    if (status >= 500 && status !== 503) this.troubles.push(`${what} answered ${status} ${body.code}`)
    if (ms > 15_000) this.troubles.push(`${what} was answered after ${Math.round(ms)} ms`)
  }

  /** One token has one successor, whoever asks for it and however often (SECURITY S4). */
  noteSuccessor(token: string, successor: string): void {
    const known = this.#successors.get(token)
    if (known !== undefined && known !== successor)
      this.troubles.push('a refresh token was exchanged for two different ones')
    this.#successors.set(token, successor)
    this.secrets.add(successor)
  }

  /** How many answers were of that status. */
  count(status: number): number {
    const found = [...this.answers].filter(([name]) => name.split(' ')[2] === String(status))
    return found.reduce((sum, [, times]) => sum + times, 0)
  }

  endSessionsOf(email: string): void {
    for (const session of this.sessions.values()) if (session.email === email) session.state = 'ended'
  }

  doubtSessionsOf(email: string): void {
    for (const session of this.sessions.values())
      if (session.email === email && session.state === 'live') session.state = 'unsure'
  }

  /** How many deeds were ever told yes. */
  get acknowledged(): number {
    return this.deeds.filter(isDone).length
  }
}

export const isDone = ({ attempts }: Deed): boolean => attempts.some(({ outcome }) => outcome === 'done')

export const unknownsOf = ({ attempts }: Deed): number =>
  attempts.filter(({ outcome }) => outcome === 'unknown').length

export function outcomeOf({ status, body }: Reply): Outcome {
  if (status >= 200 && status < 300) return 'done'
  // The effect stands; what the first answer said is lost.
  if (body.code === 'idempotency.already_completed') return 'done'
  if (body.code === 'idempotency.in_progress') return 'undone'
  if (status === 503) return body.retryable === true ? 'unknown' : 'undone'
  if (status === 0 || status >= 500) return 'unknown'
  return 'refused'
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
