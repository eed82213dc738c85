import type { SignedIn, User } from './generated/types.ts'

/** Where the refresh token lives: in an HttpOnly cookie, which no script can read, or in a storage of yours. */
export type DeliveryMode = 'cookie' | 'body'

/** A session, as far as a page needs to know it. */
export interface SessionState {
  readonly user: User
  readonly sessionId: string
}

/** Why the platform ended a session that this client did not end itself. */
export type SessionEnd = 'auth.refresh_invalid' | 'auth.refresh_reused'

export type SessionChange =
  /** Somebody signed in, here or in another tab. */
  | { readonly type: 'signed_in'; readonly session: SessionState }
  /** A session of an earlier visit goes on. */
  | { readonly type: 'restored'; readonly session: SessionState }
  /** The same person: their profile, or the session's id after a step-up, has changed. */
  | { readonly type: 'updated'; readonly session: SessionState }
  /** Signed out, here or in another tab. */
  | { readonly type: 'signed_out'; readonly session: null }
  /** Expired, revoked, or (`auth.refresh_reused`) ended because its refresh token was used by somebody else. */
  | { readonly type: 'ended'; readonly session: null; readonly reason: SessionEnd }

export type SessionListener = (change: SessionChange) => void

/** `client.session` */
export interface ClientSession {
  /** The person who is signed in, as far as this client knows without asking; null before `restore()`. */
  readonly user: User | null
  get(): SessionState | null
  /**
   * Takes up the session of an earlier visit, if there is one; gives its user, or null. Calls that need a session do
   * this by themselves: call it at the start of a page that must know who is there.
   *
   * @throws {NetworkError} when the server cannot be asked; nothing is then known.
   */
  restore(): Promise<User | null>
  /** An access token for calls of your own to servers that trust the platform, refreshed if need be; null without a session. */
  accessToken(): Promise<string | null>
  /**
   * Takes up a session that another client was given, as its own answer would be: an administrator who acts as a person
   * makes a client of its own for `admin.impersonation.start`'s result, and stays themselves in the other.
   */
  adopt(session: SignedIn): Promise<void>
  /** Hears of every change from now on; gives a function that stops it. */
  subscribe(listener: SessionListener): () => void
}
