import type { Language } from '../../kit/language.ts'
import { type LinkMail, linkMail, type MailContent } from '../mail/index.ts'
import { strings } from './strings.ts'

type Facts = Pick<LinkMail, 'brand' | 'displayName' | 'href'> & { language: Language }

/** To the new address: the link takes it into use. */
export const confirmAddressMail = (facts: Facts): MailContent =>
  linkMail({ ...facts, words: strings[facts.language].confirm })

/** To the owner of an address that somebody else wants. */
export const addressTakenMail = (facts: Facts): MailContent =>
  linkMail({ ...facts, words: strings[facts.language].taken })

/** To the old address: what happened, when and from where, and the way back. Where an administrator sat is not told. */
export const undoMail = (facts: Facts & Pick<LinkMail, 'origin'>): MailContent =>
  linkMail({ ...facts, words: strings[facts.language].undo })
