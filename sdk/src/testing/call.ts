import type { Procedures } from '../generated/definitions.ts'
import type { ProcedurePath } from '../generated/errors.ts'
import type { TestUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { nowOf, type State, type TestSession } from './state.ts'

export type CookieName = 'refresh' | 'device' | 'browser'
export type Cookies = { [Name in CookieName]?: string | undefined }

/** One call of one procedure, as the stand-in carries it out. */
export interface Call {
  state: State
  accessToken: string | undefined
  /** Where the platform is, without a slash at its end. */
  baseUrl: string
  /** The refresh and device tokens that came as cookies, and what tells the browser from others. */
  cookies: Cookies
  /** Cookies of the answer: null takes one away. */
  setCookies: Map<CookieName, string | null>
  userAgent: string
}

/** What a procedure does, its input checked and its defaults filled in. */
export type Handler<Path extends ProcedurePath> = (
  call: Call,
  input: Filled<Procedures[Path]['input']>,
) => Procedures[Path]['output']

/** Fields with a default are there. */
type Filled<Input> = Input extends { limit?: number | undefined }
  ? Input & { limit: number }
  : Input extends { delivery?: 'body' | 'cookie' | undefined }
    ? Input & { delivery: 'body' | 'cookie' }
    : Input extends { mode?: 'login' | 'link' | undefined }
      ? Input & { mode: 'login' | 'link' }
      : Input

export interface Signed {
  user: TestUser
  session: TestSession
}

/** How long a sign-in counts as fresh for sensitive changes. Five minutes, in ms. */
export const FRESH_MS = 5 * 60_000

/** Whoever the access token stands for; undefined when it is missing, expired, or its session is over. */
export function whoCalls({ state, accessToken }: Call): Signed | undefined {
  const token = accessToken === undefined ? undefined : state.accessTokens.get(accessToken)
  if (!token || token.expiresAt <= nowOf(state)) return undefined
  const session = state.sessions.find(({ id, end }) => id === token.sessionId && end === null)
  const user = session && state.users.find(({ id, isDisabled }) => id === session.userId && !isDisabled)
  return session && user && { user, session }
}

/** @throws {Refusal} `auth.unauthenticated` */
export function signedIn(call: Call): Signed {
  const who = whoCalls(call)
  if (!who) throw new Refusal('auth.unauthenticated')
  return who
}
