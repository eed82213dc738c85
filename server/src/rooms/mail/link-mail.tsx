import type { Config } from '../../config.ts'
import type { Language } from '../../kit/language.ts'
import type { MailContent } from './content.ts'
import { Button, Code, composeMail, Facts, Heading, Paragraph } from './layout.tsx'
import { originRows, rowsAsText, type WrittenOrigin } from './origin.ts'
import { harmlessName } from './rules.ts'
import { shared } from './strings.ts'

/** The words of a mail that asks for one thing. */
export interface LinkMailStrings {
  subject: (brand: string) => string
  heading: string
  what: (brand: string) => string
  /** The button. */
  action: string
  /** How long the link works, or what else there is to know of it. */
  fine: string
  /** What to do when it was somebody else who asked. */
  notYou: string
  /** Why the reader gets this mail. */
  reason: (brand: string) => string
}

export interface LinkMail {
  brand: Config['brand']
  language: Language
  words: LinkMailStrings
  /** Without one nobody is greeted by name. */
  displayName?: string
  href: string
  /** To be typed where the button is of no use: on another device. */
  code?: { label: string; value: string }
  /** What caused it, where it tells of something that has happened. */
  origin?: WrittenOrigin
  /** Another way, for those to whom the button is of no use. */
  other?: { label: string; href: string }
}

/** A mail that explains one thing and has one link to do it: most of what an identity platform sends. */
export function linkMail(mail: LinkMail): MailContent {
  const { brand, language, words, displayName, href, code, origin, other } = mail
  const rows = origin && originRows(language, origin)
  const hello = displayName === undefined ? undefined : shared[language].hello(harmlessName(displayName))
  const what = words.what(brand.name)
  return composeMail({
    brand,
    language,
    subject: words.subject(brand.name),
    body: (
      <>
        <Heading>{words.heading}</Heading>
        {hello && <Paragraph>{hello}</Paragraph>}
        <Paragraph>{what}</Paragraph>
        {rows && <Facts rows={rows} />}
        <Button brand={brand} href={href} label={words.action} fallback={shared[language].buttonFallback} />
        {code && <Code {...code} />}
        <Paragraph>{words.fine}</Paragraph>
        {other && (
          <Paragraph>
            <a href={other.href} style="color: inherit">
              {other.label}
            </a>
          </Paragraph>
        )}
        <Paragraph>{words.notYou}</Paragraph>
      </>
    ),
    text: [
      ...(hello ? [hello] : []),
      what,
      ...(rows ? [rowsAsText(rows)] : []),
      ...(code ? [`${code.label}\n${code.value}`] : []),
      `${words.action}:\n${href}`,
      words.fine,
      ...(other ? [`${other.label}:\n${other.href}`] : []),
      words.notYou,
    ],
    reason: words.reason(brand.name),
  })
}
