import { z } from 'zod'
import { freshProcedure } from '../../procedure.ts'
import { closeAccount } from './service.ts'

export const accountClosureProcedures = {
  delete: freshProcedure
    .meta({
      rest: 'DELETE /me',
      success: 202,
      summary: 'Close your account. It is erased after seven days, unless you sign in before.',
      audit: 'account.closed',
      errors: ['admin.last_admin', 'org.last_owner'],
      setsCookies: true,
    })
    .input(z.strictObject({}))
    .output(
      z.object({
        status: z.literal('closing'),
        erasedAfter: z.date().describe('When everything the account holds is erased.'),
      }),
    )
    .mutation(({ ctx }) => closeAccount(ctx)),
}
