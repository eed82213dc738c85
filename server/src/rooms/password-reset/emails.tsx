import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

type Facts = Pick<LinkMail, 'brand' | 'displayName' | 'href'> & { language: Language }

/** "Choose a new password": the link sets one. */
export function passwordResetMail(facts: Facts): MailContent {
  return linkMail({ ...facts, words: strings[facts.language] })
}
