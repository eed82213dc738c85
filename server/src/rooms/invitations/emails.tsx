import type { Language } from '../../kit/language.ts'
import { harmlessName, type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { type Names, strings } from './strings.ts'

interface Facts extends Pick<LinkMail, 'brand' | 'href'> {
  language: Language
  /** Of whoever reads it, where they have an account. */
  displayName: string | undefined
  names: Names
}

/** "You are invited": the link shows who asks, and joins or declines. */
export function invitationMail({ names, displayName, ...facts }: Facts): MailContent {
  const words = strings[facts.language]({
    inviter: harmlessName(names.inviter),
    organization: harmlessName(names.organization),
  })
  return linkMail({ ...facts, words, ...(displayName !== undefined && { displayName }) })
}
