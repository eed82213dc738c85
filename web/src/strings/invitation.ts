import type { Language } from './catalogue.ts'
import { invitation as de } from './de/invitation.ts'
import { invitation as en } from './en/invitation.ts'

/** The words of the page that invitations lead to. */
export const invitationWords: Record<Language, typeof en> = { en, de }
