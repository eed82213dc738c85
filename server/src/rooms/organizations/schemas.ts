import { z } from 'zod'
import { isTeamName, MAX_NAME_LENGTH, SLUG } from '../../kit/team-name.ts'

export const OrganizationName = z
  .string()
  .min(1, { abort: true })
  .max(MAX_NAME_LENGTH)
  .refine(isTeamName, 'No web address, no control or direction characters, no spaces at its ends.')
  .meta({
    id: 'OrganizationName',
    description: 'What people see, 1 to 64 characters. Several organizations may have one name.',
    example: 'Analytical Engines',
  })

export const Slug = z
  .string()
  .min(2)
  .max(MAX_NAME_LENGTH)
  .regex(SLUG, 'Lower-case letters, digits and single hyphens between them.')
  .meta({
    id: 'OrganizationSlug',
    description: 'A short name, unique here: 2 to 64 lower-case letters, digits and single hyphens.',
    example: 'analytical-engines',
  })

export const Organization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string().describe('Unique here.'),
    createdAt: z.date(),
    memberCount: z.number().int(),
    myRole: z.string().describe('The key of the caller’s role.'),
    requireMfa: z.boolean().describe('Whether members need a second factor to see anything of it.'),
  })
  .meta({ id: 'Organization', description: 'An organization, as one of its members sees it.' })
export type Organization = z.infer<typeof Organization>
