import { z } from 'zod'
import { pageInput, pageOf } from '../../kit/page.ts'
import { keyedProcedure, userProcedure } from '../../procedure.ts'
import { AuditEvent } from '../audit/index.ts'
import { getProfile, readSecurityLog, updateProfile } from './profile.ts'
import { AvatarUrl, DisplayName, Locale, TimeZone, User } from './schemas.ts'

export const accountProcedures = {
  get: keyedProcedure('account:read')
    .meta({ rest: 'GET /me', success: 200, summary: 'Read your own account.' })
    .input(z.strictObject({}))
    .output(User)
    .query(({ ctx }) => getProfile(ctx)),

  update: userProcedure
    .meta({
      rest: 'PATCH /me',
      success: 200,
      summary: 'Change your name, picture, language or time zone.',
      description: 'Fields that are left out stay as they are.',
      audit: 'account.updated',
      whileImpersonating: true,
    })
    .input(
      z.strictObject({
        displayName: DisplayName.optional(),
        avatarUrl: AvatarUrl.nullable().optional().describe('https only; null takes the picture away.'),
        locale: Locale.optional(),
        timezone: TimeZone.optional(),
      }),
    )
    .output(User)
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),

  securityLog: userProcedure
    .meta({
      rest: 'GET /me/security-log',
      success: 200,
      summary: 'List what happened to your account, newest first.',
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(AuditEvent))
    .query(({ ctx, input }) => readSecurityLog(ctx, input)),
}
