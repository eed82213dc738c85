import { z } from 'zod'
import { parseEmailAddress } from '../../kit/email-address.ts'

/** An address as a person types it. Malformed ones are refused by the schema with `email.invalid`. */
export const EmailInput = z
  .string()
  .max(320)
  .refine((value) => parseEmailAddress(value) !== undefined, {
    params: { code: 'email.invalid' },
    error: 'Not an email address.',
  })
  .meta({ id: 'EmailAddress', description: 'An email address.', example: 'ada@example.org' })

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/
export const Locale = z
  .string()
  .max(35)
  .regex(LANGUAGE)
  .meta({ id: 'Locale', description: 'A BCP 47 language tag.', example: 'en' })

export const DisplayName = z
  .string()
  .min(1)
  .max(64)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  .regex(
    /^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u,
    'No control or direction characters.',
  )
  .refine((value) => value.trim().length > 0, 'Not only spaces.')
  .meta({
    id: 'DisplayName',
    description: 'The name others see, 1 to 64 characters.',
    example: 'Ada Lovelace',
  })

export const User = z
  .object({
    id: z.uuid().describe('UUIDv7.'),
    email: z.string().describe('As it was typed at sign-up.'),
    isVerified: z.boolean().describe('Whether the person has proven that the address is theirs.'),
    displayName: z.string(),
    avatarUrl: z.string().nullable(),
    locale: z.string().describe('BCP 47 language tag.'),
    timezone: z.string().describe('IANA time zone.'),
    hasPassword: z.boolean(),
    mfaEnabled: z.boolean(),
    platformRole: z.enum(['admin', 'support']).nullable(),
    status: z.enum(['active', 'disabled']),
    createdAt: z.date(),
    updatedAt: z.date(),
    lastSignInAt: z.date().nullable(),
  })
  .meta({ id: 'User', description: 'A person’s account.' })
export type User = z.infer<typeof User>
