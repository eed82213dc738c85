import type { ProcedurePath } from '../generated/errors.ts'
import { type Handler, type Signed, signedIn } from './call.ts'
import { toUser } from './people.ts'
import { Refusal } from './refusal.ts'
import { endSessions, newId, newToken, nowOf, record, type TestSession } from './state.ts'

/** How long somebody may act as another. One hour, in seconds. */
const LIFE_SECONDS = 3_600

/** What may be changed for somebody else. */
const allowed: ReadonlySet<ProcedurePath> = new Set([
  'account.update',
  'admin.impersonation.stop',
  'organizations.checkPermissions',
])

/**
 * Whoever acts as a person looks, and changes next to nothing.
 *
 * @throws {Refusal} `not_found`, `impersonation.not_allowed`
 */
export function checkImpersonation(
  { session }: Signed,
  path: ProcedurePath,
  { access, isMutation }: { access: string; isMutation: boolean },
): void {
  if (session.impersonatorId === undefined) return
  if (access.startsWith('platform:')) throw new Refusal('not_found')
  const isFresh = access === 'fresh' || access.endsWith('+fresh')
  if (isFresh || (isMutation && !allowed.has(path))) throw new Refusal('impersonation.not_allowed')
}

export const startImpersonation: Handler<'admin.impersonation.start'> = (call, { userId, reason }) => {
  const { state } = call
  const admin = signedIn(call)
  if (!admin.session.amr.includes('mfa')) throw new Refusal('admin.mfa_required')
  const user = state.users.find(({ id }) => id === userId)
  if (!user) throw new Refusal('not_found')
  if (user.platformRole !== null) throw new Refusal('impersonation.rank_forbidden')
  if (user.isDisabled || !user.isVerified || state.closing.has(userId))
    throw new Refusal('impersonation.not_possible')
  const now = nowOf(state)
  const session: TestSession = {
    id: newId(state),
    userId,
    impersonatorId: admin.user.id,
    organizationId: null,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: nowOf(state, LIFE_SECONDS * 1_000),
    authenticatedAt: new Date(0),
    userAgent: '',
    amr: ['impersonation'],
    counter: 0,
    rotatedAt: now,
    end: null,
  }
  state.sessions.unshift(session)
  const accessToken = newToken(state, 'at')
  state.accessTokens.set(accessToken, { sessionId: session.id, expiresAt: session.expiresAt })
  record(state, {
    action: 'admin.impersonation_started',
    userId,
    actorId: admin.user.id,
    details: { reason, sessionId: session.id, expiresAt: session.expiresAt.toISOString() },
  })
  return {
    status: 'signed_in',
    accessToken,
    tokenType: 'Bearer',
    expiresIn: LIFE_SECONDS,
    refreshToken: null,
    refreshExpiresIn: 0,
    deviceToken: null,
    sessionId: session.id,
    user: toUser(user),
  }
}

export const stopImpersonation: Handler<'admin.impersonation.stop'> = (call) => {
  const { user, session } = signedIn(call)
  if (session.impersonatorId === undefined) throw new Refusal('not_found')
  endSessions(call.state, ({ id }) => id === session.id)
  record(call.state, {
    action: 'admin.impersonation_stopped',
    userId: user.id,
    realActorId: session.impersonatorId,
    details: { sessionId: session.id },
  })
}
