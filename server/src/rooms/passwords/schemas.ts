import { z } from 'zod'

/** Any string without NUL. Its length is judged by the policy, which answers 422 with a code of its own. */
export const NewPassword = z
  .string()
  .min(1)
  .refine((value) => !value.includes('\u0000'), 'A password cannot contain NUL.')
  .meta({ id: 'NewPassword', description: 'The new password.', example: 'a long phrase you remember' })

/** A password to be judged against the stored one. */
export const PresentedPassword = z
  .string()
  .min(1)
  .meta({ id: 'Password', description: 'The password.', example: 'a long phrase you remember' })
