import type { ComponentChildren } from 'preact'
import type { PageName } from './pages.ts'
import type { Step } from './routes/steps.ts'
import { SERVED_META } from './served.ts'
import type { Language } from './strings/catalogue.ts'

/** Addresses of what a page loads. */
export interface Assets {
  /** Sets the accent before the first paint. */
  paint: string
  script: string
  styles: string[]
  /** What the script loads first, by language, so that the browser need not find out step by step. */
  preloads: Record<Language, string[]>
  icon: string
}

interface DocumentProps {
  page: PageName
  step: Step
  language: Language
  title: string
  assets: Assets
  children: ComponentChildren
}

/** A page as the server keeps it: whole without JavaScript, with nothing inline and nothing from elsewhere. */
export function Document({ page, step, language, title, assets, children }: DocumentProps) {
  return (
    <html lang={language} data-page={page} data-step={step}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name={SERVED_META} content="__PAGE__" />
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        {assets.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        <script src={assets.paint} />
        {assets.preloads[language].map((href) => (
          <link key={href} rel="modulepreload" href={href} />
        ))}
        <script type="module" src={assets.script} />
      </head>
      <body>
        <div id="app">{children}</div>
      </body>
    </html>
  )
}
