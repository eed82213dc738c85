import { randomBytes } from 'node:crypto'
import type { Context, UserContext } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { newId } from '../../kit/ids.ts'
import { cutPage, momentKey, type Page, type PageRequest, readMomentCursor } from '../../kit/page.ts'
import { hashToken } from '../../kit/tokens.ts'
import { deviceName } from '../../platform/device-name.ts'
import type { Account } from '../accounts/index.ts'
import { recordAudit } from '../audit/index.ts'
import {
  deleteLongEnded,
  endLiveImpersonations,
  endLiveSession,
  endLiveSessions,
  endOldest,
} from './ending-store.ts'
import { readRefreshToken, refreshTokenOf } from './refresh-token.ts'
import type { Session } from './schemas.ts'
import {
  findActiveSession,
  findLiveSession,
  insertImpersonation,
  insertSession,
  listLiveSessions,
  type SessionRow,
} from './store.ts'
import type { SessionEnd } from './tables.ts'

/** The session a request came with: checked against the database in this very request. */
export interface ActiveSession {
  sessionId: string
  userId: string
  account: Account
  hasPassword: boolean
  mfaEnabled: boolean
  amr: string[]
  /** The organization the person works in, as they chose it; whether they still belong to it is asked when it matters. */
  organizationId: string | null
  /** The administrator who acts as this person; null when it is the person. */
  impersonatorId: string | null
  authenticatedAt: Date
  /** Whether the person proved themselves within the last five minutes. */
  isFresh: boolean
}

const MAX_HEADER_LENGTH = 4_096 + 'Bearer '.length

/**
 * The live session behind the request's access token. The signature alone is not enough: session and account are read
 * from the database each time, so that signing out, revoking and disabling act at once, on every node (SECURITY S6).
 *
 * @throws {IdentityError} `auth.unauthenticated` for a missing, malformed, expired, foreign or revoked token;
 *   where it must be fresh, `auth.reauthentication_required` when the sign-in is older than five minutes, and
 *   `impersonation.not_allowed` for whoever merely acts as the person.
 */
export async function authenticate(
  ctx: Context,
  mustBeFresh: boolean,
): Promise<{ kind: 'user' } & ActiveSession> {
  const session = await findBearerSession(ctx)
  if (!session) throw new IdentityError('auth.unauthenticated')
  if (mustBeFresh && session.impersonatorId !== null) throw new IdentityError('impersonation.not_allowed')
  if (mustBeFresh && !session.isFresh) throw new IdentityError('auth.reauthentication_required')
  return { kind: 'user', ...session }
}

/** As `authenticate`, but undefined where that would refuse. For signing out, which asks nothing. */
export async function findBearerSession(
  ctx: Pick<Context, 'db' | 'keyRing' | 'request'>,
): Promise<ActiveSession | undefined> {
  const token = bearerToken(ctx.request.authorization)
  const claims = token === undefined ? undefined : await ctx.keyRing.verify(token)
  if (!claims) return undefined
  const row = await findActiveSession(ctx.db, claims.sessionId, claims.userId)
  return row && { ...row, userId: claims.userId }
}

/**
 * The live session of a page that may hold no access token yet, having just been loaded: by the access token, or where
 * no Authorization header came, by the refresh token of the browser's cookie. It grants nothing by itself.
 */
export async function findCallerSession(
  ctx: Pick<Context, 'db' | 'keyRing' | 'request' | 'vault' | 'cookies'>,
): Promise<ActiveSession | undefined> {
  if (ctx.request.authorization !== undefined) {
    const session = await findBearerSession(ctx)
    // What pages do with it (connecting a provider) is not for whoever merely acts as the person.
    return session?.impersonatorId === null ? session : undefined
  }
  const held = ctx.cookies.get('refresh')
  const known = held === undefined ? undefined : await findRefreshSession(ctx, held)
  const row = known && (await findActiveSession(ctx.db, known.sessionId, known.userId))
  return row && { ...row, userId: known.userId }
}

/** The credential of an `Authorization: Bearer` header (RFC 6750 section 2.1). */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || header.length > MAX_HEADER_LENGTH) return undefined
  return /^bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1]
}

/** Which session a refresh token belongs to, for counting; undefined when it is not one of ours. */
export function sessionIdOfRefreshToken(ctx: Pick<Context, 'vault'>, token: string): string | undefined {
  return readRefreshToken(ctx.vault, token)?.sessionId
}

/** The live session a genuine refresh token belongs to, whether or not it is the one to use next. */
export async function findRefreshSession(
  ctx: Pick<Context, 'db' | 'vault'>,
  token: string | undefined,
): Promise<{ sessionId: string; userId: string } | undefined> {
  const presented = token === undefined ? undefined : readRefreshToken(ctx.vault, token)
  return presented && findLiveSession(ctx.db, presented.sessionId)
}

type CreateNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'request'>

/** A session just begun: the only moment its first refresh token is at hand. */
interface CreatedSession {
  session: SessionRow
  refreshToken: string
}

/**
 * Begins a session. Only the gate calls this, after its checks. Where the person then has more than the allowed
 * number, the oldest end (SECURITY S10); the caller holds the person's row lock, so that no race leaves more.
 */
export async function createSession(
  ctx: CreateNeeds,
  holder: { userId: string; amr: string[]; organizationId: string | null },
): Promise<CreatedSession> {
  const { idleDays, absoluteDays, maxPerUser } = ctx.config.sessions
  const id = newId(ctx.clock.nowMs())
  const refreshToken = refreshTokenOf(ctx.vault, id, 0)
  const begun = insertSession(ctx.db, {
    id,
    ...holder,
    refreshHash: hashToken(refreshToken),
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    idleDays,
    absoluteDays,
  })
  const [session] = await Promise.all([
    begun,
    endOldest(ctx.db, { userId: holder.userId, but: id, keep: maxPerUser - 1 }),
  ])
  return { session, refreshToken }
}

/**
 * Begins a session in which an administrator acts as a person (SECURITY A4). Only the room of it calls this, after its
 * checks. Its refresh token is of nobody's making, so that none is ever right; and it takes no place of the person's own
 * sessions.
 */
export function createImpersonation(
  ctx: Pick<Context, 'db' | 'clock'>,
  acting: { userId: string; impersonatorId: string; amr: string[]; seconds: number },
): Promise<SessionRow> {
  return insertImpersonation(ctx.db, {
    id: newId(ctx.clock.nowMs()),
    ...acting,
    refreshHash: randomBytes(32),
  })
}

/** Ends one session of a person, and tells which organization they worked in; undefined when it was not live or not theirs. */
export async function endSession(
  ctx: Pick<Context, 'db'>,
  session: { sessionId: string; userId: string },
  reason: SessionEnd,
): Promise<{ organizationId: string | null } | undefined> {
  return endLiveSession(ctx.db, session.sessionId, session.userId, reason)
}

/**
 * Ends every live session of a person, but the one named, and those in which they act as somebody else. Tells how many
 * there were.
 */
export function endAllSessions(
  ctx: Pick<Context, 'db'>,
  userId: string,
  reason: SessionEnd,
  keep: { except?: string } = {},
): Promise<number> {
  return endLiveSessions(ctx.db, userId, reason, keep.except)
}

/** The person's live sessions, newest first. */
export const listSessions = (ctx: UserContext, page: PageRequest): Promise<Page<Session>> =>
  listSessionsOf(ctx, ctx.actor.userId, page)

/** Somebody's live sessions, newest first: for the person, and for the platform's staff. */
export async function listSessionsOf(
  ctx: UserContext,
  userId: string,
  page: PageRequest,
): Promise<Page<Session>> {
  const after = readMomentCursor(page.cursor)
  const rows = await listLiveSessions(ctx.db, userId, page.limit + 1, after)
  const toItem = (row: SessionRow) => toSession(row, ctx.actor.sessionId)
  return cutPage(rows, page.limit, { toItem, keyOf: momentKey })
}

function toSession(row: SessionRow, currentId: string): Session {
  const { id, createdAt, lastSeenAt, expiresAt, ip, userAgent, amr, organizationId, impersonatorId } = row
  const device = deviceName(userAgent)
  return {
    id,
    current: id === currentId,
    createdAt,
    lastSeenAt,
    expiresAt,
    ip,
    userAgent,
    device,
    amr,
    organizationId,
    isImpersonated: impersonatorId !== null,
  }
}

/**
 * Ends one of the person's own sessions; its access token is refused from then on.
 *
 * @throws {IdentityError} `not_found` when it is not live or not theirs.
 */
export async function revokeSession(ctx: UserContext, sessionId: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    if (!(await endSession(inTx, { sessionId, userId: ctx.actor.userId }, 'revoked')))
      throw new IdentityError('not_found')
    await recordAudit(inTx, {
      action: 'session.ended',
      target: { type: 'session', id: sessionId },
      details: { reason: 'revoked' },
    })
  })
  if (sessionId === ctx.actor.sessionId) ctx.cookies.clear('refresh')
}

/** Ends every session of the person but the one that asks. */
export async function revokeOtherSessions(ctx: UserContext): Promise<void> {
  const { userId, sessionId } = ctx.actor
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    const count = await endAllSessions(inTx, userId, 'revoked', { except: sessionId })
    await recordAudit(inTx, {
      action: 'sessions.ended',
      target: { type: 'user', id: userId },
      details: { count, reason: 'revoked' },
    })
  })
}

/** Ends what a person of the staff does as other people, and tells how many sessions that were. */
export function endImpersonationsBy(ctx: Pick<Context, 'db'>, userId: string): Promise<number> {
  return endLiveImpersonations(ctx.db, userId)
}

/** Removes sessions that ended long ago. */
export async function cleanUpSessions(ctx: Pick<Context, 'db'>): Promise<void> {
  await deleteLongEnded(ctx.db)
}
