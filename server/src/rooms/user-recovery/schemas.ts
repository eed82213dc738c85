import { z } from 'zod'
import { isPlainText } from '../../kit/plain-text.ts'

/** Kept with what was done on its account. Short ones say nothing to whoever reads the log a year later. */
export const Reason = z
  .string()
  .trim()
  .min(10)
  .max(500)
  .refine(isPlainText, 'No control or direction characters.')
  .meta({
    description: 'How it was established that it is the person who asks; 10 to 500 characters.',
    example: 'Showed their passport in a call on ticket 4711',
  })

export const MfaReset = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('scheduled'),
      effectiveAt: z
        .date()
        .describe('When it happens by itself, unless the person signs in with a second factor.'),
    }),
    z.object({ status: z.literal('done') }),
  ])
  .meta({ id: 'MfaReset', description: 'Whether the second factors are gone, or when they will be.' })
export type MfaReset = z.infer<typeof MfaReset>
