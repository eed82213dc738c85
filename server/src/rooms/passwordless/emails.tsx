import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

type Facts = Pick<LinkMail, 'brand' | 'href'> & { language: Language }

/** "Sign in": the link does, and so does the code. */
export function signInMail({ code, ...facts }: Facts & { displayName: string; code: string }): MailContent {
  const words = strings[facts.language].signIn
  return linkMail({ ...facts, words, code: { label: words.code, value: code } })
}

/** "There is no account with this address": to somebody who has none, and may have one made. */
export function inviteMail(facts: Facts): MailContent {
  return linkMail({ ...facts, words: strings[facts.language].invite })
}
