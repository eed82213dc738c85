import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { userProcedure } from '../../procedure.ts'
import { Session, SessionId } from './schemas.ts'
import { listSessions, revokeOtherSessions, revokeSession } from './service.ts'

export const sessionsProcedures = {
  list: userProcedure
    .meta({
      rest: 'GET /me/sessions',
      success: 200,
      summary: 'List the devices you are signed in on, newest first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(Session))
    .query(({ ctx, input }) => listSessions(ctx, input)),

  revoke: userProcedure
    .meta({
      rest: 'DELETE /me/sessions/{sessionId}',
      success: 204,
      summary: 'Sign one of your devices out.',
      audit: 'session.ended',
    })
    .input(z.strictObject({ sessionId: SessionId }))
    .output(z.void())
    .mutation(({ ctx, input }) => revokeSession(ctx, input.sessionId)),

  revokeOthers: userProcedure
    .meta({
      rest: 'POST /me/sessions/revoke-others',
      success: 204,
      summary: 'Sign every device out but this one.',
      audit: 'sessions.ended',
    })
    .input(z.strictObject({}))
    .output(z.void())
    .mutation(({ ctx }) => revokeOtherSessions(ctx)),
}
