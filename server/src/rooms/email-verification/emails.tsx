import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

type Facts = Pick<LinkMail, 'brand' | 'displayName' | 'href'> & { language: Language }

/** "Verify your email address": the link proves the mailbox. */
export function verifyAddressMail(facts: Facts): MailContent {
  return linkMail({ ...facts, words: strings[facts.language].verify })
}

/** "Choose a password to finish": the link proves the mailbox and sets the password, in one step. */
export function finishSignUpMail(facts: Facts): MailContent {
  return linkMail({ ...facts, words: strings[facts.language].finish })
}
