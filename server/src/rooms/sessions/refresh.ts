import type { Context } from '../../context.ts'
import { IdentityError } from '../../kit/identity-error.ts'
import { constantTimeEqual, hashToken } from '../../kit/tokens.ts'
import { recordAudit } from '../audit/index.ts'
import { queueNotice } from '../mail/index.ts'
import { endReused } from './ending-store.ts'
import { type RefreshToken, readRefreshToken, refreshTokenOf, refreshTokensOf } from './refresh-token.ts'
import { findForReplay, type ReplayedRow, type RotatedRow, rotate } from './store.ts'

/** How long the token just replaced still answers, with the same successor: for a lost answer or two tabs. */
const GRACE_SECONDS = 10

type RefreshNeeds = Pick<Context, 'db' | 'config' | 'clock' | 'vault' | 'request' | 'actor' | 'effects'>

/** A session carried on: its live refresh token, and whom it is for. */
export interface Refreshed extends RotatedRow {
  refreshToken: string
}

/**
 * Exchanges a refresh token for its successor (RFC 9700 section 4.14.2). The immediate predecessor answers with the
 * same successor for ten seconds. Any other replaced token means that two parties hold the family: it ends.
 *
 * @throws {IdentityError} `auth.refresh_invalid` for a token that is not ours or whose session is over;
 *   `auth.refresh_reused` for one that was replaced.
 */
export async function refreshSession(ctx: RefreshNeeds, token: string): Promise<Refreshed> {
  const presented = readRefreshToken(ctx.vault, token)
  if (!presented) throw new IdentityError('auth.refresh_invalid')
  const successor = refreshTokenOf(ctx.vault, presented.sessionId, presented.counter + 1)
  const rotated = await rotate(ctx.db, {
    ...presented,
    presentedHash: hashToken(token),
    successorHash: hashToken(successor),
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    idleDays: ctx.config.sessions.idleDays,
  })
  return rotated ? { ...rotated, refreshToken: successor } : replayed(ctx, presented)
}

/** What a genuine token gets that is not the live one. */
async function replayed(ctx: RefreshNeeds, presented: RefreshToken): Promise<Refreshed> {
  const found = await findForReplay(ctx.db, presented.sessionId, GRACE_SECONDS)
  if (!found?.isLive) throw new IdentityError(endedCode(found))
  const { refreshCounter, refreshHash } = found.session
  if (refreshCounter === presented.counter + 1 && found.withinGrace) {
    const successor = refreshTokensOf(ctx.vault, presented.sessionId, refreshCounter).find((candidate) =>
      constantTimeEqual(hashToken(candidate), refreshHash),
    )
    if (successor !== undefined) return { ...found, refreshToken: successor }
  }
  if (refreshCounter > presented.counter) return endFamily(ctx, found, presented)
  throw new IdentityError('auth.refresh_invalid')
}

/** The honest holder of a family that was ended for reuse learns why, too. */
function endedCode(found: ReplayedRow | undefined): 'auth.refresh_reused' | 'auth.refresh_invalid' {
  return found?.session.endReason === 'refresh_reused' ? 'auth.refresh_reused' : 'auth.refresh_invalid'
}

async function endFamily(ctx: RefreshNeeds, found: ReplayedRow, presented: RefreshToken): Promise<never> {
  const { session, account } = found
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    // Of several reuses at once, one ends the session and tells of it.
    if (!(await endReused(tx, session.id, presented.counter))) return
    await recordAudit(inTx, {
      action: 'session.refresh_reused',
      outcome: 'failure',
      actorId: account.id,
      target: { type: 'session', id: session.id },
      details: { presented: presented.counter, current: session.refreshCounter },
    })
    await queueNotice(inTx, account, 'refresh_reused')
  })
  throw new IdentityError('auth.refresh_reused')
}
