import type { Context } from '../../context.ts'
import { recordAudit } from '../audit/index.ts'
import { endSession, findBearerSession, findRefreshSession } from '../sessions/index.ts'

/**
 * Ends the sessions the request names, by access token, cookie or refresh token, and makes the browser forget.
 * Idempotent: without a live session it does nothing and says so to nobody.
 */
export async function signOut(ctx: Context, input: { refreshToken?: string | undefined }): Promise<void> {
  const bearer = await findBearerSession(ctx)
  const named = [
    bearer,
    await findRefreshSession(ctx, input.refreshToken),
    await findRefreshSession(ctx, ctx.cookies.get('refresh')),
  ]
  const sessions = new Map(named.flatMap((session) => (session ? [[session.sessionId, session.userId]] : [])))
  await ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx }
    for (const [sessionId, userId] of sessions) {
      if (!(await endSession(inTx, { sessionId, userId }, 'signed_out'))) continue
      // The token's session says whether it is the person who signs out, or somebody who acts as them.
      const actor: Context['actor'] =
        bearer?.sessionId === sessionId ? { kind: 'user', ...bearer } : inTx.actor
      await recordAudit(
        { ...inTx, actor },
        {
          action: 'sign_out',
          actorId: userId,
          target: { type: 'session', id: sessionId },
        },
      )
    }
  })
  ctx.cookies.clear('refresh')
  ctx.cookies.forgetSite()
}
