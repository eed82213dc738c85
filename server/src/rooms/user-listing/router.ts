import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { platformProcedure } from '../../procedure.ts'
import { UserId } from '../accounts/index.ts'
import { AuditEvent } from '../audit/index.ts'
import { Session } from '../sessions/index.ts'
import { listUsers } from './list.ts'
import { AdminUser, AdminUserDetails, listFields } from './schemas.ts'
import { getAdminUser, listEventsOfUser, listSessionsOfUser } from './service.ts'

export const userListingProcedures = {
  list: platformProcedure('users:read')
    .meta({
      rest: 'GET /admin/users',
      success: 200,
      summary: 'Find people by the beginning of their address or name, by filters, in a chosen order.',
      description:
        'Pages stay where they are while accounts come and go. A cursor belongs to the order it was given for.',
    })
    .input(z.strictObject({ ...listFields, ...pageInput }))
    .output(pageOf(AdminUser))
    .query(({ ctx, input }) => listUsers(ctx, input)),

  get: platformProcedure('users:read')
    .meta({ rest: 'GET /admin/users/{userId}', success: 200, summary: 'Read everything about one account.' })
    .input(z.strictObject({ userId: UserId }))
    .output(AdminUserDetails)
    .query(({ ctx, input }) => getAdminUser(ctx, input.userId)),

  sessions: platformProcedure('users:read')
    .meta({
      rest: 'GET /admin/users/{userId}/sessions',
      success: 200,
      summary: 'List the devices a person is signed in on, newest first.',
    })
    .input(z.strictObject({ userId: UserId, ...pageInput }))
    .output(pageOf(Session))
    .query(({ ctx, input }) => listSessionsOfUser(ctx, input)),

  auditEvents: platformProcedure('audit:read')
    .meta({
      rest: 'GET /admin/users/{userId}/audit-events',
      success: 200,
      summary: 'List what a person did and what was done to them, newest first.',
    })
    .input(z.strictObject({ userId: UserId, ...pageInput }))
    .output(pageOf(AuditEvent))
    .query(({ ctx, input }) => listEventsOfUser(ctx, input)),
}
