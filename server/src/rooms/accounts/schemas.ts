import { z } from 'zod'
import { parseEmailAddress } from '../../kit/email-address.ts'
import { IdInput } from '../../kit/ids.ts'
import { isPlainText } from '../../kit/plain-text.ts'

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
  .regex(LANGUAGE, { error: 'Not a language tag.', abort: true })
  .refine(isLanguageTag, 'Not a language tag.')
  .meta({ id: 'Locale', description: 'A BCP 47 language tag.', example: 'en' })

/** The first language the caller's software asks for, where it is a well-formed tag. */
export const localeOf = (languages: readonly string[]): string =>
  languages.find((tag) => Locale.safeParse(tag).success) ?? 'en'

/** Whether `Intl` takes it: what formats dates for this person must not throw on what they chose. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export const AvatarUrl = z
  .string()
  .max(2048)
  .refine(isPlainHttpsUrl, 'Not an https URL.')
  .meta({ description: 'The address of a picture, https only.', example: 'https://example.org/ada.png' })

/** Nothing but printable ASCII, so that what is stored is what was checked; no name or password in it. */
function isPlainHttpsUrl(text: string): boolean {
  if (!/^https:\/\/[!-~]+$/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' && url.username === '' && url.password === ''
}

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Not an IANA time zone.')
  .meta({ id: 'TimeZone', description: 'An IANA time zone.', example: 'Europe/Berlin' })

/** Whether the zone is in this server's tz database. Offsets such as `+02:00` are none: they have no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const DisplayName = z
  .string()
  .min(1, { abort: true })
  .max(64)
  .refine(isPlainText, 'No control or direction characters.')
  .refine((value) => value.trim().length > 0, 'Not only spaces.')
  .meta({
    id: 'DisplayName',
    description: 'The name others see, 1 to 64 characters.',
    example: 'Ada Lovelace',
  })

export const UserId = IdInput.describe('A person’s id.')

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
