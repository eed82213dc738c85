import { z } from 'zod'
import { IdInput } from '../../kit/ids.ts'

export const MemberId = IdInput.describe('The id of a member’s account.')

export const Member = z
  .object({
    user: z.object({
      id: z.uuid(),
      displayName: z.string(),
      avatarUrl: z.string().nullable(),
      email: z
        .string()
        .nullable()
        .describe('Null where it is not yours to see: shown to whoever manages members, and to oneself.'),
    }),
    role: z.string().describe('The key of their role.'),
    joinedAt: z.date(),
  })
  .meta({ id: 'Member', description: 'Somebody who belongs to an organization.' })
export type Member = z.infer<typeof Member>
