import { z } from 'zod'
import { platformProcedure } from '../../procedure.ts'
import { EmailInput } from '../accounts/index.ts'
import { SignInDiagnosis } from './schemas.ts'
import { diagnoseSignIn } from './service.ts'

export const diagnosticsProcedures = {
  signIn: platformProcedure('diagnostics:read')
    .meta({
      rest: 'GET /admin/diagnostics/sign-in',
      success: 200,
      summary: 'Find out why somebody cannot sign in, by their address or by the id of a request.',
      description:
        'Give one of the two. What would refuse them now stands in `verdict`; how the last attempts were decided, in `attempts`. Of refusals by a limit the first of each quarter of an hour is kept. That somebody looked is recorded.',
      audit: 'admin.diagnosed',
    })
    .input(
      z
        .strictObject({
          email: EmailInput.optional(),
          requestId: z
            .string()
            .regex(/^[A-Za-z0-9._-]{8,128}$/, 'Not a request id.')
            .optional()
            .describe('The `X-Request-Id` of an attempt, as its answer and the log have it.'),
          limit: z.number().int().min(1).max(50).default(10).describe('How many attempts at the most.'),
        })
        .refine(({ email, requestId }) => (email === undefined) !== (requestId === undefined), {
          message: 'Give an address or the id of a request, and not both.',
        }),
    )
    .output(SignInDiagnosis)
    .query(({ ctx, input }) => diagnoseSignIn(ctx, input)),
}
