import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

interface Facts extends Pick<LinkMail, 'brand' | 'displayName'> {
  language: Language
  signInUrl: string
  resetUrl: string
}

/** "You already have an account": to the owner of an address that somebody signed up with again. */
export function accountExistsMail(facts: Facts): MailContent {
  const words = strings[facts.language]
  return linkMail({
    ...facts,
    words,
    href: facts.signInUrl,
    other: { label: words.forgotten, href: facts.resetUrl },
  })
}
