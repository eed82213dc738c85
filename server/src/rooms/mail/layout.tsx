import type { ComponentChildren, JSX } from 'preact'
import { renderToStaticMarkup } from 'preact-render-to-string'
import type { Config } from '../../config.ts'
import type { Language } from '../../kit/language.ts'
import { readableOn, safeColor } from './colors.ts'
import type { MailContent } from './content.ts'
import { oneLine } from './rules.ts'

type Brand = Config['brand']

/** A mail before it is rendered: the same words twice, as markup and as lines of text. */
export interface MailDraft {
  brand: Brand
  language: Language
  /** Our own words and the brand's name only: nothing a stranger chose. */
  subject: string
  body: ComponentChildren
  /** Paragraphs of the text part, which some people read instead. */
  text: readonly string[]
  /** Why the reader gets this mail: the last line of both parts. */
  reason: string
}

/**
 * Renders a mail: HTML without images, scripts or anything fetched from elsewhere, and a text part. Everything in the
 * body is escaped by preact; the subject is brought to one line.
 */
export function composeMail(draft: MailDraft): MailContent {
  const html = renderToStaticMarkup(<Layout {...draft}>{draft.body}</Layout>)
  return {
    subject: oneLine(draft.subject),
    html: `<!doctype html>${html}`,
    text: `${[...draft.text, `-- \n${oneLine(draft.brand.name)}\n${draft.reason}`].join('\n\n')}\n`,
  }
}

const FONT = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
const TEXT = `${FONT}; font-size: 16px; line-height: 1.5; color: #1c1e21`
const FAINT = `${FONT}; font-size: 14px; line-height: 1.5; color: #565b63`

/** For readers that honour it; the inline colours are for those that do not. */
const DARK = `
@media (prefers-color-scheme: dark) {
  .page, .card { background: #16181c !important }
  .ink, .ink a { color: #eceef1 !important }
  .faint, .faint a { color: #a9afb8 !important }
}`

function Layout({
  brand,
  language,
  subject,
  reason,
  children,
}: MailDraft & { children: ComponentChildren }): JSX.Element {
  return (
    <html lang={language} dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{DARK}</style>
      </head>
      <body class="page" style="margin: 0; padding: 0; background: #f2f3f5">
        <table
          role="presentation"
          class="page"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style="background: #f2f3f5"
        >
          <tr>
            <td align="center" style="padding: 24px 12px">
              <table
                role="presentation"
                class="card"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                style={`max-width: 560px; background: #ffffff; border-top: 4px solid ${safeColor(brand.accentColor)}`}
              >
                <tr>
                  <td class="ink" style={`padding: 24px 32px 0; ${TEXT}; font-weight: 600`}>
                    {brand.name}
                  </td>
                </tr>
                <tr>
                  <td class="ink" style={`padding: 8px 32px 24px; ${TEXT}`}>
                    {children}
                  </td>
                </tr>
                <tr>
                  <td class="faint" style={`padding: 0 32px 24px; ${FAINT}`}>
                    {reason}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

/** The mail's one heading. */
export function Heading({ children }: { children: ComponentChildren }): JSX.Element {
  return <h1 style={`margin: 16px 0; font-size: 22px; line-height: 1.3`}>{children}</h1>
}

export function Paragraph({ children }: { children: ComponentChildren }): JSX.Element {
  return <p style="margin: 0 0 16px">{children}</p>
}

interface ButtonProps {
  brand: Brand
  href: string
  label: string
  /** Introduces the link written out, for those whose mail program shows no buttons. */
  fallback: string
}

/** The one thing to do, as a link that looks like a button, and written out below it. */
export function Button({ brand, href, label, fallback }: ButtonProps): JSX.Element {
  const color = safeColor(brand.accentColor)
  return (
    <>
      <p style="margin: 24px 0">
        <a
          href={href}
          style={`display: inline-block; padding: 12px 24px; border-radius: 6px; background: ${color}; color: ${readableOn(color)}; font-weight: 600; text-decoration: none`}
        >
          {label}
        </a>
      </p>
      <p class="faint" style={`margin: 0 0 16px; ${FAINT}; word-break: break-all`}>
        {fallback}
        <br />
        <a href={href} style="color: inherit">
          {href}
        </a>
      </p>
    </>
  )
}

/** A code to be read and typed: large, its digits apart, and one word to whoever copies it or has it read out. */
export function Code({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <>
      <p style="margin: 24px 0 8px">{label}</p>
      <p
        style={`margin: 0 0 24px; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 32px; line-height: 1.3; font-weight: 600; letter-spacing: 6px`}
      >
        {value}
      </p>
    </>
  )
}

/** A short table of facts: when, where, from which device. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: string])[] }): JSX.Element {
  return (
    <table cellpadding="0" cellspacing="0" style={`margin: 0 0 16px; ${TEXT}`}>
      {rows.map(([label, value]) => (
        <tr key={label}>
          <th
            scope="row"
            align="left"
            class="faint"
            style={`padding: 2px 16px 2px 0; vertical-align: top; font-weight: 400; ${FAINT}`}
          >
            {label}
          </th>
          <td class="ink" style="padding: 2px 0; vertical-align: top; word-break: break-word">
            {value}
          </td>
        </tr>
      ))}
    </table>
  )
}
