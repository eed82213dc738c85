import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

type Facts = Pick<LinkMail, 'brand' | 'displayName' | 'href'> & { language: Language; againHref: string }

/** To somebody whose account an administrator has made: the link sets the first password. */
export function accountMadeMail({ againHref, ...facts }: Facts): MailContent {
  const words = strings[facts.language]
  return linkMail({ ...facts, words, other: { label: words.again, href: againHref } })
}
