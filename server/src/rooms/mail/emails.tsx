import type { Config } from '../../config.ts'
import type { Language } from '../../kit/language.ts'
import type { MailContent } from './content.ts'
import { Button, composeMail, Facts, Heading, Paragraph } from './layout.tsx'
import { type NoticeKind, type NoticeStrings, noticesOfStaff } from './notice-strings.ts'
import { germanNotices } from './notices-de.ts'
import { englishNotices } from './notices-en.ts'
import { originRows, rowsAsText, type WrittenOrigin } from './origin.ts'
import { harmlessName } from './rules.ts'
import { shared } from './strings.ts'

/** A language that misses a word does not compile. */
export const notices: Record<Language, Record<NoticeKind, NoticeStrings>> = {
  en: englishNotices,
  de: germanNotices,
}

export interface NoticeFacts extends WrittenOrigin {
  displayName: string
  /** Where a new password is asked for. */
  resetUrl: string
}

/** Tells the owner of an account what happened to it, when, from where (unless it was staff), and what to do. */
export function noticeMail(
  brand: Config['brand'],
  language: Language,
  kind: NoticeKind,
  facts: NoticeFacts,
): MailContent {
  const words = notices[language][kind]
  const common = shared[language]
  const hello = common.hello(harmlessName(facts.displayName))
  const rows = originRows(language, facts).slice(0, noticesOfStaff.has(kind) ? 1 : undefined)
  return composeMail({
    brand,
    language,
    subject: words.subject(brand.name),
    body: (
      <>
        <Heading>{words.heading}</Heading>
        <Paragraph>{hello}</Paragraph>
        <Paragraph>{words.what}</Paragraph>
        <Facts rows={rows} />
        <Paragraph>{words.ifYou}</Paragraph>
        <Paragraph>{words.ifNotYou}</Paragraph>
        {words.action && (
          <Button brand={brand} href={facts.resetUrl} label={words.action} fallback={common.buttonFallback} />
        )}
      </>
    ),
    text: [
      hello,
      words.what,
      rowsAsText(rows),
      words.ifYou,
      words.ifNotYou,
      ...(words.action ? [`${words.action}:\n${facts.resetUrl}`] : []),
    ],
    reason: words.reason(brand.name),
  })
}
